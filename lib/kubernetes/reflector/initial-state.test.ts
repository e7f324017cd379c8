import { expect, test } from 'vitest';
import { followPods } from '#lib/testing/followed-pods.ts';
import { settle } from '#lib/testing/step-clock.ts';

test('the whole state comes as a WatchList, and the same stream goes on as the watch', async () => {
  const { api, report, uids, stop } = await followPods({ prepare: (api) => ['a', 'b'].map((uid) => api.put(uid)) });
  expect(api.requests.filter(({ kind }) => kind !== 'probe').map(({ kind, query }) => ({ kind, query }))).toStrictEqual(
    [
      {
        kind: 'watchList',
        query: {
          watch: 'true',
          sendInitialEvents: 'true',
          resourceVersionMatch: 'NotOlderThan',
          allowWatchBookmarks: 'true',
          timeoutSeconds: expect.stringMatching(/^[345]\d\d$|^600$/),
        },
      },
    ],
  );
  expect(uids()).toStrictEqual(['a', 'b']);
  api.put('c');
  api.delete('a');
  await settle();
  expect(uids()).toStrictEqual(['b', 'c']);
  expect(report()).toMatchObject({ state: 'live', synced: true, objects: 2, relists: 0, resourceVersion: '104' });
  await stop();
});

test('(B19) initial events without their end are not taken over; somebody is reminded every 10 s', async () => {
  const { api, report, uids, log, pass, stop } = await followPods({
    prepare: (api) => {
      api.put('a');
      api.endsInitialEvents = false;
    },
  });
  await pass(21_000);
  expect(uids()).toStrictEqual([]);
  expect(report()).toMatchObject({ state: 'listing', synced: false, objects: 1 });
  expect(report().resourceVersion).toBeUndefined();
  expect(log).toStrictEqual(Array(2).fill('still waiting for the end of the initial events'));
  api.lastWatch().send(api.endOfInitialEvents());
  await settle();
  expect(uids()).toStrictEqual(['a']);
  expect(report()).toMatchObject({ state: 'live', resourceVersion: '101' });
  await stop();
});

test('(B19) a server that never ends them is paged in the end', async () => {
  const { api, uids, pass, stop } = await followPods({
    prepare: (api) => {
      api.put('a');
      api.endsInitialEvents = false;
    },
  });
  await pass(60_000);
  expect(uids()).toStrictEqual(['a']);
  expect(api.requestsOf('watchList')).toHaveLength(2);
  expect(api.requestsOf('list')).toHaveLength(1);
  await stop();
});

test('what goes while the initial events still come is gone', async () => {
  const { api, uids, stop } = await followPods({
    prepare: (api) => {
      api.put('a');
      api.put('b');
      api.endsInitialEvents = false;
    },
  });
  api.delete('a');
  api.lastWatch().send(api.endOfInitialEvents());
  await settle();
  expect(uids()).toStrictEqual(['b']);
  await stop();
});

test('a server without WatchList (422) is paged at once, 500 at a time, resourceVersion unset, and remembered', async () => {
  const { api, uids, report, stop } = await followPods({
    prepare: (api) => {
      api.knowsWatchList = false;
      for (let index = 0; index < 1_200; index += 1) api.put(`p${index}`);
    },
  });
  expect(api.requestsOf('watchList')).toHaveLength(1);
  expect(api.requestsOf('list').map(({ query }) => query)).toStrictEqual([
    { limit: '500' },
    { limit: '500', continue: '500' },
    { limit: '500', continue: '1000' },
  ]);
  expect(api.requestsOf('watch').map(({ query }) => query.resourceVersion)).toStrictEqual([
    String(api.resourceVersion),
  ]);
  expect(uids()).toHaveLength(1_200);
  expect(report()).toMatchObject({ state: 'live', synced: true, objects: 1_200 });
  api.compact();
  api.put('late');
  api.compact();
  api.lastWatch().reset();
  await settle();
  await stop();
});

test('a list is as old as its question, even while no watch is to be had', async () => {
  const { report, pass, stop } = await followPods({
    prepare: (api) => {
      api.put('a');
      api.knowsWatchList = false;
      api.misbehave = ({ kind }) => (kind === 'watch' ? { status: 403 } : undefined);
    },
  });
  expect(report()).toMatchObject({ synced: true, asOfAgeMillis: 0, cause: 'forbidden' });
  await pass(7_000);
  expect(report()).toMatchObject({ synced: true, asOfAgeMillis: 7_000 });
  await stop();
});

test.for([401, 403, 429, 500])('a refusal with %d does not mean that WatchList is unknown', async (status) => {
  const { api, pass, stop } = await followPods({
    prepare: (api) => {
      api.misbehave = ({ kind }) => (kind === 'watchList' ? { status } : undefined);
    },
  });
  await pass(70_000);
  expect(api.requestsOf('list')).toStrictEqual([]);
  expect(api.requestsOf('watchList').length).toBeGreaterThan(1);
  await stop();
});

test('during a list the total is told, and nothing is shown before it is whole', async () => {
  let pages = 0;
  const { report, uids, pass, stop } = await followPods({
    prepare: (api) => {
      api.knowsWatchList = false;
      for (let index = 0; index < 900; index += 1) api.put(`p${index}`);
      api.misbehave = ({ kind }) => {
        if (kind === 'list') pages += 1;
        return pages === 2 ? 'hang' : undefined;
      };
    },
  });
  await pass(100);
  expect(report()).toMatchObject({ state: 'listing', synced: false, objects: 500, expected: 900 });
  expect(uids()).toStrictEqual([]);
  await stop();
});

test('(B4) 410 on a continue token starts the list anew, once; then it backs off, and no half list is shown', async () => {
  const { api, uids, pass, stop } = await followPods({
    prepare: (api) => {
      api.knowsWatchList = false;
      for (let index = 0; index < 600; index += 1) api.put(`p${index}`);
      api.misbehave = ({ query }) => (query.continue === undefined ? undefined : { status: 410 });
    },
  });
  await pass(700);
  expect(api.requestsOf('list').map(({ query }) => query.continue ?? 'first')).toStrictEqual([
    'first',
    '500',
    'first',
    '500',
  ]);
  expect(uids()).toStrictEqual([]);
  api.misbehave = () => undefined;
  await pass(2_000);
  expect(uids()).toHaveLength(600);
  await stop();
});

test('(B10) 404 on events.k8s.io goes over to the events of core/v1', async () => {
  const { api, stop } = await followPods({
    resource: 'events',
    routes: ['events', 'core-events'],
    prepare: (api) => {
      api.misbehave = ({ route }) => (route === 'events' ? { status: 404 } : undefined);
    },
  });
  expect(api.requestsOf('watchList').map(({ route }) => route)).toStrictEqual(['events', 'core-events']);
  await stop();
});

test('(B20) a list whose items are null, or appear twice in any order, is read as what it says', async () => {
  const item = (uid: string, resourceVersion: string) => ({
    metadata: { name: uid, namespace: 'default', uid, resourceVersion },
  });
  const frame = { kind: 'PodList', metadata: { resourceVersion: '200' } };
  const texts = [
    { ...frame, items: null },
    { ...frame, items: [item('b', '9'), item('a', '8'), item('b', '9')] },
  ];
  for (const [index, expected] of [
    [0, []],
    [1, ['a', 'b']],
  ] as const) {
    const { uids, report, stop } = await followPods({
      prepare: (api) => {
        api.knowsWatchList = false;
        api.misbehave = ({ kind }) => (kind === 'list' ? { text: JSON.stringify(texts[index]) } : undefined);
      },
    });
    expect(uids()).toStrictEqual(expected);
    expect(report()).toMatchObject({ synced: true, resourceVersion: '200' });
    await stop();
  }
});

test.for(['', 'x', '{"items":[{"a":', '{"kind":"PodList","items":[]}', '<html>'])(
  'what is no list (%j) is an error and is tried again',
  async (text) => {
    const { api, report, pass, stop } = await followPods({
      prepare: (api) => {
        api.knowsWatchList = false;
        api.misbehave = ({ kind }) => (kind === 'list' ? { text } : undefined);
      },
    });
    expect(report()).toMatchObject({ state: 'retrying', cause: 'server', synced: false, errors: { 'no list': 1 } });
    api.misbehave = () => undefined;
    await pass(2_000);
    expect(report()).toMatchObject({ state: 'live', synced: true });
    await stop();
  },
);
