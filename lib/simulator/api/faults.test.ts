import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPods, type Lines, READER, relabelPod, type ServedStore, serveStore } from '#lib/testing/served-store.ts';
import { type Fault, POISONS } from './fault.ts';

let served: ServedStore;
beforeEach(async () => {
  served = await serveStore({ users: [READER, { name: 'other', token: 'other-token', rules: 'all' }] });
  addPods(served.store, ['a', 'b']);
});
afterEach(() => served.close());

const PODS = '/api/v1/namespaces/default/pods';
const WATCH = `${PODS}?watch=1&resourceVersion=3`;
const WATCH_LIST = `${PODS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`;

/** What came, and how it ended: `...` when the body broke off. */
async function allOf(watch: Lines): Promise<readonly string[]> {
  const seen: string[] = [];
  try {
    for (let line = await watch.take(1); line.length > 0; line = await watch.take(1)) seen.push(...line);
  } catch {
    seen.push('...');
  }
  return seen;
}

test('[B5] [B6] [B7] a refusal comes with its code, its words, Retry-After and HTML, as often as it is asked for', async () => {
  const { faults } = served.server;
  const html = '<html><body>502 Bad Gateway</body></html>';
  faults.add({ fault: { kind: 'Refuse', code: 429, retryAfter: '7' }, count: 1 });
  const limited = await served.get(PODS);
  expect({ ...limited.headers, ...(limited.json as object), status: limited.status }).toMatchObject({
    status: 429,
    reason: 'TooManyRequests',
    'retry-after': '7',
  });
  faults.add({ fault: { kind: 'Refuse', code: 502, html }, count: 2 });
  const answers = [await served.get(PODS), await served.get(PODS), await served.get(PODS)];
  expect(answers.map(({ status }) => status)).toStrictEqual([502, 502, 200]);
  expect(answers[0]).toMatchObject({ text: html, headers: { 'content-type': 'text/html' } });
});

const CODES = [401, 403, 404, 410, 422, 429, 500, 503, 504] as const;
test.for(CODES)('a refusal with %d is a Status that says it', async (code) => {
  served.server.faults.add({ fault: { kind: 'Refuse', code, retryAfter: 'soon' } });
  const { status, json, headers } = await served.get(PODS);
  expect({ status, retryAfter: headers['retry-after'] }).toStrictEqual({ status: code, retryAfter: 'soon' });
  expect(json).toMatchObject({ kind: 'Status', status: 'Failure', code });
  expect((json as { reason: string }).reason).not.toBe('');
});

test('a rule meets only what it names, until it is taken away', async () => {
  const { faults } = served.server;
  const fault: Fault = { kind: 'Refuse', code: 500 };
  const remove = faults.add({ fault, resource: 'pods', verb: 'list', namespace: 'default', user: 'reader' });
  const statuses = async () =>
    Promise.all([
      served.get(PODS).then(({ status }) => status),
      served.get('/api/v1/pods').then(({ status }) => status),
      served.get('/api/v1/namespaces/default/events').then(({ status }) => status),
      served.get(`${PODS}/a`).then(({ status }) => status),
      served.get(PODS, { token: 'other-token' }).then(({ status }) => status),
    ]);
  expect(await statuses()).toStrictEqual([500, 200, 200, 200, 200]);
  remove();
  expect(await statuses()).toStrictEqual([200, 200, 200, 200, 200]);
  faults.add({ fault, verb: 'watchList' });
  expect([await served.get(PODS), await served.get(WATCH_LIST)].map(({ status }) => status)).toStrictEqual([200, 500]);
  faults.clear();
  const watch = await served.watch(WATCH_LIST);
  expect(await watch.take(3)).toStrictEqual(['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3 end']);
  watch.close();
});

/** Two changes happen while a watch from now is open, or the state is asked for; this comes of it. */
const STREAMS: readonly (readonly [string, readonly Fault[], readonly string[]])[] = [
  ['nothing', [], ['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3 end', 'MODIFIED a 4', 'ADDED c 5']],
  ['[B18] an end at once', [{ kind: 'Close' }], []],
  ['an end after two events', [{ kind: 'Close', afterEvents: 2 }], ['ADDED a 2', 'ADDED b 3']],
  ['[A2] a reset after two events', [{ kind: 'Reset', afterEvents: 2 }], ['ADDED a 2', 'ADDED b 3', '...']],
  ['[A3] a body that breaks off', [{ kind: 'Cut', afterBytes: 40 }], ['...']],
  ['a reset after bytes', [{ kind: 'Reset', afterBytes: 40 }], ['...']],
  [
    '[B11] everything twice',
    [{ kind: 'Twice' }, { kind: 'Close', afterEvents: 2 }],
    ['ADDED a 2', 'ADDED a 2', 'ADDED b 3', 'ADDED b 3'],
  ],
  [
    '[B14] the later first',
    [{ kind: 'Reorder' }, { kind: 'Close', afterEvents: 4 }],
    ['ADDED b 3', 'ADDED a 2', 'BOOKMARK 3 end', 'ADDED c 5', 'MODIFIED a 4'],
  ],
  [
    '[B19] no bookmark at the end',
    [{ kind: 'NoInitialEventsEnd' }, { kind: 'Close', afterEvents: 3 }],
    ['ADDED a 2', 'ADDED b 3', 'MODIFIED a 4'],
  ],
  [
    'no bookmarks',
    [{ kind: 'NoBookmarks' }, { kind: 'Close', afterEvents: 3 }],
    ['ADDED a 2', 'ADDED b 3', 'MODIFIED a 4'],
  ],
  [
    '[B13] a line of the test',
    [
      {
        kind: 'Inject',
        text: '{"type":"DELETED","object":{"metadata":{"name":"ghost","resourceVersion":"9"}}}\n',
        afterEvents: 1,
      },
      { kind: 'Close', afterEvents: 2 },
    ],
    ['ADDED a 2', 'DELETED ghost 9', 'ADDED b 3'],
  ],
  [
    '[A13] slices of three bytes',
    [
      { kind: 'Slices', bytes: 3 },
      { kind: 'Close', afterEvents: 3 },
    ],
    ['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3 end', 'MODIFIED a 4'],
  ],
];
test.for(STREAMS)('a watch may meet %s', async ([, faults, expected]) => {
  for (const fault of faults) served.server.faults.add({ fault });
  const watch = await served.watch(WATCH_LIST);
  const isEndless = faults.length === 0;
  const first = expected.slice(0, 3).includes('BOOKMARK 3 end') ? await watch.take(3) : [];
  relabelPod(served.store, 'a', { name: 'ü' });
  addPods(served.store, ['c']);
  expect([...first, ...(isEndless ? await watch.take(2) : await allOf(watch))]).toStrictEqual(expected);
  watch.close();
});

test('[B17] a watch may be told bookmarks alone', async () => {
  served.server.faults.add({ fault: { kind: 'BookmarksOnly' } });
  const watch = await served.watch(`${WATCH}&allowWatchBookmarks=true`);
  addPods(served.store, ['c']);
  await expect.poll(() => served.clock.pending().length).toBe(3);
  served.clock.advance(60_000);
  expect(await watch.take(1)).toStrictEqual(['BOOKMARK 4']);
  watch.close();
});

test('events may come late, behind what is newer', async () => {
  served.server.faults.add({ fault: { kind: 'Late', millis: 90_000 } });
  const watch = await served.watch(`${WATCH}&allowWatchBookmarks=true`);
  addPods(served.store, ['c']);
  await expect.poll(() => served.clock.pending().length).toBe(4);
  served.clock.advance(90_000);
  expect(await watch.take(2)).toStrictEqual(['BOOKMARK 4', 'ADDED c 4']);
  watch.close();
});

test('an answer may come later', async () => {
  served.server.faults.add({ fault: { kind: 'Delay', millis: 5_000 } });
  const asked = served.get(PODS);
  await expect.poll(() => served.clock.pending()).toStrictEqual([5_000]);
  served.clock.advance(5_000);
  expect((await asked).status).toBe(200);
});

test('a request may be reset without an answer', async () => {
  served.server.faults.add({ fault: { kind: 'Reset' } });
  await expect(served.get(PODS)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

const SILENT: readonly Fault[] = [{ kind: 'Freeze' }, { kind: 'HalfOpen' }];
test.for(SILENT)('[A5] a request may find a server that says nothing: %o', async (fault) => {
  served.server.faults.add({ fault });
  const asked = served.get(PODS).then(
    () => 'answered',
    () => 'closed',
  );
  await expect.poll(() => served.server.requests().length).toBe(1);
  // A later request is answered, and the first one still waits.
  served.server.faults.clear();
  expect((await served.get(PODS)).status).toBe(200);
  expect(await Promise.race([asked, Promise.resolve('waits')])).toBe('waits');
  await served.server.close();
  expect(await asked).toBe('closed');
});

test('[A4] a watch may fall silent after an event, and the server does not see its client go', async () => {
  served.server.faults.add({ fault: { kind: 'HalfOpen', afterEvents: 1 } });
  const watch = await served.watch(WATCH_LIST);
  expect(await watch.take(1)).toStrictEqual(['ADDED a 2']);
  watch.close();
  // Another client's closing is seen, so that this one's would have been seen, too.
  served.server.faults.clear();
  const other = await served.watch(WATCH_LIST);
  await other.take(3);
  other.close();
  await expect.poll(() => served.server.faults.freezeWatches()).toBe(1);
});

test('open watches may be dropped or frozen, by resource', async () => {
  const pods = await served.watch(WATCH);
  const nodes = await served.watch('/api/v1/nodes?watch=1&resourceVersion=3');
  expect(served.server.faults.dropWatches('pods')).toBe(1);
  expect(await allOf(pods)).toStrictEqual(['...']);
  expect(served.server.faults.freezeWatches()).toBe(1);
  served.store.create<'Node'>({ kind: 'Node', apiVersion: 'v1', metadata: { name: 'n' }, spec: {} });
  const asked = nodes.next().then(
    (line) => line ?? 'ended',
    () => 'broken off',
  );
  await served.get('/api/v1/nodes');
  expect(await Promise.race([asked, Promise.resolve('silent')])).toBe('silent');
  await served.server.close();
  expect(await asked).toBe('broken off');
});

test('[A3] the body of a list may break off in its middle', async () => {
  served.server.faults.add({ fault: { kind: 'Cut', afterBytes: 100 } });
  await expect(served.get(PODS)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
});

test('[B20] the items of a list may be shuffled, come twice, or be null', async () => {
  addPods(served.store, ['c', 'd']);
  const names = async () => {
    const { items } = (await served.get(PODS)).json as { items: readonly { metadata: { name: string } }[] | null };
    return items === null ? 'null' : items.map(({ metadata }) => metadata.name).join('');
  };
  const seen: string[] = [];
  for (const as of ['shuffled', 'twice', 'null'] as const) {
    const remove = served.server.faults.add({ fault: { kind: 'Items', as } });
    seen.push(await names());
    remove();
  }
  expect([...seen, await names()]).toStrictEqual(['dbac', 'aabbccdd', 'null', 'abcd']);
});

/** Where an object is poisoned, this is what becomes of the line of a watch; `?` is what no reader can make sense of. */
const LINES: Readonly<Record<(typeof POISONS)[number], RegExp>> = {
  'null metadata': /^\{"type":"ADDED","object":\{.*"metadata":null/,
  'empty object': /^\{"type":"ADDED","object":\{\}\}$/,
  'wrong types': /"name":\["a"\].*"labels":"none".*"uid":7/,
  'no resourceVersion': /^(?!.*resourceVersion).*"name":"a"/,
  'broken JSON': /[^}]$/,
  'endless line': /"endless":"xxx/,
  'unknown type': /^\{"type":"SURPRISED","object":\{.*"name":"a"/,
  'null object': /^\{"type":"ADDED","object":null\}$/,
  array: /^\{"type":"ADDED","object":\[\{/,
  'deep nesting': /"deep":\[{10000}\]{10000}\}\}$/,
};
test.for([...POISONS])('[D1] [D3] [D4] an object may be poisoned in a watch: %s', async (as) => {
  served.server.faults.add({ fault: { kind: 'Poison', name: 'a', as } });
  const watch = await served.watch(WATCH_LIST);
  const line = (await watch.next()) ?? '';
  expect(line).toMatch(LINES[as]);
  expect(line.length > 8 * 1_024 * 1_024).toBe(as === 'endless line');
  // The next one is well.
  expect(await watch.take(2)).toStrictEqual(['ADDED b 3', 'BOOKMARK 3 end']);
  watch.close();
});

test.for(['null metadata', 'empty object', 'null object', 'wrong types', 'array'] as const)(
  '[D1] an object may be poisoned in a list: %s',
  async (as) => {
    served.server.faults.add({ fault: { kind: 'Poison', name: 'a', as } });
    const { items } = (await served.get(PODS)).json as { items: readonly unknown[] };
    expect(items).toHaveLength(2);
    expect(items[0]).not.toMatchObject({ metadata: { name: 'a' } });
    expect(items[1]).toMatchObject({ metadata: { name: 'b' } });
  },
);
