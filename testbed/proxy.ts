import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as connectTls, TLSSocket } from 'node:tls';

/*
 * A wire that fails on demand, to stand between a client and the API server. Without `tls` it passes bytes as they are;
 * with it, it ends TLS on both sides, so that faults hit bytes of the HTTP conversation: "in the middle of a line".
 */

export type ProxyTarget = {
  readonly port: number;
  readonly host?: string;
  readonly tls?: { readonly certificate: string; readonly key: string; readonly ca: string };
};

/** Something happens to the `afterBytes`-th byte from now on its way to the client, on the first connection that gets there. */
export type Cut = {
  readonly afterBytes: number;
  readonly how: 'fin' | 'reset' | 'corrupt';
  /** Only where what the client sent last matches; needs `tls` when the wire is encrypted. */
  readonly lastRequest?: RegExp;
};

export type Wire = {
  /** Each way. */
  readonly delayMillis?: number;
  readonly bytesPerSecond?: number;
  /** Writes at most this many bytes at once. */
  readonly sliceBytes?: number;
};

export type FaultProxy = {
  readonly port: number;
  /** Connections are refused, as when nobody listens; those that exist stay. */
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
  /** RST to client and server of every connection. */
  readonly reset: () => void;
  /** Nothing passes any more, not even an end; connections stay open and new ones are taken. `thaw` lets all of it pass. */
  readonly blackhole: () => void;
  readonly thaw: () => void;
  readonly cut: (cut: Cut) => void;
  /** The last cut that was asked for still waits for its byte. */
  readonly cutIsPending: () => boolean;
  /** Replaces delay, throttle and slices; `{}` is the clean wire. */
  readonly setWire: (wire: Wire) => void;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

type Pair = { readonly ends: readonly Socket[]; lastRequest: string; sent: number };

const MOST_QUEUED_BYTES = 1_048_576;

export async function startFaultProxy(target: ProxyTarget): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let wire: Wire = {};
  let cut: Cut | undefined;
  let cutFrom = new WeakMap<Pair, number>();
  let gate = openGate();

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({
      port: target.port,
      host: target.host ?? '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    const pair: Pair = { ends: [client, upstream], lastRequest: '', sent: 0 };
    pairs.add(pair);
    const { near, far } = layers(target, client, upstream);
    pump(near, far, async (bytes) => {
      pair.lastRequest = bytes.toString('latin1');
      await pass(bytes, far);
    });
    pump(far, near, (bytes) => passDown(pair, bytes, near));
    for (const end of [client, upstream, near, far]) {
      end.on('error', () => resetPair(pair));
      end.on('close', () => {
        pairs.delete(pair);
        for (const other of pair.ends) other.destroySoon();
      });
    }
  });
  const port = await listen(server, 0);

  /** From one side to the other: in order, late by the delay, and not at all while the gate is shut. */
  function pump(from: Socket, to: Socket, deliver: (bytes: Buffer) => Promise<void>): void {
    let queued = 0;
    let tail = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      const due = performance.now() + (wire.delayMillis ?? 0);
      queued += bytes.length;
      if (queued > MOST_QUEUED_BYTES) from.pause();
      tail = tail.then(async () => {
        await waitUntil(due);
        await deliver(bytes);
        queued -= bytes.length;
        if (queued <= MOST_QUEUED_BYTES) from.resume();
      });
    });
    from.on('end', () => {
      tail = tail.then(async () => {
        await gate.open;
        to.end();
      });
    });
  }

  async function pass(bytes: Buffer, to: Socket): Promise<void> {
    const size = wire.sliceBytes ?? bytes.length;
    for (let start = 0; start < bytes.length; start += size) {
      await gate.open;
      const slice = bytes.subarray(start, start + size);
      if (wire.bytesPerSecond !== undefined) await wait((slice.length / wire.bytesPerSecond) * 1_000);
      else if (wire.sliceBytes !== undefined) await new Promise(setImmediate);
      if (to.destroyed) return;
      if (!to.write(slice)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
    }
  }

  async function passDown(pair: Pair, bytes: Buffer, to: Socket): Promise<void> {
    const before = pair.sent;
    pair.sent += bytes.length;
    const at = cutAt(pair, before);
    if (cut === undefined || at === undefined || at >= bytes.length) return pass(bytes, to);
    const { how } = cut;
    cut = undefined;
    if (how === 'corrupt') {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      return pass(damaged, to);
    }
    await pass(bytes.subarray(0, at), to);
    if (how === 'reset') return resetPair(pair);
    to.end();
    // The client must see the end, not wait for our half: nothing more is passed on.
    pair.ends[1]?.destroy();
  }

  /** Where in the bytes after `before` the cut falls; undefined when it is not for this connection. */
  function cutAt(pair: Pair, before: number): number | undefined {
    if (cut === undefined) return undefined;
    if (cut.lastRequest !== undefined && !cut.lastRequest.test(pair.lastRequest)) return undefined;
    const from = cutFrom.get(pair) ?? before;
    cutFrom.set(pair, from);
    return Math.max(0, from + cut.afterBytes - before);
  }

  function resetPair(pair: Pair): void {
    pairs.delete(pair);
    for (const end of pair.ends) if (!end.destroyed) end.resetAndDestroy();
  }

  return {
    port,
    refuse: () => stopListening(server),
    accept: async () => {
      if (!server.listening) await listen(server, port);
    },
    reset: () => {
      for (const pair of pairs) resetPair(pair);
    },
    blackhole: () => {
      if (!gate.shut) gate = shutGate();
    },
    thaw: () => {
      const before = gate;
      gate = openGate();
      before.release();
    },
    cut: (next) => {
      cut = next;
      cutFrom = new WeakMap();
    },
    cutIsPending: () => cut !== undefined,
    setWire: (next) => {
      wire = next;
    },
    connections: () => pairs.size,
    close: async () => {
      gate.release();
      const closed = stopListening(server);
      for (const pair of pairs) resetPair(pair);
      await closed;
    },
  };
}

type Gate = { readonly shut: boolean; readonly open: Promise<void>; readonly release: () => void };
function openGate(): Gate {
  return { shut: false, open: Promise.resolve(), release: () => undefined };
}
function shutGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { shut: true, open: promise, release: resolve };
}

function layers(
  { tls }: ProxyTarget,
  client: Socket,
  upstream: Socket,
): { readonly near: Socket; readonly far: Socket } {
  if (tls === undefined) return { near: client, far: upstream };
  const near = new TLSSocket(client, { isServer: true, cert: tls.certificate, key: tls.key });
  // The name is the one that the certificate of the API server always holds.
  const far = connectTls({ socket: upstream, ca: tls.ca, servername: 'localhost' });
  return { near, far };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function stopListening(server: Server): Promise<void> {
  // `close` stops the listening at once; its callback would wait for the connections, which may stay.
  if (server.listening) server.close();
}

async function waitUntil(due: number): Promise<void> {
  const left = due - performance.now();
  if (left > 0) await wait(left);
}
