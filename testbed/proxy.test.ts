import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeAuthority } from './certificates.ts';
import { type Echo, openSocket, receive, startEcho } from './echo.ts';
import { type FaultProxy, startFaultProxy } from './proxy.ts';

let echo: Echo;
let proxy: FaultProxy;
beforeEach(async () => {
  echo = await startEcho();
  proxy = await startFaultProxy({ port: echo.port });
});
afterEach(async () => {
  await proxy.close();
  await echo.close();
});

const open = () => openSocket(proxy.port);

test('passes bytes both ways, and an end', async () => {
  const socket = await open();
  socket.end('hello');
  expect(await receive(socket, 99)).toStrictEqual({ text: 'hello', end: 'fin' });
});

test('refuses connections, keeps those that exist, and takes new ones again on the same port', async () => {
  const before = await open();
  before.write('a');
  await receive(before, 1);
  await proxy.refuse();
  const refused = connect(proxy.port, '127.0.0.1');
  const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
  before.write('b');
  const kept = await receive(before, 1);
  await proxy.accept();
  const after = await open();
  after.write('c');
  expect([error.code, kept.text, await receive(after, 1)]).toStrictEqual([
    'ECONNREFUSED',
    'b',
    { text: 'c', end: 'open' },
  ]);
  before.destroy();
  after.destroy();
});

test('resets every connection', async () => {
  const socket = await open();
  socket.write('a');
  await receive(socket, 1);
  const outcome = receive(socket, 99);
  proxy.reset();
  expect(await outcome).toStrictEqual({ text: '', end: 'ECONNRESET' });
  expect(proxy.connections()).toBe(0);
});

const cuts = [
  { name: 'ends the connection at byte 5', how: 'fin', received: { text: 'abcde', end: 'fin' } },
  { name: 'resets the connection at byte 5', how: 'reset', received: { text: 'abcde', end: 'ECONNRESET' } },
  { name: 'corrupts byte 5 alone', how: 'corrupt', received: { text: 'abcde\x99ghij', end: 'open' } },
] as const;
test.for(cuts)('$name, once', async ({ how, received }) => {
  proxy.cut({ afterBytes: 5, how });
  const socket = await open();
  socket.write('abc');
  socket.write('defghij');
  expect(await receive(socket, 10)).toStrictEqual(received);
  const next = await open();
  next.write('abcdefghij');
  expect(await receive(next, 10)).toStrictEqual({ text: 'abcdefghij', end: 'open' });
  socket.destroy();
  next.destroy();
});

test('cuts only the connection whose last request matches', async () => {
  proxy.cut({ afterBytes: 2, how: 'fin', lastRequest: /^watch/ });
  const other = await open();
  other.write('list');
  expect(await receive(other, 4)).toStrictEqual({ text: 'list', end: 'open' });
  const watch = await open();
  watch.write('watch');
  expect(await receive(watch, 5)).toStrictEqual({ text: 'wa', end: 'fin' });
  other.destroy();
});

test('a black hole lets nothing pass, neither on old nor on new connections, until it is thawed', async () => {
  const old = await open();
  old.write('a');
  await receive(old, 1);
  proxy.blackhole();
  old.write('b');
  const fresh = await open();
  fresh.write('c');
  let passed = 0;
  for (const socket of [old, fresh])
    socket.on('data', (chunk: Buffer) => {
      passed += chunk.length;
    });
  // A connection around the proxy to the same server: when it has its answer, the others would have had theirs.
  const around = connect(echo.port, '127.0.0.1');
  around.write('d');
  await receive(around, 1);
  expect(passed).toBe(0);
  const answers = Promise.all([receive(old, 1), receive(fresh, 1)]);
  proxy.thaw();
  expect(await answers).toStrictEqual([
    { text: 'b', end: 'open' },
    { text: 'c', end: 'open' },
  ]);
  for (const socket of [old, fresh, around]) socket.destroy();
});

test('delays each way, throttles, and slices', async () => {
  proxy.setWire({ delayMillis: 40, bytesPerSecond: 1_000, sliceBytes: 3 });
  const socket = await open();
  const sizes: number[] = [];
  socket.on('data', (chunk: Buffer) => sizes.push(chunk.length));
  const startedAt = performance.now();
  socket.write('x'.repeat(30));
  expect((await receive(socket, 30)).text).toBe('x'.repeat(30));
  // Twice 40 ms late, and the last way takes 30 bytes at 1 byte/ms; timers may be a millisecond early.
  expect(performance.now() - startedAt).toBeGreaterThan(105);
  expect(sizes.length).toBeGreaterThan(3);
  socket.destroy();
});

test('ends TLS on both sides, so that a cut counts bytes of the conversation', async () => {
  const authority = makeAuthority('proxy test');
  const { certificate, key } = authority.issue({ commonName: 'server', serverNames: ['127.0.0.1', 'localhost'] });
  const server = createTlsServer({ cert: certificate, key }, (socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = (server.address() as AddressInfo).port;
  const terminating = await startFaultProxy({ port, tls: { certificate, key, ca: authority.certificate } });
  terminating.cut({ afterBytes: 4, how: 'fin', lastRequest: /^GET/ });
  const socket = connectTls({
    host: '127.0.0.1',
    port: terminating.port,
    ca: authority.certificate,
    servername: 'localhost',
  });
  await once(socket, 'secureConnect');
  socket.write('GET /api');
  expect(await receive(socket, 99)).toStrictEqual({ text: 'GET ', end: 'fin' });
  socket.destroy();
  await terminating.close();
  server.close();
});
