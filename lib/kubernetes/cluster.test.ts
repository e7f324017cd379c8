import { describe, expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { RESOURCES } from '#lib/domain/objects.ts';
import { type LoggedRequest, type Misbehaviour, ScriptedApi } from '#lib/testing/scripted-api.ts';
import { createStepClock, type StepClock, settle } from '#lib/testing/step-clock.ts';
import { type Cluster, type ClusterOptions, openCluster } from './cluster.ts';
import { createCredentials } from './connection/credentials.ts';
import { ruleFor } from './rights.ts';

type Opened = { readonly cluster: Cluster; readonly api: ScriptedApi; readonly clock: StepClock };

async function open(
  options: Partial<ClusterOptions> & { readonly inCluster?: boolean; readonly seed?: number } = {},
  prepare: (api: ScriptedApi) => void = () => {},
): Promise<Opened> {
  const { inCluster = false, seed = 1, ...rest } = options;
  const clock = createStepClock();
  const api = new ScriptedApi(clock);
  api.put('a');
  prepare(api);
  const connection = {
    name: 'main',
    server: new URL('https://api.example'),
    insecureSkipTlsVerify: false,
    inCluster,
    credentials: createCredentials({}, clock),
  };
  const opened = await openCluster({ connection, transport: api, clock, random: seededRandom(seed), ...rest });
  if (!opened.ok) throw new Error(opened.error.kind);
  await settle();
  return { cluster: opened.value, api, clock };
}

const statesOf = ({ cluster }: Opened) => Object.values(cluster.health().resources).map(({ state }) => state);
const only =
  (route: string, wrong: Misbehaviour) =>
  (request: LoggedRequest): Misbehaviour | undefined =>
    request.route === route ? wrong : undefined;

describe('a cluster', () => {
  test('is read by eight reflectors and a probe, which tells its version', async () => {
    const opened = await open();
    const { cluster, api } = opened;
    expect(statesOf(opened)).toStrictEqual(Array(8).fill('live'));
    expect(
      api
        .requestsOf('watchList')
        .map(({ route }) => route)
        .sort(),
    ).toStrictEqual([...RESOURCES].sort());
    expect(cluster.version()).toBe('v1.36.3');
    expect(cluster.name).toBe('main');
    expect(cluster.health().asOf).toBeUndefined();
    await cluster.stop();
  });

  test('tells of every change of state, and of nothing after it was told to stop telling', async () => {
    const { cluster, api, clock } = await open();
    let told = 0;
    const stopTelling = cluster.onHealthChange(() => {
      told += 1;
    });
    await clock.pass(4_000);
    expect(told).toBe(0);
    api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
    for (const watch of api.watches) watch.reset();
    await clock.pass(2_000);
    expect(told).toBeGreaterThanOrEqual(8);
    stopTelling();
    const before = told;
    api.misbehave = () => undefined;
    await clock.pass(10_000);
    expect(told).toBe(before);
    await cluster.stop();
  });

  test('(B8) without the right to read events says so with the rule that grants it, and all else is live', async () => {
    const opened = await open({}, (api) => {
      api.misbehave = only('events', { status: 403 });
    });
    const { events, ...others } = opened.cluster.health().resources;
    expect(events).toMatchObject({
      state: 'retrying',
      cause: 'forbidden',
      note: `403 Forbidden: the rights are missing; needed is ${ruleFor('events')}`,
      synced: false,
      objects: 0,
    });
    expect(events.asOfAgeMillis).toBeUndefined();
    expect(Object.values(others).map(({ state }) => state)).toStrictEqual(Array(7).fill('live'));
    await opened.cluster.stop();
  });

  test('with namespaces reads the namespaced shapes, one reflector each, and tells of them as one', async () => {
    const opened = await open({ namespaces: ['team-a', 'team-b', 'team-a'] }, (api) => {
      api.misbehave = () => undefined;
    });
    const { cluster, api } = opened;
    expect(statesOf(opened)).toStrictEqual(Array(8).fill('live'));
    expect(api.requestsOf('watchList')).toHaveLength(3 + 5 * 2);
    expect(Object.keys(cluster.health().resources).sort()).toStrictEqual([...RESOURCES].sort());
    await cluster.stop();
  });

  test('with a namespace that may not be read tells the worst, and how old the oldest is', async () => {
    const { cluster, api, clock } = await open({ namespaces: ['team-a', 'team-b'] });
    await clock.pass(10_000);
    api.misbehave = ({ route, kind }) => (route === 'pods' && kind !== 'probe' ? { status: 403 } : undefined);
    api.watches.find((watch) => watch.isOpen() && watch.request.route === 'pods')?.close();
    await clock.pass(12_000);
    const { pods } = cluster.health().resources;
    expect(pods).toMatchObject({ state: 'retrying', cause: 'forbidden', synced: true, objects: 1 });
    expect(pods.asOfAgeMillis).toBeGreaterThan(11_000);
    await cluster.stop();
  });

  test('that is away is opened all the same, says so, and is read as soon as it is there', async () => {
    const opened = await open({}, (api) => {
      api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
    });
    const { cluster, api, clock } = opened;
    await clock.pass(60_000);
    expect(cluster.health().resources.pods).toMatchObject({
      cause: 'unreachable',
      note: 'cannot reach the API server at api.example: connection refused (ECONNREFUSED)',
      synced: false,
    });
    expect(api.requests.length).toBeLessThanOrEqual(60);
    api.misbehave = () => undefined;
    await clock.pass(5_000);
    expect(statesOf(opened)).toStrictEqual(Array(8).fill('live'));
    await cluster.stop();
  });

  test.for([1, 2, 3, 4, 5])(
    'recovers in under 5 s after an outage of 60 s, all eight of it (seed %d)',
    async (seed) => {
      const opened = await open({ seed });
      const { cluster, api, clock } = opened;
      await clock.pass(30_000);
      api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
      for (const watch of api.watches) watch.reset();
      const from = clock.monotonic();
      api.quietly(() => api.put('b'));
      await clock.pass(60_000);
      expect(api.requests.filter(({ at }) => at >= from).length).toBeLessThanOrEqual(60);
      api.misbehave = () => undefined;
      await clock.pass(4_999);
      expect(statesOf(opened)).toStrictEqual(Array(8).fill('live'));
      expect(cluster.health().resources.pods.objects).toBe(2);
      await cluster.stop();
    },
  );

  test('at rest asks for nothing but the probe and a watch per resource every 25 s', async () => {
    const { cluster, api, clock } = await open();
    const before = api.requests.length;
    await clock.pass(300_000);
    const asked = api.requests.slice(before);
    expect(asked.filter(({ kind }) => kind === 'probe').length).toBeLessThanOrEqual(60);
    expect(asked.filter(({ kind }) => kind === 'watch').length).toBeLessThanOrEqual(8 * 12);
    expect(asked.filter(({ kind }) => kind !== 'probe' && kind !== 'watch')).toStrictEqual([]);
    await cluster.stop();
  });

  test('in a cluster begins after a random 0 to 3 s; 50 replicas do not come at once', async () => {
    const starts: number[] = [];
    for (let seed = 1; seed <= 50; seed += 1) {
      const { cluster, api, clock } = await open({ inCluster: true, seed });
      await clock.pass(3_100);
      starts.push(
        ...api
          .requestsOf('watchList')
          .filter(({ route }) => route === 'pods')
          .map(({ at }) => at),
      );
      await cluster.stop();
    }
    expect(starts).toHaveLength(50);
    expect(Math.max(...starts)).toBeLessThanOrEqual(3_000);
    expect(Math.max(...starts) - Math.min(...starts)).toBeGreaterThan(2_500);
    for (const start of starts) {
      expect(starts.filter((other) => other >= start && other < start + 500).length).toBeLessThanOrEqual(20);
    }
  });

  test('pages at most two lists at a time where WatchList is not known', async () => {
    let underWay = 0;
    let most = 0;
    const { cluster, api, clock } = await open({}, (scripted) => {
      scripted.knowsWatchList = false;
      const get = scripted.get.bind(scripted);
      scripted.get = async (request) => {
        if (request.shape.query?.limit !== '500') return get(request);
        underWay += 1;
        most = Math.max(most, underWay);
        await settle();
        underWay -= 1;
        return get(request);
      };
    });
    await clock.pass(1_000);
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(most).toBe(2);
    expect(api.requestsOf('list')).toHaveLength(8);
    await cluster.stop();
  });

  test('ends at once, with every timer', async () => {
    const { cluster, api, clock } = await open();
    await clock.pass(1_000);
    await cluster.stop();
    expect(api.openWatches()).toBe(0);
    expect(clock.pending()).toStrictEqual([]);
  });

  test('refuses a selector that is none before anything is asked', async () => {
    const clock = createStepClock();
    const api = new ScriptedApi(clock);
    expect(await openCluster({ transport: api, clock, ignoreNodes: 'a in b' })).toStrictEqual({
      ok: false,
      error: { kind: 'MalformedSelector', selector: 'a in b' },
    });
    expect(api.requests).toStrictEqual([]);
  });
});
