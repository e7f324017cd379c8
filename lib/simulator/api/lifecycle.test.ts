import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { addPods, relabelPod, serveStore } from '#lib/testing/served-store.ts';

const PODS = '/api/v1/namespaces/default/pods';

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', () => resolve(true));
  });
}

test('closing ends everything at once, open watches too, and may be asked for twice', async () => {
  const { server, watch, close } = await serveStore();
  const open = await watch(`${PODS}?watch=1&resourceVersion=1`);
  const ended = open.rest().catch(() => 'broken off');
  await server.close();
  expect(await ended).toBe('broken off');
  expect(await isRefused(server.port)).toBe(true);
  await close();
});

test('[A1] a restart refuses connections for as long as it says, and comes back on the same port', async () => {
  const { server, store, clock, get, watch, close } = await serveStore();
  addPods(store, ['a']);
  const open = await watch(`${PODS}?watch=1&resourceVersion=2`);
  const ended = open.rest().catch(() => 'broken off');
  const restarted = server.restart({ downMillis: 60_000 });
  expect(await ended).toBe('broken off');
  await expect.poll(() => clock.pending()).toStrictEqual([60_000]);
  expect(await isRefused(server.port)).toBe(true);
  clock.advance(60_000);
  await restarted;
  expect((await get(PODS)).json).toMatchObject({ metadata: { resourceVersion: '2' }, items: [{}] });
  await close();
});

test('[8.2] a restart from an old back-up counts versions from before, and nothing is told under the old ones', async () => {
  const { server, store, get, watch, close } = await serveStore();
  addPods(store, ['a', 'b']);
  const before = await watch(`${PODS}?watch=1&resourceVersion=3`);
  for (let change = 0; change < 20; change += 1) relabelPod(store, 'a', { change: String(change) });
  expect((await before.take(20)).at(-1)).toBe('MODIFIED a 23');
  before.close();
  await server.restart({ revision: 5 });
  expect((await get(PODS)).json).toMatchObject({ metadata: { resourceVersion: '5' } });
  // The versions of before the restart, and other changes.
  relabelPod(store, 'b', { change: 'another' });
  store.remove('Pod', 'b', 'default');
  addPods(store, ['c']);
  const after = await watch(`${PODS}?watch=1&resourceVersion=5`);
  expect(await after.take(3)).toStrictEqual(['MODIFIED b 6', 'DELETED b 7', 'ADDED c 8']);
  const ahead = await watch(`${PODS}?watch=1&resourceVersion=9`);
  addPods(store, ['d', 'e']);
  expect(await ahead.take(1)).toStrictEqual(['ADDED e 10']);
  after.close();
  ahead.close();
  await close();
});

test('a server that is closed while it is down stays closed', async () => {
  const { server, clock, close } = await serveStore();
  const restarted = server.restart({ downMillis: 1_000 });
  await expect.poll(() => clock.pending()).toStrictEqual([1_000]);
  await server.close();
  clock.advance(1_000);
  await restarted;
  expect(await isRefused(server.port)).toBe(true);
  await close();
});

test('a port that is taken is an error, and a path that makes no sense is none', async () => {
  const first = await serveStore();
  await expect(serveStore({ port: first.server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const socket = connect(first.server.port, '127.0.0.1');
  const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
  socket.write('GET http://[::1/x?y HTTP/1.1\r\nhost: x\r\nauthorization: Bearer reader-token\r\n\r\n');
  expect(await answer).toContain('HTTP/1.1 404 Not Found');
  socket.destroy();
  await first.close();
});
