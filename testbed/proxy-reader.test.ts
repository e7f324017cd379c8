import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { seededRandom } from '#lib/base/random.ts';
import { type Cluster, openCluster } from '#lib/kubernetes/cluster.ts';
import { createCredentials } from '#lib/kubernetes/connection/credentials.ts';
import { type ApiServer, startApiServer } from '#lib/simulator/api/api-server.ts';
import { createObjectStore, type ObjectStore } from '#lib/simulator/object-store.ts';
import { until } from './client.ts';
import { type FaultProxy, startFaultProxy } from './proxy.ts';
import { drip } from './proxy-fault.ts';
import { startFlapping } from './proxy-flap.ts';

/** The product's own reader behind a wire that fails, and a simulated API server at its other end. */

// Real sockets in real time.
vi.setConfig({ testTimeout: 40_000 });

const TOKEN = 'reader-token';

let store: ObjectStore;
let server: ApiServer;
let proxy: FaultProxy;
let cluster: Cluster;
beforeEach(async () => {
  const random = seededRandom(1);
  store = createObjectStore({ now: Date.now, random });
  for (const name of ['one', 'two']) addNode(name);
  server = await startApiServer({ store, users: [{ name: 'reader', token: TOKEN, rules: 'all' }], random });
  proxy = await startFaultProxy({ port: server.port });
});
afterEach(async () => {
  await cluster?.stop();
  await proxy.close();
  await server.close();
});

async function open(): Promise<void> {
  const opened = await openCluster({
    connection: {
      name: 'simulated',
      server: new URL(`http://127.0.0.1:${proxy.port}`),
      insecureSkipTlsVerify: false,
      inCluster: false,
      credentials: createCredentials({ token: { kind: 'Data', text: TOKEN } }, systemClock),
    },
    // Nobody waits: many replicas would spread their first lists over seconds.
    random: () => 0,
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  cluster = opened.value;
}

function addNode(name: string): void {
  store.create<'Node'>({ kind: 'Node', apiVersion: 'v1', metadata: { name }, spec: {}, status: {} });
}

const converged = () =>
  until('the reader to hold what the server holds', async () => {
    const held = [...cluster.store.nodeNames()].sort();
    return (
      held.join() ===
      store
        .list('Node')
        .map(({ metadata }) => metadata.name)
        .join()
    );
  });
const allLive = () =>
  until('every resource to be live', async () =>
    Object.values(cluster.health().resources).every(({ state }) => state === 'live'),
  );
const relists = () => Object.values(cluster.health().resources).reduce((sum, each) => sum + each.relists, 0);
/** What was asked for the resources' sake; the probe asks for the version. */
const followed = () => server.requests().filter(({ resource }) => resource !== undefined);
const watches = () => server.requests().filter(({ verb }) => verb === 'watch');
const RESOURCES = 8;

test('(A6) a wire that drips byte by byte: the line is put together, and nobody asks again', async () => {
  await open();
  await allLive();
  proxy.setWire(drip(1, 1));
  addNode('three');
  await converged();
  expect([watches().length, relists()]).toStrictEqual([RESOURCES, 0]);
});

test('(A6) a first picture that comes in drops is whole', async () => {
  proxy.setWire(drip(40, 4));
  for (let index = 0; index < 30; index += 1) addNode(`node-${index}`);
  await open();
  await converged();
  await allLive();
  expect([watches().length, relists()]).toStrictEqual([RESOURCES, 0]);
});

test('(A7) a wire that is late each way: the change arrives, by one watch for each resource', async () => {
  proxy.setWire({ delayMillis: { toServer: 400, toClient: [300, 700] } });
  await open();
  await allLive();
  addNode('three');
  store.remove('Node', 'one');
  const from = performance.now();
  await converged();
  expect(performance.now() - from).toBeGreaterThan(290);
  expect([watches().length, relists()]).toStrictEqual([RESOURCES, 0]);
});

test('(A11) a wire that is 1 s up, 1 s down: one request a second, and converged at its end, without a list', async () => {
  await open();
  await allLive();
  const before = followed().length;
  const stop = startFlapping(proxy, { flap: { upMillis: 1_000, downMillis: 1_000 }, random: seededRandom(3) });
  for (let second = 0; second < 8; second += 1) {
    addNode(`node-${second}`);
    await wait(1_000);
  }
  // A watch is asked for together with the question for one item that comes before it.
  expect(followed().length - before).toBeLessThanOrEqual(2 * 9);
  await stop();
  const from = performance.now();
  await converged();
  await allLive();
  // In trouble the resources take turns, one a second.
  expect(performance.now() - from).toBeLessThan((RESOURCES + 2) * 1_000);
  expect(relists()).toBe(0);
});

test('(A2) (A3) connections that are reset in the middle of a line, each after other bytes: converged afterwards', async () => {
  proxy.setFate({ resetAfter: { bytes: [300, 4_000] } });
  await open();
  for (let round = 0; round < 12; round += 1) {
    addNode(`node-${round}`);
    await wait(100);
  }
  proxy.setFate({});
  await converged();
  await allLive();
  expect(watches().length).toBeGreaterThan(RESOURCES);
});
