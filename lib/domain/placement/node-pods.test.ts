import { expect, test } from 'vitest';
import { CREATED_AT, makeDaemonPod, makePod } from '#lib/testing/objects.ts';
import { nodeName } from '../keys.ts';
import type { PodRecord } from '../objects.ts';
import {
  comparePods,
  judgedPod,
  keepOnePod,
  keepSurgedPods,
  occupiesNode,
  podsOfNode,
  targetNodeOf,
} from './node-pods.ts';

const young = makePod({ name: 'young', creationTimestamp: CREATED_AT + 1000 });
const old = makePod({ name: 'old' });
const unbound = makePod({ name: 'unbound', nodeName: undefined, creationTimestamp: CREATED_AT - 1000 });
const leaving = makePod({ name: 'leaving', deletionTimestamp: CREATED_AT });
const failed = makePod({ name: 'failed', phase: 'Failed' });
const failedAndLeaving = makePod({ name: 'gone', phase: 'Failed', deletionTimestamp: CREATED_AT });

function names(pods: readonly PodRecord[]): readonly string[] {
  return pods.map(({ name }) => name);
}

test('[NP4] a pod’s target is its node, else the node it is pinned to, else none', () => {
  expect(targetNodeOf(makeDaemonPod({ nodeName: 'node-b', pinnedTo: 'node-a' }))).toBe(nodeName('node-b'));
  expect(targetNodeOf(makeDaemonPod({ nodeName: undefined, pinnedTo: 'node-a' }))).toBe(nodeName('node-a'));
  expect(targetNodeOf(makePod({ nodeName: undefined }))).toBeUndefined();
});

test('[NP5] bound pods come first, then older ones, then by name', () => {
  const twin = makePod({ name: 'older' });
  expect(names([unbound, young, twin, old].sort(comparePods))).toStrictEqual(['old', 'older', 'young', 'unbound']);
  const { creationTimestamp: _none, ...ageless } = makePod({ name: 'zz' });
  expect(names([old, ageless].sort(comparePods))).toStrictEqual(['zz', 'old']);
  expect(comparePods(ageless, { ...ageless })).toBe(0);
});

test('[ST1] of several pods the first one is judged, terminating or not', () => {
  expect(judgedPod([young, leaving, unbound])).toBe(leaving);
  expect(judgedPod([])).toBeUndefined();
});

test('[NP9] a pod that has ended and is being deleted is none', () => {
  expect(podsOfNode([young, failedAndLeaving, failed])).toStrictEqual([failed, young]);
  expect(judgedPod([failedAndLeaving])).toBeUndefined();
});

type OccupiedRow = {
  readonly name: string;
  readonly pods: readonly PodRecord[];
  readonly withoutSurge: boolean;
  readonly withSurge: boolean;
};

const occupied: readonly OccupiedRow[] = [
  { name: '[NP8] no pod takes no place', pods: [], withoutSurge: false, withSurge: false },
  { name: '[NP8] a pod that waits takes it', pods: [unbound], withoutSurge: true, withSurge: true },
  {
    name: '[NP8] a terminating pod takes it only without surge',
    pods: [leaving],
    withoutSurge: true,
    withSurge: false,
  },
  { name: '[EV6] a failed pod takes it only without surge', pods: [failed], withoutSurge: true, withSurge: false },
  {
    name: '[NP9] one that has ended and goes takes none',
    pods: [failedAndLeaving],
    withoutSurge: false,
    withSurge: false,
  },
];

test.for(occupied)('$name', ({ pods, withoutSurge, withSurge }) => {
  expect(occupiesNode(pods, false)).toBe(withoutSurge);
  expect(occupiesNode(pods, true)).toBe(withSurge);
});

test('[NP6] without surge the first live pod stays, so that an older adopted one wins', () => {
  expect(keepOnePod([young, failed, leaving, old, unbound])).toStrictEqual({ kept: [old], surplus: [young, unbound] });
  expect(keepOnePod([failed, leaving])).toStrictEqual({ kept: [], surplus: [] });
});

type SurgeRow = {
  readonly name: string;
  readonly pods: readonly PodRecord[];
  readonly ready: readonly PodRecord[];
  readonly available: readonly PodRecord[];
  readonly kept: readonly string[];
  readonly surplus: readonly string[];
};

const older = makePod({ name: 'older' });
const newer = makePod({
  name: 'newer',
  labels: { 'controller-revision-hash': 'new' },
  creationTimestamp: CREATED_AT + 1,
});
const newest = { ...newer, name: 'newest', creationTimestamp: CREATED_AT + 2 };
const surges: readonly SurgeRow[] = [
  {
    name: '[NP7] both stay while the old one is Ready and the new one not yet available',
    pods: [newer, older],
    ready: [older],
    available: [],
    kept: ['older', 'newer'],
    surplus: [],
  },
  {
    name: '[NP7] the old one goes when it is not Ready',
    pods: [newer, older],
    ready: [],
    available: [],
    kept: ['newer'],
    surplus: ['older'],
  },
  {
    name: '[NP7] the old one goes when the new one is available',
    pods: [newer, older],
    ready: [older, newer],
    available: [newer],
    kept: ['newer'],
    surplus: ['older'],
  },
  {
    name: '[NP7] of two new ones the older stays',
    pods: [newest, newer],
    ready: [],
    available: [],
    kept: ['newer'],
    surplus: ['newest'],
  },
  {
    name: '[NP7] of two old ones without a new one the older stays, Ready or not',
    pods: [young, older],
    ready: [],
    available: [],
    kept: ['older'],
    surplus: ['young'],
  },
  { name: '[NP7] a pod alone stays', pods: [older], ready: [], available: [], kept: ['older'], surplus: [] },
  {
    name: '[NP7] pods that have ended or go are not counted',
    pods: [failed, leaving],
    ready: [],
    available: [],
    kept: [],
    surplus: [],
  },
];

test.for(surges)('$name', ({ pods, ready, available, kept, surplus }) => {
  const result = keepSurgedPods(pods, {
    isNew: (pod) => pod.labels['controller-revision-hash'] === 'new',
    isReady: (pod) => ready.includes(pod),
    isAvailable: (pod) => available.includes(pod),
  });
  expect({ kept: names(result.kept), surplus: names(result.surplus) }).toStrictEqual({ kept, surplus });
});
