import { expect, test } from 'vitest';
import { makeNode, makeTaint } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  type Scenario,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import type { UpdateStrategy } from '../objects.ts';
import { effectiveParallelism } from './effective-parallelism.ts';
import type { Budget, NoBudget } from './verdict.ts';

const rolling = (maxUnavailable: number | string, maxSurge: number | string = 0): UpdateStrategy => ({
  kind: 'RollingUpdate',
  maxUnavailable,
  maxSurge,
});
const strategies = { unavailable: rolling(2), surge: rolling(0, 2), onDelete: { kind: 'OnDelete' } as const };
const starting = waitingWith('ContainerCreating');
const crashing = waitingWith('CrashLoopBackOff', 5);
const dead = makeSilentNode('d');

/** One node is dead from beginning to end; the other three are updated. */
const before = { a: { pods: [makeOldPod('a')] }, b: { pods: [makeOldPod('b')] }, c: { pods: [makeOldPod('c')] } };
const during = {
  a: { pods: [makeNewPod('a')] },
  b: { pods: [makeNewPod('b', starting)] },
  c: { pods: [makeOldPod('c', terminatingSince(NOW - SECOND))] },
};
const duringSurge = {
  a: { pods: [makeNewPod('a')] },
  b: { pods: [makeOldPod('b'), makeNewPod('b', starting)] },
  c: { pods: [makeOldPod('c', terminatingSince(NOW - SECOND)), makeNewPod('c')] },
};
const after = { a: { pods: [makeNewPod('a')] }, b: { pods: [makeNewPod('b')] }, c: { pods: [makeNewPod('c')] } };
const lost = { d: { node: dead, pods: [makeOldPod('d', notReadySince(NOW - MINUTE))] } };
const gone = { d: { node: dead, pods: [makeNewPod('d', notReadySince(NOW - MINUTE))] } };

const deadHolder = { node: 'd', pod: 'old-d', row: 'RU5f', kind: 'stuck', reason: 'NodeNotReady', since: NOW - MINUTE };
const startingHolder = { node: 'b', pod: 'new-b', kind: 'inFlight', reason: 'Starting', since: NOW - MINUTE };

type Row = {
  readonly name: string;
  readonly strategy: keyof typeof strategies;
  readonly nodes: Scenario['nodes'];
  readonly budget?: Omit<Budget, 'holders' | 'unavailable'> & {
    readonly holders: readonly object[];
    readonly unavailable?: readonly object[];
  };
  readonly parallelism?: number;
};
const rows: readonly Row[] = [
  {
    name: 'before the rollout: the dead node holds already',
    strategy: 'unavailable',
    nodes: { ...before, ...lost },
    budget: { kind: 'maxUnavailable', limit: 2, used: 1, need: 0, holders: [deadHolder] },
    parallelism: 1,
  },
  {
    name: 'during it: what starts, what leaves, and the dead one',
    strategy: 'unavailable',
    nodes: { ...during, ...lost },
    budget: {
      kind: 'maxUnavailable',
      limit: 2,
      used: 3,
      need: 2,
      holders: [
        { ...startingHolder, row: 'RU5e' },
        { node: 'c', pod: 'old-c', row: 'RU5b', kind: 'inFlight', reason: 'Terminating', since: NOW - SECOND },
        deadHolder,
      ],
    },
    parallelism: 1,
  },
  {
    name: 'after it: the dead one still holds',
    strategy: 'unavailable',
    nodes: { ...after, ...gone },
    budget: {
      kind: 'maxUnavailable',
      limit: 2,
      used: 1,
      need: 0,
      holders: [{ ...deadHolder, pod: 'new-d', row: 'RU5e' }],
    },
    parallelism: 1,
  },
  {
    name: 'before it with surge: a dead node that is not wanted uses nothing',
    strategy: 'surge',
    nodes: { ...before, ...lost },
    budget: { kind: 'maxSurge', limit: 2, used: 0, need: 0, holders: [], unavailable: [] },
    parallelism: 2,
  },
  {
    name: 'during it with surge: only what waits beside an old pod',
    strategy: 'surge',
    nodes: { ...duringSurge, ...lost },
    budget: {
      kind: 'maxSurge',
      limit: 2,
      used: 1,
      need: 0,
      holders: [{ ...startingHolder, row: 'RU8f' }],
      unavailable: [],
    },
    parallelism: 2,
  },
  {
    name: 'after it with surge: a pod that crashes stands apart',
    strategy: 'surge',
    nodes: { ...after, b: { pods: [makeNewPod('b', crashing)] } },
    budget: {
      kind: 'maxSurge',
      limit: 2,
      used: 0,
      need: 0,
      holders: [],
      unavailable: [
        {
          ...startingHolder,
          row: 'RU8a',
          kind: 'stuck',
          reason: 'CrashLoopBackOff',
          hardCause: 'CrashLoopBackOff',
        },
      ],
    },
    parallelism: 2,
  },
  { name: 'before it under OnDelete: none', strategy: 'onDelete', nodes: { ...before, ...lost } },
  { name: 'during it under OnDelete: none', strategy: 'onDelete', nodes: { ...during, ...lost } },
  { name: 'after it under OnDelete: none', strategy: 'onDelete', nodes: { ...after, ...gone } },
];
test.for(rows)('[RS3] [RS3a] $name', ({ strategy, nodes, budget, parallelism }) => {
  const outcome = deriveRollout({
    daemonSet: makeRollingDaemonSet({ updateStrategy: strategies[strategy] }),
    nodes,
  });
  expect(outcome.budget).toStrictEqual(budget);
  expect(outcome.noBudget).toBe(budget === undefined ? 'OnDelete' : undefined);
  expect(outcome.budget === undefined ? undefined : effectiveParallelism(outcome.budget)).toBe(parallelism);
});

const silences: readonly { readonly name: string; readonly given: Omit<Scenario, 'nodes'>; readonly why: NoBudget }[] =
  [
    {
      name: 'a DaemonSet that is being deleted is not updated any more',
      given: { daemonSet: makeRollingDaemonSet({ deletionTimestamp: NOW }) },
      why: 'BeingDeleted',
    },
    {
      name: 'unreadable pods are no empty ledger',
      given: { knowledge: { pods: 'Forbidden', nodes: 'Known' } },
      why: 'PodsUnreadable',
    },
    {
      name: 'without nodes nobody knows who is wanted, nor how many ten percent are',
      given: { knowledge: { pods: 'Known', nodes: 'Stale' } },
      why: 'NodesUnreadable',
    },
  ];
test.for(silences)('[RS3a] $name', ({ given, why }) => {
  const outcome = deriveRollout({ ...given, nodes: { a: { pods: [makeOldPod('a', crashing)] } } });
  expect(outcome).not.toHaveProperty('budget');
  expect(outcome.noBudget).toBe(why);
});

test('[RS3a] [RU2] a percentage of no node: nobody can recover, so nobody need', () => {
  const daemonSet = makeRollingDaemonSet({ updateStrategy: rolling('10%') });
  const tainted = makeNode('a', { taints: [makeTaint('dedicated')] });
  const { budget } = deriveRollout({ daemonSet, nodes: { a: { node: tainted } } });
  expect(budget).toStrictEqual({ kind: 'maxUnavailable', limit: 0, used: 0, need: 0, holders: [] });
});

test('[RS2f] no more nodes move at a time than the budget leaves, and never less than none', () => {
  const holder = { row: 'RU5e', reason: 'NotReady', node: before.a.pods[0]?.nodeName ?? dead.name } as const;
  const [stuck, inFlight] = [
    { ...holder, kind: 'stuck' as const },
    { ...holder, kind: 'inFlight' as const },
  ];
  expect(effectiveParallelism({ limit: 3, holders: [stuck, inFlight] })).toBe(2);
  expect(effectiveParallelism({ limit: 1, holders: [stuck, stuck] })).toBe(0);
});
