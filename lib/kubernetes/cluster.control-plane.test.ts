import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { nodeName, uid } from '#lib/domain/keys.ts';
import type { ClusterRecord, Resource } from '#lib/domain/objects.ts';
import { readAuditLog } from '#testbed/audit.ts';
import { until } from '#testbed/client.ts';
import {
  type ControlPlane,
  type ControlPlaneOptions,
  ROLLCALL_USER,
  startControlPlane,
} from '#testbed/control-plane.ts';
import type { Kind } from '#testbed/kinds.ts';
import { type FaultProxy, startFaultProxy } from '#testbed/proxy.ts';
import { daemonSet } from '#testbed/scenario.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { createCredentials } from './connection/credentials.ts';
import { projectResource } from './project/object.ts';
import { ruleFor } from './rights.ts';

/** Real etcd, API server, controllers, scheduler; after every fault the store is compared with a fresh list [17]. */

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(
  controlPlane: ControlPlane,
  port = controlPlane.port,
  namespaces: readonly string[] = [],
): Promise<Cluster> {
  const sources = {
    certificateAuthority: { kind: 'Data', text: controlPlane.ca },
    token: { kind: 'Data', text: ROLLCALL_USER.token },
  } as const;
  const opened = await openCluster({
    connection: {
      name: 'testbed',
      server: new URL(`https://127.0.0.1:${port}`),
      insecureSkipTlsVerify: false,
      inCluster: false,
      credentials: createCredentials(sources, systemClock),
    },
    namespaces,
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  closing.push(opened.value.stop);
  return opened.value;
}

const KINDS: readonly (readonly [Resource, Kind])[] = [
  ['daemonsets', 'DaemonSet'],
  ['controllerrevisions', 'ControllerRevision'],
  ['pods', 'Pod'],
  ['nodes', 'Node'],
];

/** Digests are made under a key of each reader: two readers cannot compare them. */
function comparable(record: ClusterRecord | undefined): unknown {
  const drop = ['digest', 'env', 'commandDigest'];
  return (
    record && JSON.parse(JSON.stringify(record, (key, value: unknown) => (drop.includes(key) ? undefined : value)))
  );
}

function heldBy({ store }: Cluster, record: ClusterRecord): ClusterRecord | undefined {
  if (record.kind === 'DaemonSet') return store.daemonSet(record.uid);
  if (record.kind === 'Pod') return store.pod(record.uid);
  if (record.kind === 'Node') return store.node(record.name);
  return record.kind === 'ControllerRevision'
    ? store.revisionsOf(record.owner?.uid ?? uid('')).find((each) => each.uid === record.uid)
    : undefined;
}

/** What the store and the API server say differently; empty when they agree. */
async function differences(cluster: Cluster, { client }: ControlPlane): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [resource, kind] of KINDS) {
    const objects = await client.list(kind);
    const { objects: held } = cluster.health().resources[resource];
    if (held !== objects.length) found.push(`${resource}: ${held} held, ${objects.length} listed`);
    for (const raw of objects) {
      const record = projectResource(resource, raw);
      if (record === undefined) throw new Error(`not projected: ${kind}`);
      const ours = JSON.stringify(comparable(heldBy(cluster, record)), Object.keys(flat(record)).sort());
      const theirs = JSON.stringify(comparable(record), Object.keys(flat(record)).sort());
      if (ours !== theirs) found.push(`${kind} ${record.name}: ${ours} instead of ${theirs}`);
    }
  }
  return found;
}

/** All keys at any depth, to write both sides in one order. */
function flat(value: unknown, into: Record<string, true> = {}): Record<string, true> {
  if (typeof value !== 'object' || value === null) return into;
  for (const [key, each] of Object.entries(value)) {
    if (!Array.isArray(value)) into[key] = true;
    flat(each, into);
  }
  return into;
}

async function untilEqual(cluster: Cluster, controlPlane: ControlPlane, timeoutMillis = 20_000): Promise<void> {
  let last: readonly string[] = [];
  try {
    await until(
      'the store to hold what the API server holds',
      async () => {
        last = await differences(cluster, controlPlane);
        return last.length === 0;
      },
      { timeoutMillis },
    );
  } catch (error) {
    throw new Error(last.slice(0, 3).join('\n'), { cause: error });
  }
}

const statesOf = (cluster: Cluster) => Object.values(cluster.health().resources).map(({ state }) => state);
const isLive = (cluster: Cluster) => statesOf(cluster).every((state) => state === 'live');
const untilLive = (cluster: Cluster, timeoutMillis = 20_000) =>
  until('every resource to be live', async () => isLive(cluster), { timeoutMillis });
const agesOf = (cluster: Cluster) =>
  ['daemonsets', 'controllerrevisions', 'pods'].map(
    (resource) => cluster.health().resources[resource as Resource].asOfAgeMillis ?? 0,
  );

async function populate({ nodes, client }: ControlPlane): Promise<void> {
  await nodes.add(Array.from({ length: 6 }, (_, index) => ({ name: `node-${index + 1}` })));
  await client.apply(daemonSet({ name: 'agent' }), daemonSet({ name: 'proxy', fault: 'not-ready' }));
  await until('both DaemonSets on all nodes', async () => (await client.list('Pod')).length === 12);
}

/** Starts a rollout, which goes on while a fault is looked at. */
let version = 1;
async function change({ client }: ControlPlane): Promise<void> {
  version += 1;
  await client.apply(
    daemonSet({ name: 'agent', image: `registry.example.com/agent:${version}`, updateStrategy: { maxUnavailable: 3 } }),
  );
}

/** A rollout to its end: so many bytes about pods have been sent. */
async function rollOut(controlPlane: ControlPlane): Promise<void> {
  await change(controlPlane);
  const image = `registry.example.com/agent:${version}`;
  await until('every pod of the DaemonSet to be of the new revision', async () => {
    const pods = await controlPlane.client.list('Pod', { labelSelector: 'app.kubernetes.io/name=agent' });
    return pods.length === 6 && pods.every((pod) => JSON.stringify(pod).includes(image));
  });
}

async function proxyFor(controlPlane: ControlPlane): Promise<FaultProxy> {
  const { certificate, key } = controlPlane.authority.issue({ commonName: 'proxy', serverNames: ['127.0.0.1'] });
  const proxy = await startFaultProxy({ port: controlPlane.port, tls: { certificate, key, ca: controlPlane.ca } });
  closing.push(proxy.close);
  return proxy;
}

let running: ControlPlane | undefined;
async function start(options: ControlPlaneOptions): Promise<ControlPlane> {
  running = await startControlPlane(options);
  await populate(running);
  return running;
}

const SIXTEEN =
  /^(\/version|\/api\/v1\/(nodes|namespaces|(namespaces\/[a-z0-9-]+\/)?(pods|events))|\/apis\/apps\/v1\/(namespaces\/[a-z0-9-]+\/)?(daemonsets|controllerrevisions)|\/apis\/events\.k8s\.io\/v1\/(namespaces\/[a-z0-9-]+\/)?events|\/apis\/policy\/v1\/(namespaces\/[a-z0-9-]+\/)?poddisruptionbudgets|\/apis\/scheduling\.k8s\.io\/v1\/priorityclasses)$/;

function expectSixteenShapes({ auditLogPath }: ControlPlane): void {
  const requests = readAuditLog(auditLogPath, ROLLCALL_USER.name);
  expect(requests.length).toBeGreaterThan(8);
  const others = requests.filter(({ verb, path }) => !['get', 'list', 'watch'].includes(verb) || !SIXTEEN.test(path));
  expect(others).toStrictEqual([]);
}

describe('a control plane with WatchList', () => {
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    controlPlane = await start({});
  });
  afterAll(async () => {
    expectSixteenShapes(controlPlane);
    await running?.stop();
  });

  test('is read by WatchList alone, and followed through a rollout, a new node and a deleted one', async () => {
    const before = readAuditLog(controlPlane.auditLogPath, ROLLCALL_USER.name).length;
    const cluster = await open(controlPlane);
    await untilLive(cluster);
    await untilEqual(cluster, controlPlane);
    const asked = readAuditLog(controlPlane.auditLogPath, ROLLCALL_USER.name).slice(before);
    expect(asked.filter(({ verb }) => verb === 'list')).toStrictEqual([]);
    await change(controlPlane);
    await controlPlane.nodes.add([{ name: 'late' }]);
    await controlPlane.nodes.taint('node-2', { key: 'dedicated', value: 'x', effect: 'NoExecute' });
    await until('the late node to be there with its pods', async () => {
      const { store } = cluster;
      const sets = [...store.daemonSetUids()];
      return sets.length === 2 && sets.every((set) => store.podsOfCell(set, nodeName('late')).length === 1);
    });
    await controlPlane.nodes.remove('late');
    await controlPlane.nodes.untaint('node-2', 'dedicated');
    await untilEqual(cluster, controlPlane);
    expect(cluster.version()).toMatch(/^v1\./);
    expect(cluster.health().resources.pods.relists).toBe(0);
  });

  test('[A1] the API server is restarted during a rollout', async () => {
    const cluster = await open(controlPlane);
    await untilLive(cluster);
    await change(controlPlane);
    const stoppedAt = performance.now();
    await controlPlane.component('kube-apiserver').stop();
    await until('the outage to be noticed', async () => !isLive(cluster), { timeoutMillis: 30_000 });
    await until('4 s without an API server', async () => performance.now() - stoppedAt > 4_000);
    await controlPlane.component('kube-apiserver').start();
    // It is ready now, which is later than it answers: what is promised is 5 s from its first answer.
    const readyAt = performance.now();
    await untilLive(cluster, 5_000);
    expect(performance.now() - readyAt).toBeLessThan(5_000);
    await untilEqual(cluster, controlPlane);
  });

  test('[A5] the API server is frozen for 40 s: found within 30 s, the age never lies, converged afterwards', async () => {
    const cluster = await open(controlPlane);
    await untilLive(cluster);
    await untilEqual(cluster, controlPlane);
    const server = controlPlane.component('kube-apiserver');
    const frozenAt = performance.now();
    server.freeze();
    const lies: string[] = [];
    try {
      await until(
        '40 s of ice',
        async () => {
          const frozenFor = performance.now() - frozenAt;
          const youngest = Math.min(...agesOf(cluster));
          if (youngest < frozenFor - 1_000) lies.push(`${Math.round(youngest)} ms after ${Math.round(frozenFor)} ms`);
          if (frozenFor > 30_000 && statesOf(cluster).includes('live'))
            lies.push(`live after ${Math.round(frozenFor)} ms`);
          return frozenFor > 40_000;
        },
        { timeoutMillis: 45_000, everyMillis: 200 },
      );
    } finally {
      server.thaw();
    }
    expect(lies).toStrictEqual([]);
    await change(controlPlane);
    await untilLive(cluster, 15_000);
    await untilEqual(cluster, controlPlane);
  });

  test.for(['fin', 'reset', 'corrupt'] as const)(
    '[A2] [A3] the connection ends in the middle of a line (%s)',
    async (how) => {
      const proxy = await proxyFor(controlPlane);
      const cluster = await open(controlPlane, proxy.port);
      await untilLive(cluster);
      for (const afterBytes of [300, 1_777, 4_001]) {
        proxy.cut({ afterBytes, how, lastRequest: /GET \/api\/v1\/pods\?/ });
        await rollOut(controlPlane);
        await untilEqual(cluster, controlPlane);
      }
      await untilLive(cluster);
      const { errors } = cluster.health().resources.pods;
      // A byte that is another one may still make sense, or hit a field that nobody reads.
      if (how !== 'corrupt') expect(errors).not.toStrictEqual({});
    },
  );

  test('[A6] [A13] a slow wire in small pieces brings the same', async () => {
    const proxy = await proxyFor(controlPlane);
    proxy.setWire({ sliceBytes: 7, delayMillis: 20 });
    const cluster = await open(controlPlane, proxy.port);
    await untilLive(cluster, 60_000);
    await change(controlPlane);
    await untilEqual(cluster, controlPlane, 60_000);
  });

  test('[A4] a wire that swallows everything is found within 30 s', async () => {
    const proxy = await proxyFor(controlPlane);
    const cluster = await open(controlPlane, proxy.port);
    await untilLive(cluster);
    const from = performance.now();
    proxy.blackhole();
    await until('nothing to be live any more', async () => !statesOf(cluster).includes('live'), {
      timeoutMillis: 35_000,
    });
    expect(performance.now() - from).toBeLessThan(30_000);
    await change(controlPlane);
    proxy.thaw();
    await untilLive(cluster, 15_000);
    await untilEqual(cluster, controlPlane);
  });

  test('[B1] [B16] what happened while nobody was connected and the server forgot arrives by a new list', async () => {
    const proxy = await proxyFor(controlPlane);
    const cluster = await open(controlPlane, proxy.port);
    await untilLive(cluster);
    await proxy.refuse();
    proxy.reset();
    await controlPlane.client.apply(daemonSet({ name: 'short-lived' }));
    await until('its pods', async () => (await controlPlane.client.list('Pod')).length === 18);
    await controlPlane.client.delete({ kind: 'DaemonSet', name: 'proxy' });
    await until('the pods of the other to go', async () => (await controlPlane.client.list('Pod')).length === 12, {
      timeoutMillis: 60_000,
    });
    // A restarted server has no history: a watch from before is too old for it.
    await controlPlane.component('kube-apiserver').restart();
    await proxy.accept();
    await untilLive(cluster, 30_000);
    await untilEqual(cluster, controlPlane);
    expect(cluster.health().resources.pods.relists).toBeGreaterThan(0);
    await controlPlane.client.delete({ kind: 'DaemonSet', name: 'short-lived' });
    await controlPlane.client.apply(daemonSet({ name: 'proxy' }));
    await untilEqual(cluster, controlPlane);
  });

  test('[B8] without the right to read events the rest is live, and the rule that grants it is named', async () => {
    await controlPlane.access.revoke('events');
    try {
      const cluster = await open(controlPlane);
      const { resources } = await until('all but events to be live', async () => {
        const health = cluster.health();
        const { events, ...others } = health.resources;
        return events.cause === 'forbidden' && Object.values(others).every(({ state }) => state === 'live') && health;
      });
      expect(resources.events.note).toContain(ruleFor('events'));
      await untilEqual(cluster, controlPlane);
      await controlPlane.access.reset();
      await untilLive(cluster, 70_000);
    } finally {
      await controlPlane.access.reset();
    }
  });

  test('one namespace alone is read by its own shapes', async () => {
    await controlPlane.client.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } },
      daemonSet({ name: 'agent', namespace: 'team-a' }),
    );
    const cluster = await open(controlPlane, controlPlane.port, ['team-a']);
    await untilLive(cluster);
    await until('the one DaemonSet of the namespace', async () => [...cluster.store.daemonSetUids()].length === 1);
    const namespaces = [...cluster.store.daemonSetUids()].map((id) => cluster.store.daemonSet(id)?.namespace);
    expect(namespaces).toStrictEqual(['team-a']);
    await controlPlane.client.delete({ kind: 'DaemonSet', name: 'agent', namespace: 'team-a' });
  });
});

describe('a control plane without WatchList', () => {
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    controlPlane = await start({ featureGates: { WatchList: false } });
  });
  afterAll(async () => {
    expectSixteenShapes(controlPlane);
    await running?.stop();
  });

  test('is read by pages of 500, resourceVersion unset, and followed the same', async () => {
    const cluster = await open(controlPlane);
    await untilLive(cluster);
    await untilEqual(cluster, controlPlane);
    const asked = readAuditLog(controlPlane.auditLogPath, ROLLCALL_USER.name);
    const lists = asked.filter(({ verb, path }) => verb === 'list' && path === '/api/v1/pods');
    expect(lists.map(({ query }) => query)).toStrictEqual([{ limit: '500' }]);
    await change(controlPlane);
    await untilEqual(cluster, controlPlane);
  });
});
