import { expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import {
  addDaemonPod,
  type DaemonPodPlan,
  type DaemonSetPlan,
  simulatedDaemonSet,
  syncOf,
} from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode } from '#lib/testing/simulated-objects.ts';
import type { DaemonSetStatus } from '../../objects.ts';
import { countStatus } from './status.ts';

type Row = {
  readonly name: string;
  /** `wanted-*` and `tainted-*` nodes; the pods of `gone-*` have none. */
  readonly pods: Readonly<Record<string, readonly Omit<DaemonPodPlan, 'on'>[]>>;
  readonly plan?: DaemonSetPlan;
  readonly status: Omit<DaemonSetStatus, 'observedGeneration'>;
};

const surge = { update: { maxSurge: 1, maxUnavailable: 0 } };
const NONE = { desiredNumberScheduled: 0, currentNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };

const rows: readonly Row[] = [
  { name: '[ST2] counters of 0 that may be absent are', pods: {}, status: NONE },
  {
    name: '[ST2] a wanted node without a pod is desired, and unavailable',
    pods: { 'wanted-1': [] },
    status: { ...NONE, desiredNumberScheduled: 1, numberUnavailable: 1 },
  },
  {
    name: '[ST2] where all are available nothing is unavailable',
    pods: { 'wanted-1': [{ name: 'a', is: 'new' }], 'wanted-2': [{ name: 'b', is: 'old' }] },
    status: {
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      numberAvailable: 2,
      updatedNumberScheduled: 1,
    },
  },
  {
    name: '[ST2] current counts a pod in whatever phase',
    pods: {
      'wanted-1': [{ name: 'a', is: 'new', state: 'unbound' }],
      'wanted-2': [{ name: 'b', is: 'new', state: 'failed' }],
      'wanted-3': [{ name: 'c', is: 'new', isTerminating: true }],
      'wanted-4': [{ name: 'd', is: 'new', state: 'failed', isTerminating: true }],
    },
    status: {
      desiredNumberScheduled: 4,
      currentNumberScheduled: 3,
      numberMisscheduled: 0,
      numberReady: 1,
      numberAvailable: 1,
      numberUnavailable: 3,
      updatedNumberScheduled: 3,
    },
  },
  {
    name: '[ST2] [FA2] a pod where none is wanted is misscheduled, and nothing else',
    pods: { 'tainted-1': [{ name: 'a', is: 'new' }], 'tainted-2': [] },
    status: { ...NONE, numberMisscheduled: 1 },
  },
  {
    name: '[ST1] the pod of a node that is gone is not counted',
    pods: { 'gone-1': [{ name: 'a', is: 'new' }] },
    status: NONE,
  },
  {
    name: '[ST2] [ST9] Ready is not available inside minReadySeconds',
    plan: { spec: { minReadySeconds: 10 } },
    pods: { 'wanted-1': [{ name: 'a', is: 'new', state: 'ready' }] },
    status: {
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 1,
      numberUnavailable: 1,
      updatedNumberScheduled: 1,
    },
  },
  {
    name: '[ST3] under surge the old pod stands for its node until it is gone',
    plan: surge,
    pods: {
      'wanted-1': [
        { name: 'a', is: 'old', state: 'unready', ageSeconds: 9 },
        { name: 'b', is: 'new', ageSeconds: 5 },
      ],
    },
    status: {
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 0,
      numberUnavailable: 1,
    },
  },
  {
    name: '[ST4] also while it is leaving',
    plan: surge,
    pods: {
      'wanted-1': [
        { name: 'a', is: 'old', isTerminating: true, ageSeconds: 9 },
        { name: 'b', is: 'new', state: 'unready', ageSeconds: 5 },
      ],
    },
    status: {
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 1,
      numberAvailable: 1,
    },
  },
  {
    name: '[ST1] [NP5] a bound pod stands for its node before an older one that is not',
    pods: {
      'wanted-1': [
        { name: 'a', is: 'old', state: 'unbound', ageSeconds: 9 },
        { name: 'b', is: 'new', ageSeconds: 5 },
      ],
    },
    status: {
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 1,
      numberAvailable: 1,
      updatedNumberScheduled: 1,
    },
  },
];
test.for(rows)('$name', ({ pods, plan = {}, status }) => {
  const context = simulatedContext();
  const daemonSet = context.store.create<'DaemonSet'>(simulatedDaemonSet(plan));
  for (const [on, plans] of Object.entries(pods)) {
    const taints = on.startsWith('tainted') ? [{ key: 'own', effect: 'NoSchedule' as const }] : [];
    if (!on.startsWith('gone')) context.store.create<'Node'>(simulatedNode(on, { taints }));
    for (const each of plans) addDaemonPod(context, daemonSet, { ...each, on });
  }
  expect(countStatus(syncOf(context, daemonSet), true)).toStrictEqual({ ...status, observedGeneration: 1 });
});

test('[ST2] what has not been worked on is not observed; collisions are kept', () => {
  const context = simulatedContext();
  const { store } = context;
  store.create<'DaemonSet'>(simulatedDaemonSet());
  const change = (minReadySeconds: number, status: Partial<DaemonSetStatus>) =>
    store.update('DaemonSet', 'agent', 'default', (each) => ({
      ...each,
      spec: { ...each.spec, minReadySeconds },
      status: { ...each.status, ...status },
    }));
  const unseen = change(5, {});
  const seen = change(6, { observedGeneration: 2, collisionCount: 3 });
  if (unseen === undefined || seen === undefined) throw new Error('it was there');
  expect(countStatus(syncOf(context, unseen), false)).toStrictEqual(NONE);
  expect(countStatus(syncOf(context, seen), false)).toStrictEqual({
    ...NONE,
    observedGeneration: 2,
    collisionCount: 3,
  });
  expect(countStatus(syncOf(context, seen), true)).toStrictEqual({ ...NONE, observedGeneration: 3, collisionCount: 3 });
});
