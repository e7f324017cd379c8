import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { type Connection, type Cut, type Ends, joinEnds } from './proxy-connection.ts';
import type { Fate, Wire } from './proxy-fault.ts';

/*
 * A wire that fails on demand, to stand between a client and the API server. Without `tls` it passes bytes as they are;
 * with it, it ends TLS on both sides, so that faults hit bytes of the HTTP conversation: "in the middle of a line".
 */

export type ProxyTarget = {
  readonly port: number;
  readonly host?: string;
  readonly tls?: { readonly certificate: string; readonly key: string; readonly ca: string };
};

export type ProxyOptions = {
  /** Where to listen on 127.0.0.1; a free port unless given. */
  readonly listenPort?: number;
  /** For all that is drawn. */
  readonly random?: Random;
  /** Of the connections from the first one on. */
  readonly fate?: Fate;
  readonly wire?: Wire;
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
  /** Every connection that exists loses all its bytes from now on, both ways and for ever; new ones are good. */
  readonly halfOpen: () => void;
  readonly cut: (cut: Cut) => void;
  /** The last cut that was asked for still waits for its byte. */
  readonly cutIsPending: () => boolean;
  /** Replaces delay, throttle and slices; `{}` is the clean wire. */
  readonly setWire: (wire: Wire) => void;
  /** What happens to the connections that are opened from now on; `{}` is nothing. */
  readonly setFate: (fate: Fate) => void;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

export async function startFaultProxy(target: ProxyTarget, options: ProxyOptions = {}): Promise<FaultProxy> {
  const { listenPort = 0, random = seededRandom(1) } = options;
  const connections = new Set<Connection>();
  let { wire = {}, fate = {} } = options;
  let cut: Cut | undefined;
  let cutFrom = new WeakMap<Connection, number>();
  let gate = openGate();

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({
      port: target.port,
      host: target.host ?? '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    const surroundings = {
      wire: () => wire,
      open: () => gate.open,
      random,
      takeCut,
      onGone: (connection: Connection) => connections.delete(connection),
    };
    connections.add(joinEnds(layers(target, client, upstream), surroundings, fate));
  });
  const port = await listen(server, listenPort);

  function takeCut(
    connection: Connection,
    length: number,
  ): { readonly at: number; readonly how: Cut['how'] } | undefined {
    if (cut === undefined) return undefined;
    if (cut.lastRequest !== undefined && !cut.lastRequest.test(connection.lastRequest())) return undefined;
    const before = connection.sent() - length;
    const from = cutFrom.get(connection) ?? before;
    cutFrom.set(connection, from);
    const at = Math.max(0, from + cut.afterBytes - before);
    if (at >= length) return undefined;
    const { how } = cut;
    cut = undefined;
    return { at, how };
  }

  return {
    port,
    refuse: () => stopListening(server),
    accept: async () => {
      if (!server.listening) await listen(server, port);
    },
    reset: () => {
      for (const connection of connections) connection.reset();
    },
    blackhole: () => {
      if (!gate.shut) gate = shutGate();
    },
    thaw: () => {
      const before = gate;
      gate = openGate();
      before.release();
    },
    halfOpen: () => {
      for (const connection of connections) connection.lose();
    },
    cut: (next) => {
      cut = next;
      cutFrom = new WeakMap();
    },
    cutIsPending: () => cut !== undefined,
    setWire: (next) => {
      wire = next;
    },
    setFate: (next) => {
      fate = next;
    },
    connections: () => connections.size,
    close: async () => {
      gate.release();
      const closed = stopListening(server);
      for (const connection of connections) connection.reset();
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

function layers({ tls }: ProxyTarget, client: Socket, upstream: Socket): Ends {
  if (tls === undefined) return { client, upstream, near: client, far: upstream };
  const near = new TLSSocket(client, { isServer: true, cert: tls.certificate, key: tls.key });
  // The name is the one that the certificate of the API server always holds.
  const far = connectTls({ socket: upstream, ca: tls.ca, servername: 'localhost' });
  return { client, upstream, near, far };
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
