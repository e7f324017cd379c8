import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type CancelTimer, systemClock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import { type After, type Direction, delayOf, draw, type Fate, type Wire } from './proxy-fault.ts';

/** Something happens to the `afterBytes`-th byte from now on its way to the client, on the first connection that gets there. */
export type Cut = {
  readonly afterBytes: number;
  readonly how: 'fin' | 'reset' | 'corrupt';
  /** Only where what the client sent last matches; needs `tls` when the wire is encrypted. */
  readonly lastRequest?: RegExp;
};

/** The sockets as they are, and on top of them, where TLS is ended, those that speak plainly. */
export type Ends = {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly near: Socket;
  readonly far: Socket;
};

/** What the proxy decides for all connections. */
export type Surroundings = {
  readonly wire: () => Wire;
  /** Fulfilled when bytes may pass. */
  readonly open: () => Promise<void>;
  readonly random: Random;
  /** Where in the next `length` bytes to the client a cut falls, which is then used up. */
  readonly takeCut: (
    connection: Connection,
    length: number,
  ) => { readonly at: number; readonly how: Cut['how'] } | undefined;
  readonly onGone: (connection: Connection) => void;
};

export type Connection = {
  /** What the client sent last. */
  readonly lastRequest: () => string;
  /** Bytes to the client so far. */
  readonly sent: () => number;
  /** RST to both ends. */
  readonly reset: () => void;
  /** From now on all bytes vanish, both ways, and so does an end. */
  readonly lose: () => void;
};

const MOST_QUEUED_BYTES = 1_048_576;

export function joinEnds(ends: Ends, surroundings: Surroundings, fate: Fate): Connection {
  const { client, upstream, near, far } = ends;
  const { wire, open, random } = surroundings;
  let lastRequest = '';
  let sent = 0;
  let isLost = false;

  const connection: Connection = { lastRequest: () => lastRequest, sent: () => sent, reset, lose };
  const limits = [plan(fate.resetAfter, reset, random), plan(fate.halfOpenAfter, lose, random)];

  pump(near, far, 'toServer', async (bytes) => {
    lastRequest = bytes.toString('latin1');
    await pass(bytes, far);
  });
  pump(far, near, 'toClient', passDown);
  for (const end of new Set([client, upstream, near, far])) {
    // Whoever was forgotten on the way must not learn it from the other end.
    end.on('error', () => (isLost ? undefined : reset()));
    end.on('close', () => {
      if (isLost && !(client.destroyed && upstream.destroyed)) return;
      for (const { cancel } of limits) cancel();
      surroundings.onGone(connection);
      if (!isLost) for (const other of [client, upstream]) other.destroySoon();
    });
  }
  return connection;

  /** From one side to the other: in order, late by the delay, and not at all while the gate is shut. */
  function pump(from: Socket, to: Socket, direction: Direction, deliver: (bytes: Buffer) => Promise<void>): void {
    let queued = 0;
    let tail = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      if (isLost) return;
      const due = performance.now() + delayOf(wire(), direction, random);
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
      const due = performance.now() + delayOf(wire(), direction, random);
      tail = tail.then(async () => {
        await waitUntil(due);
        await open();
        if (!isLost) to.end();
      });
    });
  }

  async function pass(bytes: Buffer, to: Socket): Promise<void> {
    const { sliceBytes, bytesPerSecond } = wire();
    const size = sliceBytes ?? bytes.length;
    for (let start = 0; start < bytes.length; start += size) {
      await open();
      const slice = bytes.subarray(start, start + size);
      if (bytesPerSecond !== undefined) await wait((slice.length / bytesPerSecond) * 1_000);
      else if (sliceBytes !== undefined) await new Promise(setImmediate);
      if (isLost || to.destroyed) return;
      if (!to.write(slice)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
    }
  }

  async function passDown(bytes: Buffer): Promise<void> {
    const before = sent;
    sent += bytes.length;
    const due = limits.filter(({ bytes: limit }) => limit <= sent).toSorted((a, b) => a.bytes - b.bytes)[0];
    if (due !== undefined) {
      await pass(bytes.subarray(0, Math.max(0, due.bytes - before)), near);
      return due.happen();
    }
    const cut = surroundings.takeCut(connection, bytes.length);
    if (cut === undefined) return pass(bytes, near);
    const { at, how } = cut;
    if (how === 'corrupt') {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      return pass(damaged, near);
    }
    await pass(bytes.subarray(0, at), near);
    if (how === 'reset') return reset();
    near.end();
    // The client must see the end, not wait for our half: nothing more is passed on.
    upstream.destroy();
  }

  function reset(): void {
    isLost = false;
    for (const { cancel } of limits) cancel();
    surroundings.onGone(connection);
    for (const end of [client, upstream]) if (!end.destroyed) end.resetAndDestroy();
  }

  function lose(): void {
    isLost = true;
    // A sender that was held back would notice; nobody holds back what vanishes.
    for (const end of [near, far]) end.resume();
  }
}

type Limit = { readonly bytes: number; readonly happen: () => void; readonly cancel: CancelTimer };

/** What happens after a time has its timer; what happens after some bytes waits for them. */
function plan(after: After | undefined, happen: () => void, random: Random): Limit {
  const never = { bytes: Number.POSITIVE_INFINITY, happen, cancel: () => {} };
  if (after === undefined) return never;
  if ('bytes' in after) return { ...never, bytes: Math.round(draw(after.bytes, random)) };
  return { ...never, cancel: systemClock.setTimer(happen, draw(after.millis, random)) };
}

async function waitUntil(due: number): Promise<void> {
  const left = due - performance.now();
  if (left > 0) await wait(left);
}
