import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPods, relabelPod, type ServedStore, serveStore, simplePod } from '#lib/testing/served-store.ts';

let served: ServedStore;
beforeEach(async () => {
  served = await serveStore();
});
afterEach(() => served.close());

const PODS = '/api/v1/namespaces/default/pods?watch=1';
const WATCH_LIST = '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

test('a watch tells what happened since its version, and what happens, in order', async () => {
  addPods(served.store, ['a', 'b']);
  const watch = await served.watch(`${PODS}&resourceVersion=2`);
  expect(await watch.take(1)).toStrictEqual(['ADDED b 3']);
  relabelPod(served.store, 'a', { name: 'new' });
  served.store.remove('Pod', 'a', 'default');
  served.store.create<'Node'>({ kind: 'Node', apiVersion: 'v1', metadata: { name: 'n' }, spec: {} });
  served.store.create<'Pod'>({ ...simplePod('x'), metadata: { name: 'x', namespace: 'another' } });
  addPods(served.store, ['c']);
  expect(await watch.take(3)).toStrictEqual(['MODIFIED a 4', 'DELETED a 5', 'ADDED c 8']);
  watch.close();
});

test('an event shows the object whole, with its type', async () => {
  const watch = await served.watch(`${PODS}&resourceVersion=1`);
  addPods(served.store, ['a']);
  expect(JSON.parse((await watch.next()) ?? '')).toStrictEqual({
    type: 'ADDED',
    object: served.store.get('Pod', 'a', 'default'),
  });
  watch.close();
});

const FROM_NOWHERE: readonly (readonly [string, readonly string[]])[] = [
  ['', ['ADDED a 2', 'ADDED b 3', 'ADDED c 4']],
  ['&resourceVersion=0', ['ADDED a 2', 'ADDED b 3', 'ADDED c 4']],
  ['&allowWatchBookmarks=true', ['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3 end', 'ADDED c 4']],
  [WATCH_LIST, ['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3 end', 'ADDED c 4']],
  [`${WATCH_LIST}&resourceVersion=2`, ['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3 end', 'ADDED c 4']],
  [`${WATCH_LIST}&labelSelector=name%3Dnone`, ['BOOKMARK 3 end']],
  ['&sendInitialEvents=true&resourceVersionMatch=NotOlderThan', ['ADDED a 2', 'ADDED b 3', 'ADDED c 4']],
  ['&sendInitialEvents=false&resourceVersionMatch=NotOlderThan', ['ADDED c 4']],
  ['&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=0', ['ADDED c 4']],
];
test.for(FROM_NOWHERE)('[VE2] a watch with "%s" begins as a real one of 1.36 does', async ([query, expected]) => {
  addPods(served.store, ['a', 'b']);
  const watch = await served.watch(`${PODS}${query}`);
  const before = await watch.take(expected.length - (expected.at(-1) === 'ADDED c 4' ? 1 : 0));
  addPods(served.store, ['c']);
  expect([...before, ...(await watch.take(expected.length - before.length))]).toStrictEqual(expected);
  watch.close();
});

test('coming into a selector is ADDED, leaving it DELETED in the last state that was selected', async () => {
  addPods(served.store, ['a']);
  const watch = await served.watch(`${PODS}&resourceVersion=2&labelSelector=chosen%3Dyes`);
  relabelPod(served.store, 'a', { chosen: 'yes', step: '1' });
  relabelPod(served.store, 'a', { chosen: 'yes', step: '2' });
  relabelPod(served.store, 'a', { chosen: 'no', step: '3' });
  relabelPod(served.store, 'a', { step: '4' });
  relabelPod(served.store, 'a', { chosen: 'yes', step: '5' });
  served.store.remove('Pod', 'a', 'default');
  const seen: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    const { type, object } = JSON.parse((await watch.next()) ?? '');
    seen.push(`${type} step ${object.metadata.labels.step} at ${object.metadata.resourceVersion}`);
  }
  watch.close();
  expect(seen).toStrictEqual([
    'ADDED step 1 at 3',
    'MODIFIED step 2 at 4',
    'DELETED step 2 at 5',
    'ADDED step 5 at 7',
    'DELETED step 5 at 8',
  ]);
});

test('two watches with different selectors are told each their own of one change', async () => {
  addPods(served.store, ['a']);
  const yes = await served.watch(`${PODS}&resourceVersion=2&labelSelector=chosen%3Dyes`);
  const no = await served.watch(`${PODS}&resourceVersion=2&labelSelector=chosen%21%3Dyes`);
  relabelPod(served.store, 'a', { chosen: 'yes' });
  expect([await yes.take(1), await no.take(1)]).toStrictEqual([['ADDED a 3'], ['DELETED a 3']]);
  yes.close();
  no.close();
});

test('[B1] a watch from a version that is forgotten is told so inside the stream, and ends', async () => {
  addPods(served.store, ['a', 'b']);
  served.server.compact();
  addPods(served.store, ['c']);
  const watch = await served.watch(`${PODS}&resourceVersion=2`);
  expect(watch.status).toBe(200);
  expect(JSON.parse((await watch.next()) ?? '')).toStrictEqual({
    type: 'ERROR',
    object: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'too old resource version: 2 (3)',
      reason: 'Expired',
      code: 410,
    },
  });
  expect(await watch.rest()).toStrictEqual([]);
});

test('a compaction takes nothing from those who listen already', async () => {
  const watch = await served.watch(`${PODS}&resourceVersion=1`);
  addPods(served.store, ['a', 'b']);
  served.server.compact();
  addPods(served.store, ['c']);
  expect(await watch.take(3)).toStrictEqual(['ADDED a 2', 'ADDED b 3', 'ADDED c 4']);
  watch.close();
});

test('[8.2] a watch from a version of the future waits without an error, and is told nothing before it', async () => {
  const watch = await served.watch(`${PODS}&resourceVersion=4&allowWatchBookmarks=true`);
  addPods(served.store, ['a', 'b']);
  await expect.poll(() => served.clock.pending().length).toBe(3);
  // No bookmark either: it would take the client back.
  served.clock.advance(60_000);
  addPods(served.store, ['c', 'd']);
  expect(await watch.take(1)).toStrictEqual(['ADDED d 5']);
  watch.close();
});

test('a WatchList of the future is told after three seconds that it is too large', async () => {
  const watch = await served.watch(`${PODS}${WATCH_LIST}&resourceVersion=9`);
  await expect.poll(() => served.clock.pending().length).toBe(1);
  served.clock.advance(3_000);
  expect(await watch.rest()).toStrictEqual(['ERROR Timeout: Too large resource version: 9, current: 1']);
});

test('bookmarks come every minute and two seconds before the end, and the end is a good one', async () => {
  addPods(served.store, ['a']);
  const watch = await served.watch(`${PODS}&resourceVersion=2&allowWatchBookmarks=true&timeoutSeconds=130`);
  const silent = await served.watch(`${PODS}&resourceVersion=2&timeoutSeconds=130`);
  await expect.poll(() => served.clock.pending().length).toBe(4);
  served.clock.advance(59_999);
  served.store.create<'Node'>({ kind: 'Node', apiVersion: 'v1', metadata: { name: 'n' }, spec: {} });
  served.clock.advance(1);
  expect(await watch.take(1)).toStrictEqual(['BOOKMARK 3']);
  served.clock.advance(60_000);
  addPods(served.store, ['b']);
  served.clock.advance(8_000);
  served.clock.advance(2_000);
  expect(await watch.rest()).toStrictEqual(['BOOKMARK 3', 'ADDED b 4', 'BOOKMARK 4']);
  expect(await silent.rest()).toStrictEqual(['ADDED b 4']);
  expect(served.clock.pending()).toStrictEqual([]);
});

const LIVES: readonly (readonly [string, number])[] = [
  ['&timeoutSeconds=7', 7_000],
  ['&timeoutSeconds=0', 3_600_000],
  ['', 3_600_000],
];
test.for(LIVES)('a watch with "%s" has ended after %d milliseconds', async ([query, millis]) => {
  const watch = await served.watch(`${PODS}${query}&resourceVersion=1`);
  await expect.poll(() => served.clock.pending().length).toBe(1);
  expect(served.clock.pending()[0]).toBeGreaterThanOrEqual(millis / 2);
  served.clock.advance(millis);
  expect(await watch.rest()).toStrictEqual([]);
});

const INVALID: readonly (readonly [string, string])[] = [
  [
    '&sendInitialEvents=true',
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
  ],
  [
    '&resourceVersionMatch=NotOlderThan',
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
  ],
  [
    '&sendInitialEvents=true&resourceVersionMatch=Exact',
    'ListOptions.meta.k8s.io "" is invalid: [resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]',
  ],
  [
    `${WATCH_LIST}&continue=x`,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided',
  ],
];
test.for(INVALID)('a watch with "%s" is invalid, with every reason', async ([query, message]) => {
  const { status, json } = await served.get(`${PODS}${query}`);
  expect({ status, message: (json as { message: string }).message }).toStrictEqual({ status: 422, message });
});

test('a client that takes nothing is cut off, and what it does not take is not piled up', async () => {
  const { connect } = await import('node:net');
  const socket = connect(served.server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.write(`GET ${PODS}&resourceVersion=1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer reader-token\r\n\r\n`);
  await new Promise((resolve) => socket.once('readable', resolve));
  const text = 'x'.repeat(60_000);
  const before = process.memoryUsage().arrayBuffers;
  for (let each = 0; each < 10_500; each += 1) {
    served.store.create<'Pod'>(simplePod(`pod-${each}`, {}, { text }));
    // In turns with the server, as a live cluster is.
    if (each % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  // 600 MB have been told of; only so much waits as a piece and the connection's own room.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64_000_000);
  socket.resume();
  await closed;
});
