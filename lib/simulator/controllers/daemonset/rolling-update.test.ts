import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import {
  addDaemonPod,
  type DaemonPodPlan,
  type DaemonSetPlan,
  simulatedDaemonSet,
  syncOf,
} from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode } from '#lib/testing/simulated-objects.ts';
import type { DaemonSet } from '../../objects.ts';
import { NodeGone, rollingUpdate } from './rolling-update.ts';

/** Pods by the node that they are on: `wanted-*` wants one, `tainted-*` does not but lets it stay, `gone-*` is no more. */
type Pods = Readonly<Record<string, readonly Omit<DaemonPodPlan, 'on' | 'name'>[]>>;
type Row = { readonly name: string; readonly pods: Pods } & {
  readonly update: NonNullable<DaemonSetPlan['update']>;
  readonly minReadySeconds?: number;
  /** The nodes whose old pods go, and those that get a new one beside it; a number where chance decides which. */
  readonly deletes: readonly string[] | number;
  readonly creates: readonly string[] | number;
};

function situation({ pods, update, minReadySeconds = 0 }: Omit<Row, 'name' | 'deletes' | 'creates'>): {
  readonly context: SimulatedContext;
  readonly daemonSet: DaemonSet;
} {
  const context = simulatedContext();
  const daemonSet = context.store.create<'DaemonSet'>(simulatedDaemonSet({ update, spec: { minReadySeconds } }));
  for (const [on, plans] of Object.entries(pods)) {
    const taints = on.startsWith('tainted') ? [{ key: 'own', effect: 'NoSchedule' as const }] : [];
    if (!on.startsWith('gone')) context.store.create<'Node'>(simulatedNode(on, { taints }));
    for (const [at, plan] of plans.entries())
      addDaemonPod(context, daemonSet, { ...plan, on, name: `${plan.is}@${on}${at === 0 ? '' : `#${at}`}` });
  }
  return { context, daemonSet };
}

const OLD = { is: 'old' } as const;
const OLD_DOWN = { is: 'old', state: 'unready' } as const;
const NEW = { is: 'new' } as const;
const NEW_DOWN = { is: 'new', state: 'unready' } as const;
const OLD_LEAVING = { is: 'old', isTerminating: true } as const;
const one = { maxUnavailable: 1 };
const two = { maxUnavailable: 2 };

const withoutSurge: readonly Row[] = [
  {
    name: '[RU5g] [RU6] available old pods go as far as the budget allows',
    update: two,
    pods: { 'wanted-1': [OLD], 'wanted-2': [OLD], 'wanted-3': [OLD] },
    deletes: 2,
    creates: [],
  },
  {
    name: '[RU6] a budget above the candidates takes all of them',
    update: { maxUnavailable: '100%' },
    pods: { 'wanted-1': [OLD], 'wanted-2': [OLD] },
    deletes: 2,
    creates: [],
  },
  {
    name: '[RU5a] two new pods count as unavailable',
    update: one,
    pods: { 'wanted-1': [NEW, NEW], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU5a] two old pods count as unavailable, and are left to the manage loop',
    update: one,
    pods: { 'wanted-1': [OLD, OLD_DOWN], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU5b] a wanted node without a pod counts as unavailable',
    update: one,
    pods: { 'wanted-1': [], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU4] an unwanted node without a pod does not count',
    update: one,
    pods: { 'tainted-1': [], 'wanted-2': [OLD] },
    deletes: ['old@wanted-2'],
    creates: [],
  },
  {
    name: '[RU5b] a node whose only pod is leaving counts as unavailable',
    update: one,
    pods: { 'wanted-1': [OLD_LEAVING], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU5b] [RU4] [RU7] on an unwanted node, too: a dead node holds the budget while its pod is leaving',
    update: one,
    pods: { 'tainted-1': [OLD_LEAVING], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU5c] a new and an old pod count as unavailable',
    update: one,
    pods: { 'wanted-1': [NEW, OLD], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU5d] an available new pod does not count',
    update: one,
    pods: { 'wanted-1': [NEW], 'wanted-2': [OLD] },
    deletes: ['old@wanted-2'],
    creates: [],
  },
  {
    name: '[RU5d] nor does one beside a pod that is leaving',
    update: one,
    pods: { 'wanted-1': [NEW, OLD_LEAVING], 'wanted-2': [OLD] },
    deletes: ['old@wanted-2'],
    creates: [],
  },
  {
    name: '[RU5e] a new pod that is not available counts',
    update: one,
    pods: { 'wanted-1': [NEW_DOWN], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU5e] [ST9] a new pod inside minReadySeconds counts',
    update: one,
    minReadySeconds: 10,
    pods: { 'wanted-1': [{ is: 'new', state: 'ready' }], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU5f] [FA4] unavailable old pods all go at once, and eat the budget of the others',
    update: one,
    pods: { 'wanted-1': [OLD_DOWN], 'wanted-2': [OLD_DOWN], 'wanted-3': [OLD] },
    deletes: ['old@wanted-1', 'old@wanted-2'],
    creates: [],
  },
  {
    name: '[RU5f] [FA5] an unavailable old pod goes where none would be made again',
    update: one,
    pods: { 'tainted-1': [OLD_DOWN], 'wanted-2': [OLD] },
    deletes: ['old@tainted-1'],
    creates: [],
  },
  {
    name: '[RU5g] [FA5] an available one is a candidate there like any other',
    update: one,
    pods: { 'tainted-1': [OLD], 'wanted-2': [NEW] },
    deletes: ['old@tainted-1'],
    creates: [],
  },
  {
    name: '[RU4] the pod of a node that is gone counts',
    update: two,
    pods: { 'gone-1': [NEW_DOWN], 'wanted-2': [OLD], 'wanted-3': [OLD] },
    deletes: 1,
    creates: [],
  },
  {
    name: '[RU5f] an old pod that waits for a node that is gone is replaced',
    update: two,
    pods: { 'gone-1': [{ is: 'old', state: 'unbound' }], 'wanted-2': [NEW] },
    deletes: ['old@gone-1'],
    creates: [],
  },
  {
    name: '[RU6] more unavailable pods than the budget do not turn it into a debt',
    update: one,
    pods: { 'wanted-1': [NEW_DOWN], 'wanted-2': [NEW_DOWN], 'wanted-3': [OLD], 'wanted-4': [OLD_DOWN] },
    deletes: ['old@wanted-4'],
    creates: [],
  },
  {
    name: '[RU2] a percentage counts wanted nodes alone',
    update: { maxUnavailable: '50%' },
    pods: { 'wanted-1': [OLD], 'wanted-2': [OLD], 'tainted-3': [NEW], 'tainted-4': [NEW] },
    deletes: 1,
    creates: [],
  },
];

const surge = { maxSurge: 1, maxUnavailable: 0 };
const twoMore = { maxSurge: 2, maxUnavailable: 0 };

const underSurge: readonly Row[] = [
  {
    name: '[RU8a] nodes without an old pod are left to the manage loop, and use no budget',
    update: surge,
    pods: { 'wanted-1': [], 'wanted-2': [NEW_DOWN], 'wanted-3': [OLD] },
    deletes: [],
    creates: ['wanted-3'],
  },
  {
    name: '[RU8b] an unavailable old pod gets its new one now, outside the budget',
    update: surge,
    pods: { 'wanted-1': [OLD_DOWN], 'wanted-2': [OLD_DOWN], 'wanted-3': [OLD] },
    deletes: [],
    creates: ['wanted-1', 'wanted-2', 'wanted-3'],
  },
  {
    name: '[RU8c] an unavailable old pod goes where none is wanted',
    update: surge,
    pods: { 'tainted-1': [OLD_DOWN], 'wanted-2': [NEW] },
    deletes: ['old@tainted-1'],
    creates: [],
  },
  {
    name: '[RU8d] an available old pod where none is wanted goes when more are available than desired',
    update: surge,
    pods: { 'tainted-1': [OLD], 'tainted-2': [OLD], 'wanted-3': [NEW], 'wanted-4': [NEW_DOWN] },
    deletes: 1,
    creates: [],
  },
  {
    name: '[RU8d] and all such pods when there are enough',
    update: surge,
    pods: { 'tainted-1': [OLD], 'tainted-2': [OLD], 'wanted-3': [NEW] },
    deletes: 2,
    creates: [],
  },
  {
    name: '[RU8d] and stays while it is needed',
    update: surge,
    pods: { 'tainted-1': [OLD], 'wanted-3': [NEW_DOWN] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU8d] fewer available than desired is no debt of those that stay',
    update: surge,
    pods: { 'tainted-1': [OLD], 'tainted-2': [OLD], 'wanted-3': [NEW_DOWN], 'wanted-4': [], 'wanted-5': [NEW_DOWN] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU8d] where an old and a new pod stand, the old one counts as available or not',
    update: surge,
    pods: { 'tainted-1': [OLD], 'wanted-2': [OLD_DOWN, NEW] },
    deletes: ['old@wanted-2'],
    creates: [],
  },
  {
    name: '[RU8e] [RU9] candidates get a new pod as far as the budget allows',
    update: twoMore,
    pods: { 'wanted-1': [OLD], 'wanted-2': [OLD], 'wanted-3': [OLD] },
    deletes: [],
    creates: 2,
  },
  {
    name: '[RU8f] [RU10] a new pod that is awaited uses the budget',
    update: surge,
    pods: { 'wanted-1': [OLD, NEW_DOWN], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU8f] inside minReadySeconds it is awaited still',
    update: surge,
    minReadySeconds: 10,
    pods: { 'wanted-1': [OLD, { is: 'new', state: 'ready' }], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU8g] the old pod goes when the new one is available, which frees the budget',
    update: surge,
    pods: { 'wanted-1': [OLD, NEW], 'wanted-2': [OLD] },
    deletes: ['old@wanted-1'],
    creates: ['wanted-2'],
  },
  {
    name: '[RU8h] two old pods use the budget',
    update: surge,
    pods: { 'wanted-1': [OLD, OLD], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU8h] two new pods, too',
    update: surge,
    pods: { 'wanted-1': [NEW, NEW], 'wanted-2': [OLD] },
    deletes: [],
    creates: [],
  },
  {
    name: '[RU9] more than the budget allows is no debt',
    update: surge,
    pods: {
      'wanted-1': [OLD, NEW_DOWN],
      'wanted-2': [OLD, NEW_DOWN],
      'wanted-3': [OLD_DOWN],
      'wanted-4': [OLD],
      'wanted-5': [OLD],
    },
    deletes: [],
    creates: ['wanted-3'],
  },
  {
    name: '[RU8i] a new pod of a node that is gone stops nothing',
    update: surge,
    pods: { 'gone-1': [NEW_DOWN], 'gone-2': [OLD, NEW], 'wanted-2': [OLD] },
    deletes: ['old@gone-2'],
    creates: ['wanted-2'],
  },
];

describe.each([
  ['without surge', withoutSurge],
  ['under surge', underSurge],
] as const)('a rolling update %s', (_, rows) => {
  test.for(rows)('$name', (row) => {
    const { context, daemonSet } = situation(row);
    const { toDelete, toCreateOn } = rollingUpdate(syncOf(context, daemonSet));
    expect(typeof row.deletes === 'number' ? toDelete.length : toDelete.toSorted()).toStrictEqual(row.deletes);
    expect(typeof row.creates === 'number' ? toCreateOn.length : toCreateOn.toSorted()).toStrictEqual(row.creates);
    expect(new Set([...toDelete, ...toCreateOn]).size).toBe(toDelete.length + toCreateOn.length);
  });
});

test.for([
  ['available', OLD],
  ['unavailable', OLD_DOWN],
] as const)('[RU8i] an old pod, %s, of a node that is gone stops the whole update under surge', ([, pod]) => {
  const { context, daemonSet } = situation({
    update: surge,
    pods: { 'gone-1': [pod], 'wanted-2': [OLD, NEW], 'wanted-3': [OLD] },
  });
  expect(() => rollingUpdate(syncOf(context, daemonSet))).toThrow(
    new NodeGone('couldn\'t get node for nodeName "gone-1": node "gone-1" not found'),
  );
});
