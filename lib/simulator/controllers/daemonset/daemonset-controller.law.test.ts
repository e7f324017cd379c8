import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { createSimulatedCluster, type SimulatedCluster } from '../../cluster.ts';
import type { DaemonSet, DaemonSetStatus, Pod, Taint } from '../../objects.ts';
import { createStoryClock } from '../../story-clock.ts';
import { isAvailable, isReady, targetNodeOf } from './daemon-pod.ts';
import { nodeShouldRunDaemonPod } from './eligibility.ts';

/** `npm run test:long` asks for many more. */
const RUNS = Number(process.env['ROLLCALL_LAW_RUNS'] ?? 60);
const SEED = 20_261_124;
/** A machine that has much else to do takes its time. */
const TIMEOUT_MILLIS = 30_000 + RUNS * 200;

const SECOND = 1_000;
const NODE_NAMES = Array.from({ length: 7 }, (_, at) => `node-${at + 1}`);
const AGENT = { kind: 'DaemonSet', name: 'agent', namespace: 'default' } as const;
const QUOTA = { kind: 'ResourceQuota', name: 'q', namespace: 'default' } as const;
const KEEPS: Taint = { key: 'own', effect: 'NoSchedule' };
const REMOVES: Taint = { key: 'own', effect: 'NoExecute' };

const TROUBLES = [
  'kill',
  'revive',
  'taint',
  'taint hard',
  'untaint',
  'quota',
  'no quota',
  'upgrade',
  'remove node',
  'add node',
  'fail pod',
  'end pod',
  'delete pod',
] as const;
type Trouble = { readonly what: (typeof TROUBLES)[number]; readonly node: string; readonly waitMillis: number };

const troubles = fc.array(
  fc.record({
    what: fc.constantFrom(...TROUBLES),
    node: fc.constantFrom(...NODE_NAMES),
    waitMillis: fc.constantFrom(0, 10, 300, 2_000, 10_000, 90_000),
  }),
  { minLength: 3, maxLength: 14 },
);
const settings = fc.record({
  seed: fc.integer({ min: 1, max: 10_000 }),
  minReadySeconds: fc.constantFrom(0, 0, 5),
  budget: fc.constantFrom<number | string>(1, 2, '30%', '100%'),
});
type Settings = typeof settings extends fc.Arbitrary<infer Value> ? Value : never;

function begin({ seed, minReadySeconds, budget }: Settings, kind: 'surge' | 'replace'): SimulatedCluster {
  const cluster = createSimulatedCluster({ clock: createStoryClock(STORY_START), seed });
  cluster.nodes.add(...NODE_NAMES.map((name) => ({ name })));
  const update = kind === 'surge' ? { maxSurge: budget, maxUnavailable: 0 } : { maxUnavailable: budget };
  cluster.apply(simulatedDaemonSet({ update, spec: { minReadySeconds } }));
  cluster.start();
  cluster.clock.advance(60 * SECOND);
  return cluster;
}

function agentOf({ store }: SimulatedCluster): DaemonSet {
  const daemonSet = store.get('DaemonSet', 'agent', 'default');
  if (daemonSet === undefined) throw new Error('nobody deletes it');
  return daemonSet;
}

let image = 0;
function upgrade(cluster: SimulatedCluster): void {
  image += 1;
  const { template } = simulatedDaemonSet({ image: `registry.example.com/agent:${image}` }).spec;
  cluster.patch(AGENT, (each) => ({ ...each, spec: { ...each.spec, template } }));
}

function trouble(cluster: SimulatedCluster, { what, node }: Trouble): void {
  const { nodes, store } = cluster;
  const isThere = store.get('Node', node) !== undefined;
  const pod = store.list('Pod').find((each) => targetNodeOf(each) === node);
  const end = (phase: 'Failed' | 'Succeeded') =>
    pod && store.update('Pod', pod.metadata.name, 'default', (each) => ({ ...each, status: { phase } }));
  if (what === 'kill' && isThere) nodes.kill(node);
  if (what === 'revive' && isThere) nodes.revive(node);
  if (what === 'taint' && isThere) nodes.taint(node, KEEPS);
  if (what === 'taint hard' && isThere) nodes.taint(node, REMOVES);
  if (what === 'untaint' && isThere) nodes.untaint(node, KEEPS.key);
  if (what === 'remove node' && isThere && store.count('Node') > 2) nodes.remove(node);
  if (what === 'add node' && !isThere) nodes.add({ name: node });
  if (what === 'quota') {
    const { kind, ...metadata } = QUOTA;
    cluster.apply({ kind, apiVersion: 'v1', metadata, spec: { hard: { pods: '3' } } });
  }
  if (what === 'no quota') cluster.delete(QUOTA);
  if (what === 'upgrade') upgrade(cluster);
  if (what === 'fail pod') end('Failed');
  if (what === 'end pod') end('Succeeded');
  if (what === 'delete pod' && pod !== undefined)
    cluster.delete({ kind: 'Pod', name: pod.metadata.name, namespace: 'default' });
}

/** What is left of a node's pods for those who count on them. */
function workingOn(cluster: SimulatedCluster, nodeName: string): readonly Pod[] {
  const daemonSet = agentOf(cluster);
  return cluster.store
    .list('Pod')
    .filter(
      (pod) =>
        targetNodeOf(pod) === nodeName &&
        pod.metadata.deletionTimestamp === undefined &&
        isAvailable(pod, daemonSet, cluster.clock.now()),
    );
}

/** Tells of each pod that was available and whose node may keep it, in the moment in which it is asked to leave. */
function watchDeletions(cluster: SimulatedCluster, tell: (nodeName: string) => void): { isByHand: boolean } {
  const state = { isByHand: false };
  cluster.store.subscribe(({ object, previous }) => {
    if (object.kind !== 'Pod' || previous?.kind !== 'Pod' || state.isByHand) return;
    const isAsked =
      object.metadata.deletionTimestamp !== undefined && previous.metadata.deletionTimestamp === undefined;
    const node = cluster.store.get('Node', object.spec.nodeName ?? '');
    if (!isAsked || node === undefined) return;
    const daemonSet = agentOf(cluster);
    if (!nodeShouldRunDaemonPod(node, daemonSet).shouldRun) return;
    if (isAvailable(previous, daemonSet, cluster.clock.now())) tell(node.metadata.name);
  });
  return state;
}

function live(cluster: SimulatedCluster, script: readonly Trouble[], deletions: { isByHand: boolean }): void {
  for (const each of script) {
    deletions.isByHand = true;
    trouble(cluster, each);
    deletions.isByHand = false;
    cluster.clock.advance(each.waitMillis);
  }
}

/** Whatever was done is undone, and there is time enough for the longest wait. */
function recover(cluster: SimulatedCluster): void {
  for (const { metadata } of cluster.store.list('Node')) {
    cluster.nodes.revive(metadata.name);
    cluster.nodes.untaint(metadata.name, KEEPS.key);
  }
  cluster.delete(QUOTA);
  cluster.clock.advance(4_000 * SECOND);
}

/** Under surge with minReadySeconds a look can be missed, as in the real one; it takes somebody who wakes the controller. */
function wakeUp(cluster: SimulatedCluster): void {
  if ((agentOf(cluster).spec.minReadySeconds ?? 0) === 0) return;
  for (const round of NODE_NAMES) {
    cluster.patch(AGENT, (each) => ({ ...each, metadata: { ...each.metadata, labels: { round } } }));
    cluster.clock.advance(60 * SECOND);
  }
}

/** Counted from nothing; hands are not what the controller counts on. */
function countedFromNothing(cluster: SimulatedCluster): DaemonSetStatus {
  const daemonSet = agentOf(cluster);
  const now = cluster.clock.now();
  const wanted = cluster.store.list('Node').filter((node) => nodeShouldRunDaemonPod(node, daemonSet).shouldRun);
  const pods = cluster.store.list('Pod');
  const on = wanted.map(({ metadata }) => pods.find((pod) => targetNodeOf(pod) === metadata.name));
  const count = (test: (pod: Pod) => boolean) => on.filter((pod) => pod !== undefined && test(pod)).length;
  const image = daemonSet.spec.template.spec.containers[0]?.image;
  const { generation } = daemonSet.metadata;
  return {
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: count(() => true),
    numberMisscheduled: pods.length - count(() => true),
    numberReady: count(isReady),
    numberAvailable: count((pod) => isAvailable(pod, daemonSet, now)),
    updatedNumberScheduled: count(({ spec }) => spec.containers[0]?.image === image),
    ...(generation !== undefined && { observedGeneration: generation }),
  };
}

function expectComplete(cluster: SimulatedCluster): void {
  const { store } = cluster;
  const size = store.count('Node');
  expect(agentOf(cluster).status).toStrictEqual(countedFromNothing(cluster));
  expect(agentOf(cluster).status).toStrictEqual({
    desiredNumberScheduled: size,
    currentNumberScheduled: size,
    numberMisscheduled: 0,
    numberReady: size,
    numberAvailable: size,
    updatedNumberScheduled: size,
    observedGeneration: agentOf(cluster).metadata.generation,
  });
  expect(
    store
      .list('Pod')
      .map((pod) => targetNodeOf(pod) ?? '')
      .toSorted(),
  ).toStrictEqual(store.list('Node').map(({ metadata }) => metadata.name));
}

function maxUnavailableOf(cluster: SimulatedCluster): number {
  const daemonSet = agentOf(cluster);
  const { maxUnavailable = 0 } = daemonSet.spec.updateStrategy.rollingUpdate ?? {};
  const wanted = cluster.store.list('Node').filter((node) => nodeShouldRunDaemonPod(node, daemonSet).shouldRun);
  return typeof maxUnavailable === 'number'
    ? maxUnavailable
    : Math.ceil((Number.parseInt(maxUnavailable, 10) * wanted.length) / 100);
}

test(
  '[RU5] [RU6] whatever happens, no available pod is taken beyond maxUnavailable, and when it is over the rollout ends',
  () => {
    fc.assert(
      fc.property(settings, troubles, (given, script) => {
        const cluster = begin(given, 'replace');
        const deletions = watchDeletions(cluster, () => {
          const daemonSet = agentOf(cluster);
          const without = cluster.store
            .list('Node')
            .filter(
              (node) =>
                nodeShouldRunDaemonPod(node, daemonSet).shouldRun &&
                workingOn(cluster, node.metadata.name).length === 0,
            );
          expect(without.length).toBeLessThanOrEqual(maxUnavailableOf(cluster));
        });
        upgrade(cluster);
        live(cluster, script, deletions);
        recover(cluster);
        expectComplete(cluster);
        cluster.stop();
      }),
      { seed: SEED, numRuns: RUNS },
    );
  },
  TIMEOUT_MILLIS,
);

test(
  '[RU8] [NP7] whatever happens, under surge a node that has a pod that works keeps one, and when it is over the rollout ends',
  () => {
    fc.assert(
      fc.property(settings, troubles, (given, script) => {
        const cluster = begin(given, 'surge');
        const deletions = watchDeletions(cluster, (nodeName) => {
          expect(workingOn(cluster, nodeName)).not.toStrictEqual([]);
        });
        upgrade(cluster);
        live(cluster, script, deletions);
        recover(cluster);
        wakeUp(cluster);
        expectComplete(cluster);
        cluster.stop();
      }),
      { seed: SEED, numRuns: RUNS },
    );
  },
  TIMEOUT_MILLIS,
);

test(
  '[RU8] [ST3] in a quiet cluster an update with surge never costs a single available pod',
  () => {
    fc.assert(
      fc.property(settings, (given) => {
        const cluster = begin(given, 'surge');
        let least = NODE_NAMES.length;
        cluster.store.subscribe(({ object }) => {
          if (object.kind !== 'Pod') return;
          least = Math.min(least, NODE_NAMES.filter((name) => workingOn(cluster, name).length > 0).length);
        });
        upgrade(cluster);
        cluster.clock.advance(900 * SECOND);
        wakeUp(cluster);
        expectComplete(cluster);
        expect(least).toBe(NODE_NAMES.length);
        cluster.stop();
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 4) },
    );
  },
  TIMEOUT_MILLIS,
);
