import { expect, test } from 'vitest';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { type DaemonSetPlan, simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { createSimulatedCluster, type SimulatedCluster } from '../../cluster.ts';
import type { DaemonSetStatus, Pod, Taint } from '../../objects.ts';
import { createStoryClock } from '../../story-clock.ts';
import { targetNodeOf } from './daemon-pod.ts';

/*
 * The controller among the other parts of the cluster: what was seen of a real control plane (control-plane.md, 4) is
 * seen here.
 */

const MINUTE = 60_000;
const AGENT = { kind: 'DaemonSet', name: 'agent', namespace: 'default' } as const;

function settled(nodeCount: number, plan: DaemonSetPlan = {}): SimulatedCluster {
  const cluster = createSimulatedCluster({ clock: createStoryClock(STORY_START), seed: 7 });
  cluster.nodes.add(...Array.from({ length: nodeCount }, (_, at) => ({ name: `node-${at + 1}` })));
  cluster.apply(simulatedDaemonSet(plan));
  cluster.start();
  cluster.clock.advance(MINUTE);
  return cluster;
}

function upgrade(cluster: SimulatedCluster, plan: DaemonSetPlan): void {
  cluster.apply(simulatedDaemonSet({ image: 'registry.example.com/agent:2', ...plan }));
}

function statusOf({ store }: SimulatedCluster): DaemonSetStatus | undefined {
  return store.get('DaemonSet', 'agent', 'default')?.status;
}

function allAvailable(count: number, observedGeneration = 1): DaemonSetStatus {
  return {
    desiredNumberScheduled: count,
    currentNumberScheduled: count,
    numberMisscheduled: 0,
    numberReady: count,
    numberAvailable: count,
    updatedNumberScheduled: count,
    observedGeneration,
  };
}

function nodeNameOf(pod: Pod): string {
  return targetNodeOf(pod) ?? '';
}

test('[FA2] [FA3] [FA4] dead nodes are not desired, lose their old pods at once, and hold the whole update', () => {
  const plan = { update: { maxUnavailable: 2 } };
  const cluster = settled(20, plan);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(20));
  for (const name of ['node-1', 'node-2', 'node-3']) cluster.nodes.kill(name);
  cluster.clock.advance(3 * MINUTE);
  expect(statusOf(cluster)).toStrictEqual({ ...allAvailable(17), numberMisscheduled: 3 });
  upgrade(cluster, plan);
  cluster.clock.advance(30 * MINUTE);
  const leaving = cluster.store.list('Pod').filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect(leaving.map(nodeNameOf).toSorted()).toStrictEqual(['node-1', 'node-2', 'node-3']);
  const { updatedNumberScheduled: _none, ...status } = allAvailable(17, 2);
  expect(statusOf(cluster)).toStrictEqual({ ...status, numberMisscheduled: 3 });
  for (const name of ['node-1', 'node-2', 'node-3']) cluster.nodes.revive(name);
  cluster.clock.advance(30 * MINUTE);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(20, 2));
  cluster.stop();
});

test('[FA5] nodes with a taint that lets pods stay lose theirs to an update; until then the status lags', () => {
  const cluster = settled(10);
  const taint: Taint = { key: 'own', effect: 'NoSchedule' };
  for (const name of ['node-1', 'node-2']) cluster.nodes.taint(name, taint);
  cluster.clock.advance(10 * MINUTE);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(10));
  upgrade(cluster, {});
  cluster.clock.advance(30 * MINUTE);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(8, 2));
  const nodeNames = cluster.store.list('Pod').map(nodeNameOf);
  expect(nodeNames.toSorted()).toStrictEqual(['node-10', ...[3, 4, 5, 6, 7, 8, 9].map((at) => `node-${at}`)]);
  cluster.stop();
});

test('[RU11] a quota that refuses one pod freezes a rollout with room to spare', () => {
  const plan = { update: { maxUnavailable: 2 } };
  const cluster = settled(5, plan);
  cluster.apply({
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata: { name: 'q', namespace: 'default' },
    spec: { hard: { pods: '5' } },
  });
  cluster.clock.advance(MINUTE);
  cluster.nodes.add({ name: 'node-6' });
  cluster.clock.advance(MINUTE);
  upgrade(cluster, plan);
  cluster.clock.advance(30 * MINUTE);
  const { updatedNumberScheduled: _none, ...frozen } = allAvailable(5, 2);
  expect(statusOf(cluster)).toStrictEqual({ ...frozen, desiredNumberScheduled: 6, numberUnavailable: 1 });
  const refusals = cluster.store.list('Event').filter(({ reason }) => reason === 'FailedCreate');
  expect(refusals[0]?.message).toMatch(
    /^Error creating: pods "agent-\w{5}" is forbidden: exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5$/,
  );
  cluster.delete({ kind: 'ResourceQuota', name: 'q', namespace: 'default' });
  cluster.clock.advance(30 * MINUTE);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(6, 2));
  cluster.stop();
});

test('[RU8i] under surge a node that is gone stops the update until its pod is collected', () => {
  const plan = { update: { maxSurge: 1, maxUnavailable: 0 } };
  const cluster = settled(3, plan);
  cluster.nodes.remove('node-1');
  upgrade(cluster, plan);
  cluster.clock.advance(15_000);
  expect(statusOf(cluster)?.updatedNumberScheduled).toBeUndefined();
  expect(cluster.store.count('Pod')).toBe(3);
  cluster.clock.advance(5 * MINUTE);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(2, 2));
  cluster.stop();
});

test('[RU3] [RU10] [ST3] a host port hangs an update with surge, and the status says that all is available', () => {
  const port = { containerPort: 80, hostPort: 80 };
  const containers = (image: string) => ({ containers: [{ name: 'agent', image, ports: [port] }] });
  const update = { maxSurge: 1, maxUnavailable: 0 };
  const cluster = settled(6, { update, podSpec: containers('a') });
  cluster.apply(simulatedDaemonSet({ update, podSpec: containers('b') }));
  cluster.clock.advance(30 * MINUTE);
  const { updatedNumberScheduled: _none, ...hung } = allAvailable(6, 2);
  expect(statusOf(cluster)).toStrictEqual(hung);
  expect(cluster.store.list('Pod').filter(({ spec }) => spec.nodeName === undefined)).toHaveLength(1);
  cluster.stop();
});

test('[OR4] orphaned pods are adopted by the next DaemonSet of their labels, revisions as well', () => {
  const cluster = settled(3);
  const names = () => cluster.store.list('Pod').map(({ metadata }) => metadata.name);
  const before = names();
  cluster.delete(AGENT, { propagationPolicy: 'Orphan' });
  cluster.clock.advance(MINUTE);
  expect(cluster.store.list('Pod').every(({ metadata }) => metadata.ownerReferences === undefined)).toBe(true);
  cluster.apply(simulatedDaemonSet());
  cluster.clock.advance(MINUTE);
  expect(names()).toStrictEqual(before);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(3));
  expect(cluster.store.count('ControllerRevision')).toBe(1);
  cluster.stop();
});

test('[OR5] deleted in the background and made anew at once, old and new pods are side by side until the old are collected', () => {
  const cluster = settled(3);
  const old = new Set(cluster.store.list('Pod').map(({ metadata }) => metadata.uid));
  cluster.delete(AGENT);
  cluster.apply(simulatedDaemonSet());
  cluster.clock.advance(5 * MINUTE);
  expect(cluster.store.list('Pod').filter(({ metadata }) => old.has(metadata.uid))).toStrictEqual([]);
  expect(statusOf(cluster)).toStrictEqual(allAvailable(3));
  expect(cluster.store.count('ControllerRevision')).toBe(1);
  cluster.stop();
});

test('[ST6] deleted in the foreground it goes last, and its numbers stand still', () => {
  const cluster = settled(3);
  cluster.delete(AGENT, { propagationPolicy: 'Foreground' });
  const statuses = new Set<DaemonSetStatus>();
  cluster.store.subscribe(({ object }) => {
    if (object.kind === 'DaemonSet') statuses.add(object.status);
  });
  cluster.clock.advance(5 * MINUTE);
  expect([
    cluster.store.count('Pod'),
    cluster.store.count('DaemonSet'),
    cluster.store.count('ControllerRevision'),
  ]).toStrictEqual([0, 0, 0]);
  expect([...statuses]).toStrictEqual([allAvailable(3)]);
  cluster.stop();
});
