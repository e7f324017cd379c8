import { describe, expect, test } from 'vitest';
import { followPods } from '#lib/testing/followed-pods.ts';
import type { LoggedRequest, Misbehaviour, ScriptedApi } from '#lib/testing/scripted-api.ts';
import { settle } from '#lib/testing/step-clock.ts';

const prepare = (api: ScriptedApi) => {
  api.put('a');
  api.put('b');
};
const unlessProbe =
  (wrong: Misbehaviour) =>
  ({ kind }: LoggedRequest) =>
    kind === 'probe' ? undefined : wrong;

/** How far apart requests are, in milliseconds. */
function gaps(requests: readonly LoggedRequest[], from = 0): readonly number[] {
  const times = requests.map(({ at }) => at).filter((at) => at >= from);
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
}

describe('the transport', () => {
  test('(A1) connection refused for 60 s: no list while it lasts, the same place afterwards, converged in under 5 s', async () => {
    const { api, report, pass, converged, clock, stop } = await followPods({ prepare });
    await pass(30_000);
    const refusedAt = clock.monotonic();
    api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
    api.lastWatch().reset();
    api.quietly(() => {
      api.put('c');
      api.delete('a');
    });
    await pass(40_000);
    expect(report()).toMatchObject({
      state: 'retrying',
      cause: 'unreachable',
      note: expect.stringContaining('connection refused'),
    });
    expect(report().asOfAgeMillis).toBeGreaterThan(39_000);
    await pass(20_000);
    const down = api.requests.filter(({ at }) => at >= refusedAt);
    // One item tells where the server is; that is no list of the state.
    expect(down.filter(({ kind }) => !['probe', 'watch', 'one'].includes(kind))).toStrictEqual([]);
    expect(down.length).toBeLessThanOrEqual(60);
    api.misbehave = () => undefined;
    await pass(4_000);
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 0 });
    expect(report().cause).toBeUndefined();
    expect(api.requestsOf('watchList', 'list')).toHaveLength(1);
    expect(api.requestsOf('watch').at(-1)?.query.resourceVersion).toBe('102');
    await stop();
  });

  test('a trouble is in the log once, however long it lasts, and so is its end', async () => {
    const { api, log, pass, stop } = await followPods({ prepare });
    await pass(30_000);
    api.misbehave = unlessProbe({ status: 503 });
    api.lastWatch().reset();
    await pass(60_000);
    api.misbehave = unlessProbe({ status: 403 });
    await pass(120_000);
    api.misbehave = () => undefined;
    await pass(60_000);
    expect(log).toStrictEqual([
      expect.stringMatching(/^not followed: .*connection reset/),
      expect.stringMatching(/^not followed: .*503 Service Unavailable/),
      expect.stringMatching(/^not followed: .*403 Forbidden/),
      'followed again',
    ]);
    await stop();
  });

  test('(A2) RST in the middle of a stream: a new watch at the same place in under 1 s, nothing lost', async () => {
    const { api, report, pass, converged, stop } = await followPods({ prepare });
    await pass(5_000);
    api.quietly(() => api.put('c'));
    api.lastWatch().reset();
    await pass(999);
    expect(api.requests.filter(({ kind }) => kind !== 'probe').map(({ kind }) => kind)).toStrictEqual([
      'watchList',
      // Whoever answers now may have come back from an older state.
      'one',
      'watch',
    ]);
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 0, errors: { ECONNRESET: 1 } });
    await stop();
  });

  test('(A5) a frozen server is found within 30 s, and what it says after waking counts once', async () => {
    const { api, store, report, pass, converged, stop } = await followPods({ prepare });
    await pass(5_000);
    api.misbehave = () => 'hang';
    await pass(10_500);
    expect(report()).toMatchObject({ state: 'suspect', cause: 'unreachable' });
    await pass(19_500);
    expect(report().state).not.toBe('live');
    await pass(10_000);
    expect(report().asOfAgeMillis).toBeGreaterThan(39_000);
    expect(api.openWatches()).toBe(0);
    let touched = 0;
    store.drain();
    store.onDirty(() => {
      touched += 1;
    });
    api.misbehave = () => undefined;
    await pass(15_000);
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 0 });
    expect(touched).toBe(0);
    await stop();
  });

  test('a half-open link is found within 30 s though the probe is answered', async () => {
    const { api, report, pass, stop } = await followPods({ prepare });
    api.misbehave = ({ kind }) => (kind === 'watch' ? 'hang' : undefined);
    await pass(27_000);
    expect(report().state).toBe('live');
    await pass(2_000);
    expect(report()).toMatchObject({
      state: 'suspect',
      cause: 'unreachable',
      note: 'nothing was heard on the watch for 28 s',
    });
    await stop();
  });

  test('(A6) a line that comes byte by byte is put together, and its bytes alone are no proof of life', async () => {
    const { api, uids, report, pass, stop } = await followPods({ prepare });
    api.misbehave = ({ kind }) => (kind === 'probe' ? 'hang' : undefined);
    await pass(6_000);
    const line = `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'slow', namespace: 'default', uid: 'slow', resourceVersion: '300' } } })}\n`;
    const watch = api.lastWatch();
    for (const byte of Buffer.from(line.slice(0, -1))) {
      watch.sendBytes(Uint8Array.of(byte));
      await pass(100);
    }
    expect(report().asOfAgeMillis).toBeGreaterThan(10_000);
    watch.sendText('\n');
    await settle();
    expect(uids()).toStrictEqual(['a', 'b', 'slow']);
    expect(report().asOfAgeMillis).toBeLessThan(1_000);
    expect(api.openWatches()).toBe(1);
    await stop();
  });

  test('(A11) 1 s up, 1 s down, 60 times: at most one request a second, and converged at the end', async () => {
    const { api, report, pass, converged, clock, stop } = await followPods({ prepare });
    await pass(20_000);
    const from = clock.monotonic();
    for (let round = 0; round < 60; round += 1) {
      api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
      for (const watch of api.watches) watch.reset();
      api.quietly(() => api.put(`p${round}`));
      await pass(1_000);
      api.misbehave = () => undefined;
      await pass(1_000);
    }
    expect(api.requests.filter(({ at }) => at >= from).length).toBeLessThanOrEqual(130);
    await pass(5_000);
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 0 });
    await stop();
  });

  test('never more than one watch is open at a time (A14)', async () => {
    const { api, pass, stop } = await followPods({ prepare });
    for (let round = 0; round < 200; round += 1) {
      if (api.openWatches() > 0) api.lastWatch().reset();
      expect(api.openWatches()).toBeLessThanOrEqual(1);
      await pass(1_000);
    }
    await stop();
  });
});

describe('the answers of the API server', () => {
  test('(B1) 410 at the start of a watch: one list, after at most half a second', async () => {
    const { api, report, pass, converged, stop } = await followPods({ prepare });
    await pass(10_000);
    api.quietly(() => api.put('c'));
    api.misbehave = ({ kind }) => (kind === 'watch' ? { status: 410 } : undefined);
    api.lastWatch().close();
    await pass(1_100);
    expect(api.requestsOf('watchList')).toHaveLength(2);
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 1 });
    await stop();
  });

  test('(B2) ERROR 410 within a stream: the same, and what was read stays until the new state is whole', async () => {
    const { api, report, uids, pass, converged, stop } = await followPods({ prepare });
    await pass(10_000);
    api.quietly(() => api.delete('a'));
    api.compact();
    api.endsInitialEvents = false;
    api.lastWatch().close();
    await pass(1_100);
    expect(uids()).toStrictEqual(['a', 'b']);
    expect(report()).toMatchObject({ state: 'relisting', cause: 'gone', synced: true });
    api.lastWatch().send(api.endOfInitialEvents());
    await settle();
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 1 });
    await stop();
  });

  test('410 again and again: at most one list in 2 s', async () => {
    const { api, pass, stop } = await followPods({ prepare });
    api.misbehave = ({ kind }) => (kind === 'watch' ? { status: 410 } : undefined);
    for (let round = 0; round < 20; round += 1) {
      if (api.openWatches() > 0) api.lastWatch().close();
      await pass(1_000);
    }
    for (const gap of gaps(api.requestsOf('watchList'))) expect(gap).toBeGreaterThanOrEqual(2_000);
    expect(api.requestsOf('watchList').length).toBeGreaterThan(3);
    await stop();
  });

  test('(B3) "too large resource version" lists with resourceVersion unset', async () => {
    const { api, report, pass, stop } = await followPods({ prepare });
    await pass(10_000);
    api.misbehave = ({ kind }) => (kind === 'watch' ? { status: 504, ahead: true } : undefined);
    api.lastWatch().close();
    await pass(1_100);
    const last = api.requestsOf('watchList').at(-1);
    expect(api.requestsOf('watchList')).toHaveLength(2);
    expect(last?.query.resourceVersion).toBeUndefined();
    expect(report()).toMatchObject({ state: 'live', relists: 1 });
    await stop();
  });

  test('(B5) 429 with Retry-After 7: silence for 7 s, the probe included, then the same place within 9 s', async () => {
    const { api, report, pass, clock, stop } = await followPods({ prepare });
    await pass(11_000);
    api.misbehave = unlessProbe({ status: 429, retryAfterMillis: 7_000 });
    api.lastWatch().close();
    await pass(600);
    const refused = api.requestsOf('watch').at(-1)?.at ?? 0;
    expect(report()).toMatchObject({ state: 'retrying', cause: 'throttled' });
    api.misbehave = () => undefined;
    await pass(refused + 6_999 - clock.monotonic());
    expect(api.requests.filter(({ at }) => at > refused)).toStrictEqual([]);
    await pass(2_001);
    expect(api.requestsOf('watch').at(-1)?.query.resourceVersion).toBe('102');
    expect(api.requestsOf('watchList', 'list', 'one')).toHaveLength(1);
    expect(report()).toMatchObject({ state: 'live', relists: 0 });
    await stop();
  });

  test.for([
    ['absent', undefined, 1_000, 3_000],
    ['negative', -1_000, 1_000, 3_000],
    ['10^9 s', 1e12, 60_000, 61_000],
  ] as const)(
    '(B6) 429 with a Retry-After that is %s waits between 1 and 60 s',
    async ([, retryAfterMillis, least, most]) => {
      const { api, pass, stop } = await followPods({ prepare });
      await pass(11_000);
      api.misbehave = unlessProbe({ status: 429, ...(retryAfterMillis === undefined ? {} : { retryAfterMillis }) });
      api.lastWatch().close();
      await pass(600);
      const refused = api.requestsOf('watch').at(-1)?.at ?? 0;
      await pass(65_000);
      const [wait = 0] = gaps(api.requestsOf('watch'), refused);
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThanOrEqual(most);
      await stop();
    },
  );

  test.for([500, 502, 503, 504])(
    '(B7) %d backs off with growing waits, and the watch goes on at the same place',
    async (status) => {
      const { api, report, pass, clock, stop } = await followPods({ prepare });
      await pass(11_000);
      const from = clock.monotonic();
      api.misbehave = unlessProbe({ status });
      api.lastWatch().close();
      await pass(60_000);
      expect(report()).toMatchObject({
        state: 'retrying',
        cause: 'server',
        note: expect.stringContaining(String(status)),
      });
      const tries = api.requests.filter(({ kind, at }) => kind !== 'probe' && at >= from);
      expect(tries.length).toBeGreaterThan(3);
      expect(tries.length).toBeLessThan(10);
      expect(api.requestsOf('watchList', 'list')).toHaveLength(1);
      api.misbehave = () => undefined;
      await pass(61_000);
      expect(report()).toMatchObject({ state: 'live', relists: 0 });
      await stop();
    },
  );

  test('(B8) (B9) 403 is tried again soon and then every 30 to 60 s, says why, and lets the age rise', async () => {
    const { api, report, pass, clock, stop } = await followPods({ prepare });
    await pass(11_000);
    const from = clock.monotonic();
    api.misbehave = unlessProbe({ status: 403 });
    api.lastWatch().close();
    await pass(300_000);
    expect(report()).toMatchObject({
      state: 'retrying',
      cause: 'forbidden',
      note: expect.stringContaining('403 Forbidden'),
    });
    expect(report().asOfAgeMillis).toBeGreaterThan(290_000);
    const all = gaps(api.requestsOf('watch'), from);
    // A server that has just started refuses everybody for a moment: its first refusals are not taken for the last word.
    expect(all[0]).toBeLessThan(2_000);
    expect(all.length).toBeLessThan(14);
    for (const gap of all.slice(6)) expect(gap >= 30_000 && gap <= 61_000).toBe(true);
    api.misbehave = () => undefined;
    await pass(61_000);
    expect(report()).toMatchObject({ state: 'live', relists: 0 });
    await stop();
  });

  test('(C3) 401 for ever: the credentials are named within 15 s', async () => {
    const { api, report, pass, stop } = await followPods({ prepare });
    await pass(11_000);
    api.misbehave = () => ({ status: 401 });
    api.lastWatch().close();
    await pass(15_000);
    expect(report()).toMatchObject({ cause: 'credentials', note: expect.stringContaining('401') });
    await stop();
  });

  test('(B15) (B16) what changed in a gap arrives as one change: gone, replaced, new', async () => {
    const { api, store, uids, pass, converged, stop } = await followPods({
      prepare: (api) => {
        for (let index = 0; index < 300; index += 1) api.put(`p${index}`, { spec: { nodeName: `n${index}` } });
      },
    });
    await pass(10_000);
    api.quietly(() => {
      for (let index = 0; index < 200; index += 1) api.delete(`p${index}`);
      api.put('anew', { spec: { nodeName: 'n0' } });
    });
    api.compact();
    store.drain();
    let announced = 0;
    store.onDirty(() => {
      announced += 1;
    });
    api.lastWatch().close();
    await pass(2_000);
    expect(converged()).toBe(true);
    expect(uids()).toHaveLength(101);
    expect(announced).toBe(1);
    expect(store.drain().rooms.size).toBe(200);
    await stop();
  });

  test('(B18) a watch that closes at once without an event is a failure and backs off', async () => {
    const { api, report, pass, clock, stop } = await followPods({ prepare });
    await pass(10_000);
    api.misbehave = ({ kind }) => (kind === 'watch' ? 'close' : undefined);
    const from = clock.monotonic();
    api.lastWatch().close();
    await pass(60_000);
    const watches = api.requestsOf('watch').filter(({ at }) => at >= from);
    expect(watches.length).toBeLessThan(10);
    expect(report().errors['short watch']).toBe(watches.length);
    await stop();
  });

  test('ERROR 500 in a stream backs off at the same place; three in a row relist', async () => {
    const { api, report, pass, stop } = await followPods({ prepare });
    const error = { type: 'ERROR', object: { kind: 'Status', code: 500, reason: 'InternalError' } };
    for (const lists of [1, 1, 2]) {
      api.lastWatch().send(error);
      await pass(15_000);
      expect(api.requestsOf('watchList')).toHaveLength(lists);
    }
    expect(report()).toMatchObject({ state: 'live', relists: 1, errors: { 'error event 500': 3 } });
    await stop();
  });

  test('(H12) a cluster that was replaced while nobody answered is read anew, though its versions are lower', async () => {
    const { api, report, uids, pass, converged, stop } = await followPods({ prepare });
    await pass(10_000);
    api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
    api.lastWatch().reset();
    await pass(20_000);
    api.replaceCluster(10);
    api.put('other');
    api.misbehave = () => undefined;
    await pass(5_000);
    expect(uids()).toStrictEqual(['other']);
    expect(converged()).toBe(true);
    expect(report()).toMatchObject({ state: 'live', relists: 1, resourceVersion: '11' });
    await stop();
  });

  test('(H12) a cluster that was replaced behind a watch that stays silent is found after 10 min', async () => {
    const { api, uids, pass, stop } = await followPods({ prepare });
    await pass(10_000);
    api.replaceCluster(10);
    api.quietly(() => api.put('other'));
    await pass(660_000);
    expect(uids()).toStrictEqual(['other']);
    await stop();
  });
});

describe('stopping', () => {
  test.for(['hang', 'silence', { unreachable: 'ECONNREFUSED' }, { status: 403 }] as const)(
    'ends at once while %j',
    async (wrong) => {
      const { api, pass, clock, stop } = await followPods({ prepare });
      api.misbehave = () => wrong;
      api.lastWatch().reset();
      await pass(3_000);
      await stop();
      expect(api.openWatches()).toBe(0);
      expect(clock.pending()).toStrictEqual([]);
    },
  );
});
