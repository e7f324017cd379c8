import { describe, expect, test } from 'vitest';
import { followPods } from '#lib/testing/followed-pods.ts';
import { settle } from '#lib/testing/step-clock.ts';

const withPods = (...uids: readonly string[]) => ({
  prepare: (api: { put: (uid: string) => void }) => {
    for (const uid of uids) api.put(uid);
  },
});
const object = (uid: string, resourceVersion?: string) => ({
  metadata: { name: uid, namespace: 'default', uid, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
});

describe('events', () => {
  test('(B12) MODIFIED before ADDED adds; (B13) DELETED of something unknown does nothing', async () => {
    const { api, uids, stop } = await followPods(withPods('a'));
    api.lastWatch().send({ type: 'MODIFIED', object: object('new', '200') });
    api.lastWatch().send({ type: 'DELETED', object: object('nobody', '201') });
    await settle();
    expect(uids()).toStrictEqual(['a', 'new']);
    await stop();
  });

  test('(B14) an event older than what was read is ignored and counted', async () => {
    const { api, store, report, stop } = await followPods(withPods('a'));
    api.lastWatch().send({ type: 'MODIFIED', object: { ...object('a', '200'), status: { phase: 'Running' } } });
    api.lastWatch().send({ type: 'MODIFIED', object: { ...object('a', '150'), status: { phase: 'Pending' } } });
    api.lastWatch().send({ type: 'DELETED', object: object('a', '151') });
    await settle();
    expect(report()).toMatchObject({ resourceVersion: '200', errors: { 'older event': 2 }, objects: 1 });
    expect([...store.uids('pods')]).toStrictEqual(['a']);
    await stop();
  });

  test('(B14) versions are compared as numbers of any length; what is no number counts as it comes', async () => {
    const { api, report, stop } = await followPods(withPods('a'));
    api.lastWatch().send({ type: 'MODIFIED', object: object('a', '99999999999999999998') });
    api.lastWatch().send({ type: 'MODIFIED', object: object('a', '100000000000000000000') });
    await settle();
    expect(report().resourceVersion).toBe('100000000000000000000');
    api.lastWatch().send({ type: 'MODIFIED', object: object('a', 'opaque') });
    api.lastWatch().send({ type: 'MODIFIED', object: object('a', 'other') });
    await settle();
    expect(report().resourceVersion).toBe('other');
    await stop();
  });

  test('an event without resourceVersion is taken and leaves the place where it is', async () => {
    const { api, uids, report, stop } = await followPods(withPods('a'));
    api.lastWatch().send({ type: 'ADDED', object: object('b') });
    await settle();
    expect(uids()).toStrictEqual(['a', 'b']);
    expect(report().resourceVersion).toBe('101');
    await stop();
  });

  test.for([
    { type: 'ADDED', object: {} },
    { type: 'ADDED', object: null },
    { type: 'ADDED' },
    { type: 'RENAMED', object: object('x', '300') },
    null,
    [],
    'x',
    7,
    {},
    { type: 'ADDED', object: { metadata: { uid: 'x' } } },
  ])('(D1) %j is skipped and counted, and the next is read', async (message) => {
    const { api, uids, report, stop } = await followPods(withPods('a'));
    api.lastWatch().send(message);
    api.put('b');
    await settle();
    expect(uids()).toStrictEqual(['a', 'b']);
    expect(report()).toMatchObject({ state: 'live', resourceVersion: '102', errors: { 'skipped object': 1 } });
    await stop();
  });

  test('a projection or a listener that throws is counted and ends nothing', async () => {
    let throwing = false;
    const { projectPod } = await import('../project/pod.ts');
    const { api, store, uids, report, stop } = await followPods({
      project: (raw) => {
        if (throwing) throw new RangeError('too deep');
        return projectPod(raw);
      },
    });
    throwing = true;
    api.put('a');
    await settle();
    throwing = false;
    store.onDirty(() => {
      throw new Error('listener');
    });
    api.put('b', { spec: { nodeName: 'node-a' } });
    await settle();
    api.put('c');
    await settle();
    expect(uids()).toStrictEqual(['b', 'c']);
    expect(report().errors).toStrictEqual({ 'skipped object': 1, 'failed handler': 1 });
    await stop();
  });
});

describe('lines', () => {
  test('(A13) a character split between chunks, CRLF and empty lines make no difference', async () => {
    const { api, store, stop } = await followPods(withPods());
    const bytes = Buffer.from(
      `\r\n${JSON.stringify({ type: 'ADDED', object: { ...object('é', '200'), note: '\u2028' } })}\r\n`,
    );
    for (const byte of bytes) api.lastWatch().sendBytes(Uint8Array.of(byte));
    await settle();
    expect([...store.uids('pods')]).toStrictEqual(['é']);
    await stop();
  });

  test('(A3) half a line at the end is dropped, and the watch goes on from the last whole one', async () => {
    const { api, uids, report, pass, converged, stop } = await followPods(withPods('a'));
    api.put('b');
    await settle();
    api.quietly(() => api.put('c'));
    api.lastWatch().sendText('{"type":"ADDED","object":{"metadata":{"uid":"c","resour');
    api.lastWatch().close();
    await pass(2_000);
    expect(api.requestsOf('watch').map(({ query }) => query.resourceVersion)).toStrictEqual(['102']);
    expect(uids()).toStrictEqual(['a', 'b', 'c']);
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 0 });
    await stop();
  });

  test('a broken line is a gap: the watch begins anew at the last good place; three in a row relist', async () => {
    const { api, report, pass, stop } = await followPods(withPods('a'));
    for (const [round, watches, lists] of [
      [1, 1, 1],
      [2, 2, 1],
      [3, 2, 2],
    ] as const) {
      api.lastWatch().sendText('{"type":"ADDED","object":\n');
      await pass(8_000);
      expect([round, api.requestsOf('watch').length, api.requestsOf('watchList').length]).toStrictEqual([
        round,
        watches,
        lists,
      ]);
    }
    expect(api.requestsOf('watch').map(({ query }) => query.resourceVersion)).toStrictEqual(['101', '101']);
    expect(report()).toMatchObject({ state: 'live', relists: 1, errors: { 'broken line': 3 } });
    await stop();
  });

  test('broken lines with good ones between them never relist', async () => {
    const { api, report, pass, stop } = await followPods(withPods('a'));
    for (let round = 0; round < 5; round += 1) {
      api.lastWatch().sendText('nonsense\n');
      await pass(30_000);
      api.put(`p${round}`);
      await settle();
      api.lastWatch().close();
      await pass(30_000);
    }
    expect(report()).toMatchObject({ relists: 0, errors: { 'broken line': 5 } });
    await stop();
  });

  test('(D3) a line past 8 MiB drops the connection and relists', async () => {
    const { api, report, uids, pass, stop } = await followPods(withPods('a'));
    const chunk = new Uint8Array(1024 * 1024).fill(0x61);
    const watch = api.lastWatch();
    for (let count = 0; count < 9; count += 1) watch.sendBytes(chunk);
    await settle();
    expect(watch.isOpen()).toBe(false);
    await pass(3_000);
    expect(report()).toMatchObject({ state: 'live', relists: 1, errors: { 'line too long': 1 } });
    expect(uids()).toStrictEqual(['a']);
    await stop();
  });
});

describe('a quiet watch', () => {
  test('ends after 25 s without a byte, and the next asks for 25 s, until an object event', async () => {
    const { api, pass, stop } = await followPods(withPods('a'));
    await pass(24_900);
    expect(api.requestsOf('watch')).toHaveLength(0);
    await pass(200);
    const [second] = api.requestsOf('watch');
    expect(second?.query).toMatchObject({ resourceVersion: '101', timeoutSeconds: '25' });
    expect(api.openWatches()).toBe(1);
    await pass(23_000);
    api.bookmark();
    await pass(2_000);
    api.lastWatch().close();
    await pass(600);
    expect(api.requestsOf('watch').at(-1)?.query.timeoutSeconds).toBe('25');
    api.put('b');
    await pass(100);
    api.lastWatch().close();
    await pass(2_000);
    expect(Number(api.requestsOf('watch').at(-1)?.query.timeoutSeconds)).toBeGreaterThanOrEqual(300);
    await stop();
  });

  test('(B17) bookmarks alone for 10 min: LIVE, the place moves on, no relist after compaction', async () => {
    const { api, report, pass, stop } = await followPods(withPods('a'));
    const states = new Set<string>();
    for (let round = 0; round < 26; round += 1) {
      await pass(23_000);
      api.quietly(() => {
        api.put('other');
        api.delete('other');
      });
      api.bookmark();
      await pass(2_000);
      states.add(report().state);
      expect(report().asOfAgeMillis).toBeLessThan(10_000);
      api.lastWatch().close();
      await pass(500);
    }
    api.compact();
    api.lastWatch().close();
    await pass(2_000);
    expect([...states]).toStrictEqual(['live']);
    expect(report()).toMatchObject({ state: 'live', relists: 0, resourceVersion: String(api.resourceVersion) });
    expect(api.requestsOf('list', 'watchList')).toHaveLength(1);
    await stop();
  });

  test('asks for at most three watches a minute', async () => {
    const { api, pass, stop } = await followPods(withPods('a'));
    await pass(600_000);
    expect(api.requestsOf('watch').length).toBeLessThanOrEqual(30);
    await stop();
  });
});
