import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { createStepClock } from '#lib/testing/step-clock.ts';
import { until } from './client.ts';
import { type Echo, openSocket, receive, startEcho } from './echo.ts';
import { type FaultProxy, type ProxyOptions, startFaultProxy } from './proxy.ts';
import { drip } from './proxy-fault.ts';
import { startFlapping } from './proxy-flap.ts';

/** Faults that belong to one connection, and those that come and go; on plain sockets. */

let echo: Echo;
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  echo = await startEcho();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await echo.close();
});

async function start(options: ProxyOptions = {}): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ port: echo.port }, options);
  closing.push(() => proxy.close());
  return proxy;
}

async function open(proxy: FaultProxy) {
  const socket = await openSocket(proxy.port);
  closing.push(() => socket.destroy());
  return socket;
}

test('half-open: what is sent either way vanishes for ever, nobody is told, and a new connection is good', async () => {
  const proxy = await start();
  const old = await open(proxy);
  old.write('a');
  await receive(old, 1);
  const came: string[] = [];
  old.on('data', (chunk: Buffer) => came.push(`data ${chunk.toString()}`));
  for (const event of ['end', 'error', 'close'] as const) old.on(event, () => came.push(event));
  proxy.halfOpen();
  old.write('b');
  const fresh = await open(proxy);
  fresh.write('c');
  // When the new connection has its answer, the old one would have had its own.
  expect(await receive(fresh, 1)).toStrictEqual({ text: 'c', end: 'open' });
  expect([came, old.readyState, proxy.connections(), echo.connections()]).toStrictEqual([[], 'open', 2, 2]);
});

test.for(['destroy', 'resetAndDestroy'] as const)(
  'half-open: the server does not learn that the client has gone (%s)',
  async (how) => {
    const proxy = await start();
    const old = await open(proxy);
    old.write('a');
    await receive(old, 1);
    proxy.halfOpen();
    old[how]();
    await once(old, 'close');
    const fresh = await open(proxy);
    fresh.end('c');
    expect(await receive(fresh, 99)).toStrictEqual({ text: 'c', end: 'fin' });
    await until('the new connection to be gone', async () => echo.connections() === 1);
    expect(proxy.connections()).toBe(1);
    await proxy.close();
    await until('the old one to be gone with the proxy', async () => echo.connections() === 0);
  },
);

test('a connection is reset after so many bytes to the client, each one anew', async () => {
  const proxy = await start({ fate: { resetAfter: { bytes: 5 } } });
  for (const _ of [1, 2]) {
    const socket = await open(proxy);
    socket.write('abc');
    socket.write('defghij');
    expect(await receive(socket, 10)).toStrictEqual({ text: 'abcde', end: 'ECONNRESET' });
  }
  proxy.setFate({});
  const spared = await open(proxy);
  spared.write('abcdefghij');
  expect(await receive(spared, 10)).toStrictEqual({ text: 'abcdefghij', end: 'open' });
});

test('a connection is half-open after so many bytes: those before arrive', async () => {
  const proxy = await start({ fate: { halfOpenAfter: { bytes: 5 } } });
  const socket = await open(proxy);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.write('abcdefghij');
  await until('five bytes', async () => text.length >= 5);
  proxy.setFate({});
  const fresh = await open(proxy);
  fresh.write('k');
  await receive(fresh, 1);
  expect([text, socket.readyState]).toStrictEqual(['abcde', 'open']);
});

test('a connection is reset after a time, also when it is silent', async () => {
  const proxy = await start({ fate: { resetAfter: { millis: 30 } } });
  const from = performance.now();
  const socket = await open(proxy);
  expect((await receive(socket, 1)).end).toBe('ECONNRESET');
  expect(performance.now() - from).toBeGreaterThan(25);
});

test('what is drawn is drawn from the seed: the same bytes are let through, one connection after another', async () => {
  const lengths = async (seed: number) => {
    const fate = { resetAfter: { bytes: [1, 60] } } as const;
    const proxy = await start({ random: seededRandom(seed), fate });
    const found: number[] = [];
    for (const _ of [1, 2, 3, 4]) {
      const socket = await open(proxy);
      socket.write('x'.repeat(60));
      found.push((await receive(socket, 61)).text.length);
    }
    return found;
  };
  const [first, again, other] = [await lengths(7), await lengths(7), await lengths(8)];
  expect(again).toStrictEqual(first);
  expect(other).not.toStrictEqual(first);
  expect(new Set(first).size).toBeGreaterThan(1);
});

test('latency may differ by the way: late to the server, or late to the client, and never out of order', async () => {
  const proxy = await start({ wire: { delayMillis: { toServer: [20, 60], toClient: 0 } } });
  const socket = await open(proxy);
  const from = performance.now();
  const text = 'abcdefgh';
  for (const letter of text) {
    socket.write(letter);
    await new Promise(setImmediate);
  }
  expect(await receive(socket, text.length)).toStrictEqual({ text, end: 'open' });
  const late = performance.now() - from;
  expect(late).toBeGreaterThan(18);
  proxy.setWire({ delayMillis: { toServer: 0, toClient: 40 } });
  const again = performance.now();
  socket.write('i');
  await receive(socket, 1);
  expect(performance.now() - again).toBeGreaterThan(38);
});

test('a drip lets so many bytes through at a time', async () => {
  const proxy = await start();
  const socket = await open(proxy);
  const sizes: number[] = [];
  socket.on('data', (chunk: Buffer) => sizes.push(chunk.length));
  proxy.setWire(drip(2, 10));
  const from = performance.now();
  socket.write('abcdefgh');
  expect((await receive(socket, 8)).text).toBe('abcdefgh');
  expect(performance.now() - from).toBeGreaterThan(50);
  expect(sizes.length).toBeGreaterThanOrEqual(3);
});

test('a flap is up, down, up, down: reset and refused while down, good while up, and up at its end', async () => {
  const proxy = await start();
  const clock = createStepClock();
  const stop = startFlapping(proxy, { flap: { upMillis: 1_000, downMillis: 500 }, random: seededRandom(1), clock });
  const state = async () => {
    try {
      const socket = await openSocket(proxy.port);
      socket.destroy();
      return 'up';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  };
  const kept = await open(proxy);
  kept.write('a');
  await receive(kept, 1);
  const outcome = receive(kept, 99);
  const seen: unknown[] = [await state()];
  await clock.pass(999);
  seen.push(await state());
  await clock.pass(1);
  seen.push(await state(), (await outcome).end);
  await clock.pass(500);
  seen.push(await state());
  await clock.pass(1_000);
  seen.push(await state());
  await stop();
  seen.push(await state(), clock.pending().length);
  expect(seen).toStrictEqual(['up', 'up', 'ECONNREFUSED', 'ECONNRESET', 'up', 'ECONNREFUSED', 'up', 0]);
});
