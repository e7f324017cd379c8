import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { nodeName, uid as uidOf } from '#lib/domain/keys.ts';
import type { Resource } from '#lib/domain/objects.ts';
import { type Cluster, openCluster } from '#lib/kubernetes/cluster.ts';
import { createCredentials } from '#lib/kubernetes/connection/credentials.ts';
import { projectResource } from '#lib/kubernetes/project/object.ts';
import { READER } from '#lib/testing/served-store.ts';
import { KINDS } from '../kinds.ts';
import { createObjectStore, type ObjectStore } from '../object-store.ts';
import type { Kind } from '../objects.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

/** The product's own reader follows the simulator's store over real sockets in real time, and ends with the same. */
vi.setConfig({ testTimeout: 60_000 });

let store: ObjectStore;
let server: ApiServer;
let cluster: Cluster;
let random: Random;

beforeEach(async () => {
  random = seededRandom(7);
  store = createObjectStore({ now: Date.now, random });
  for (const name of ['default', 'kube-system'])
    store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {} });
  for (let each = 0; each < 5; each += 1) addNode(`node-${each}`);
  server = await startApiServer({ store, users: [READER], random: seededRandom(8) });
});
afterEach(async () => {
  await cluster?.stop();
  await server.close();
});

async function follow(): Promise<void> {
  const opened = await openCluster({
    connection: {
      name: 'simulated',
      server: new URL(server.url),
      insecureSkipTlsVerify: false,
      inCluster: false,
      credentials: createCredentials({ token: { kind: 'Data', text: READER.token } }, systemClock),
    },
    random: seededRandom(9),
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  cluster = opened.value;
}

function addNode(name: string): void {
  store.create<'Node'>({ kind: 'Node', apiVersion: 'v1', metadata: { name }, spec: {} });
}

function addDaemonSet(name: string): void {
  store.create<'DaemonSet'>({
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    metadata: { name, namespace: 'default' },
    spec: {
      selector: { matchLabels: { name } },
      template: { metadata: { labels: { name } }, spec: { containers: [{ name: 'main', image: 'agent:1' }] } },
      updateStrategy: { type: 'RollingUpdate' },
    },
  });
}

function addPod(name: string, owner: string, node: string): void {
  const uid = store.get('DaemonSet', owner, 'default')?.metadata.uid ?? 'gone';
  store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace: 'default',
      labels: { name: owner, 'controller-revision-hash': 'abc' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: owner, uid, controller: true }],
    },
    spec: { nodeName: node, containers: [{ name: 'main', image: 'agent:1' }] },
  });
}

function addEvent(name: string, podName: string): void {
  const { metadata } = store.get('Pod', podName, 'default') ?? {};
  if (metadata === undefined) return;
  store.create<'Event'>({
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name, namespace: 'default' },
    involvedObject: { kind: 'Pod', name: podName, namespace: 'default', uid: metadata.uid },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    source: { component: 'kubelet', host: 'node-0' },
    firstTimestamp: '2026-11-24T08:00:00Z',
    lastTimestamp: '2026-11-24T08:01:00Z',
    count: 2,
    eventTime: null,
    reportingComponent: 'kubelet',
    reportingInstance: 'node-0',
  });
}

/** The records that the reader should have of a kind, and those that it has of the same objects. */
function compared(kind: Kind, resource: Resource, held: (object: { uid: string; name: string }) => unknown) {
  const objects = store.list(kind);
  return {
    stored: objects.map((object) => projectResource(resource, JSON.parse(JSON.stringify(object)))),
    held: objects.map(({ metadata }) => held(metadata)),
  };
}

function picture() {
  const { store: reader } = cluster;
  const kinds = [
    compared('Node', 'nodes', ({ name }) => reader.node(nodeName(name))),
    compared('DaemonSet', 'daemonsets', ({ uid }) => reader.daemonSet(uidOf(uid))),
    compared('Pod', 'pods', ({ uid }) => reader.pod(uidOf(uid))),
    compared('Namespace', 'namespaces', ({ name }) => reader.namespace(name)),
  ];
  const nodes = store.list('Node').map(({ metadata }) => nodeName(metadata.name));
  const bound = store.list('Pod').filter(({ spec }) => nodes.includes(nodeName(spec.nodeName ?? '')));
  const events = (pod: string) => [...reader.eventsOf(uidOf(pod))].map(({ uid }) => uid).sort();
  return {
    stored: {
      records: kinds.map(({ stored }) => stored),
      // Nothing is left of what has gone.
      counts: [store.count('Node'), store.count('DaemonSet'), bound.length],
      events: store.list('Pod').map(({ metadata }) =>
        store
          .list('Event')
          .filter(({ involvedObject }) => involvedObject.uid === metadata.uid)
          .map((event) => event.metadata.uid)
          .sort(),
      ),
    },
    held: {
      records: kinds.map(({ held }) => held),
      counts: [
        [...reader.nodeNames()].length,
        [...reader.daemonSetUids()].length,
        nodes.reduce((sum, node) => sum + [...reader.podsOnNode(node)].length, 0),
      ],
      events: store.list('Pod').map(({ metadata }) => events(metadata.uid)),
    },
  };
}

/** Each reader makes its digests with a key of its own, and a record that only got another version stays as it is. */
function comparable(value: unknown): unknown {
  const left = ['digest', 'resourceVersion'];
  return JSON.parse(JSON.stringify(value, (key, each) => (left.includes(key) ? undefined : each)));
}

async function converged(): Promise<void> {
  await vi.waitFor(
    () => {
      const { stored, held } = picture();
      expect(comparable(held)).toStrictEqual(comparable(stored));
    },
    { timeout: 25_000, interval: 20 },
  );
}

let made = 0;
/** One write of any kind. */
function change(): void {
  made += 1;
  const oneOf = <Value>(all: readonly Value[]): Value | undefined => all[Math.floor(random() * all.length)];
  const pod = oneOf(store.list('Pod'));
  const node = oneOf(store.list('Node'));
  const daemonSet = oneOf(store.list('DaemonSet'));
  const choice = random();
  if (choice < 0.05) addNode(`more-${made}`);
  else if (choice < 0.08 && node !== undefined) store.remove('Node', node.metadata.name);
  else if (choice < 0.12) addDaemonSet(`agent-${made}`);
  else if (choice < 0.14 && daemonSet !== undefined) store.remove('DaemonSet', daemonSet.metadata.name, 'default');
  else if (choice < 0.5 && daemonSet !== undefined && node !== undefined)
    addPod(`pod-${made}`, daemonSet.metadata.name, node.metadata.name);
  else if (choice < 0.6 && pod !== undefined) store.remove('Pod', pod.metadata.name, 'default');
  else if (choice < 0.7 && pod !== undefined) addEvent(`event-${made}`, pod.metadata.name);
  else if (pod !== undefined)
    store.update('Pod', pod.metadata.name, 'default', (each) => ({
      ...each,
      metadata: { ...each.metadata, labels: { ...each.metadata.labels, made: String(made) } },
      status: { ...each.status, phase: made % 2 === 0 ? 'Running' : 'Pending' },
    }));
}
function changeOften(times: number): void {
  for (let each = 0; each < times; each += 1) change();
}

test('[17] the reader ends with what the store holds, through changes, drops, a compaction and a restart', async () => {
  changeOften(200);
  await follow();
  await converged();
  changeOften(300);
  await converged();

  // What happens while a watch is away is told by the next one.
  server.faults.dropWatches();
  changeOften(50);
  await converged();

  // What is forgotten meanwhile is listed anew [B1].
  const before = listed();
  server.faults.dropWatches('pods');
  changeOften(50);
  server.compact();
  changeOften(10);
  await converged();
  expect(listed()).toBeGreaterThan(before);

  // [8.2] An old back-up counts from below; the same versions mean something else then.
  const objects = Object.values(KINDS).reduce((sum, { kind }) => sum + store.count(kind), 0);
  expect(objects + 50).toBeLessThan(store.revision());
  // Too short for anybody to be refused: it is the broken stream that makes each resource ask where the server is.
  await server.restart({ revision: objects, downMillis: 300 });
  changeOften(20);
  await converged();
  expect(new Set(server.requests().map(({ method }) => method))).toStrictEqual(new Set(['GET']));
});

/** How often pods were asked for from their beginning. */
function listed(): number {
  return server
    .requests()
    .filter(
      ({ resource, query }) =>
        resource === 'pods' && (query.includes('sendInitialEvents') || query.includes('limit=500')),
    ).length;
}

test('[8.2] without WatchList the reader lists in pages, and ends with the same', async () => {
  server.faults.add({ fault: { kind: 'Refuse', code: 422 }, verb: 'watchList' });
  addDaemonSet('agent');
  for (let each = 0; each < 1_300; each += 1) addPod(`page-${each}`, 'agent', `node-${each % 5}`);
  await follow();
  await converged();
  changeOften(100);
  await converged();
  const pages = server.requests().filter(({ resource, query }) => resource === 'pods' && query.includes('continue='));
  expect(pages.length).toBeGreaterThanOrEqual(2);
});

test('[B4] a page that has expired makes the reader begin again, and it ends with the same', async () => {
  server.faults.add({ fault: { kind: 'Refuse', code: 422 }, verb: 'watchList' });
  addDaemonSet('agent');
  for (let each = 0; each < 1_300; each += 1) addPod(`page-${each}`, 'agent', `node-${each % 5}`);
  await follow();
  // The first page is being answered: what it is of is forgotten before the second one is asked for.
  while (listed() < 2) await nextTurn();
  store.remove('Pod', 'page-0', 'default');
  server.compact();
  await converged();
  expect(server.requests().filter(({ status }) => status === 410)).toMatchObject([{ resource: 'pods' }]);
});

test('[D1] objects that make no sense are left out, and the others are read', async () => {
  addDaemonSet('agent');
  for (const name of ['well', 'ill', 'fine']) addPod(name, 'agent', 'node-0');
  const uids = store.list('Pod').map(({ metadata }) => [metadata.name, metadata.uid] as const);
  for (const as of ['null metadata', 'empty object', 'null object', 'array'] as const) {
    server.faults.clear();
    server.faults.add({ fault: { kind: 'Poison', name: 'ill', as } });
    await follow();
    await expect
      .poll(() => uids.filter(([, uid]) => cluster.store.pod(uidOf(uid)) !== undefined).map(([name]) => name))
      .toStrictEqual(['fine', 'well']);
    await cluster.stop();
  }
});
