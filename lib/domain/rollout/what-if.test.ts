import fc from 'fast-check';
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
  ROLLED_AT,
  type Scenario,
  type ScenarioNode,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import { nodeName } from '../keys.ts';
import type { UpdateStrategy } from '../objects.ts';
import type { Replacement } from './pace.ts';
import { computeProgress } from './rollout-progress.ts';
import { type WhatIf, type WhatIfChange, whatIf } from './what-if.ts';
import { computeWhatIfBasis } from './what-if-basis.ts';

const rolling = (maxUnavailable: number | string, maxSurge: number | string = 0): UpdateStrategy => ({
  kind: 'RollingUpdate',
  maxUnavailable,
  maxSurge,
});
const old = (name: string): ScenarioNode => ({ pods: [makeOldPod(name)] });
const updated = (name: string): ScenarioNode => ({ pods: [makeNewPod(name)] });
const starting = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('ContainerCreating'))] });
const crashing = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('CrashLoopBackOff', 5))] });
const surging = (name: string): ScenarioNode => ({
  pods: [makeOldPod(name), makeNewPod(name, waitingWith('ContainerCreating'))],
});
const replacing = (name: string): ScenarioNode => ({ pods: [makeOldPod(name, notReadySince(NOW - MINUTE))] });
const leaving = (name: string): ScenarioNode => ({ pods: [makeOldPod(name, terminatingSince(NOW - SECOND))] });
const dead = (name: string): ScenarioNode => ({
  node: makeSilentNode(name),
  pods: [makeOldPod(name, notReadySince(NOW - MINUTE))],
});

/** Median 60 s, ninetieth percentile 90 s. */
const samples: readonly Replacement[] = [40, 50, 60, 80, 90].map((seconds, index) => ({
  node: nodeName(`sample-${index}`),
  from: ROLLED_AT,
  until: ROLLED_AT + seconds * SECOND,
}));

function ask(
  updateStrategy: UpdateStrategy,
  nodes: Scenario['nodes'],
  change: WhatIfChange,
  rest: Partial<Scenario> = {},
) {
  const outcome = deriveRollout({ daemonSet: makeRollingDaemonSet({ updateStrategy }), nodes, ...rest });
  const basis = computeWhatIfBasis({ outcome, cells: outcome.cells, samples });
  return basis === undefined ? undefined : whatIf(basis, change);
}

const blocked = { a: dead('a'), b: old('b'), c: old('c'), d: old('d'), e: updated('e') };
type Row = {
  readonly name: string;
  readonly strategy?: UpdateStrategy;
  readonly nodes: Scenario['nodes'];
  readonly change: WhatIfChange;
  readonly rest?: Partial<Scenario>;
  readonly answer: WhatIf | undefined;
};
const rows: readonly Row[] = [
  {
    name: '[PC6] [FA3] as it is: a dead node holds the only place',
    nodes: blocked,
    change: { kind: 'maxUnavailable', value: 1 },
    answer: { kind: 'maxUnavailable', limit: 1, used: 1, free: 0, parallelism: 0, moves: false, leftBehind: 1 },
  },
  {
    name: '[PC6] with two places the rest goes one by one, and the dead node stays behind',
    nodes: blocked,
    change: { kind: 'maxUnavailable', value: 2 },
    answer: {
      kind: 'maxUnavailable',
      limit: 2,
      used: 1,
      free: 1,
      parallelism: 1,
      moves: true,
      takes: { shortest: 3 * MINUTE, longest: 3 * 90 * SECOND },
      leftBehind: 1,
    },
  },
  {
    name: '[PC6] a percentage is of the nodes that are wanted, rounded up',
    nodes: blocked,
    change: { kind: 'maxUnavailable', value: '60%' },
    answer: {
      kind: 'maxUnavailable',
      limit: 3,
      used: 1,
      free: 2,
      parallelism: 2,
      moves: true,
      takes: { shortest: 2 * MINUTE, longest: 2 * 90 * SECOND },
      leftBehind: 1,
    },
  },
  {
    name: '[PC6] with surge a dead node holds nothing',
    nodes: blocked,
    change: { kind: 'maxSurge', value: 3 },
    answer: {
      kind: 'maxSurge',
      limit: 3,
      used: 0,
      free: 3,
      parallelism: 3,
      moves: true,
      takes: { shortest: MINUTE, longest: 90 * SECOND },
      leftBehind: 1,
    },
  },
  {
    name: '[PC6] without surge the two pods of a node count as unavailable',
    strategy: rolling(0, 2),
    nodes: { a: surging('a'), b: old('b'), c: starting('c') },
    change: { kind: 'maxUnavailable', value: 3 },
    answer: {
      kind: 'maxUnavailable',
      limit: 3,
      used: 2,
      free: 1,
      parallelism: 3,
      moves: true,
      takes: { shortest: MINUTE, longest: 180 * SECOND },
      leftBehind: 0,
    },
  },
  {
    name: '[PC6] under OnDelete a rolling update would go',
    strategy: { kind: 'OnDelete' },
    nodes: { a: old('a'), b: old('b') },
    change: { kind: 'maxUnavailable', value: 1 },
    answer: {
      kind: 'maxUnavailable',
      limit: 1,
      used: 0,
      free: 1,
      parallelism: 1,
      moves: true,
      takes: { shortest: 2 * MINUTE, longest: 180 * SECOND },
      leftBehind: 0,
    },
  },
  {
    name: '[PC6] [RU11] no budget helps while every sync fails',
    nodes: { a: { absentSince: NOW - MINUTE }, b: old('b') },
    rest: { failedCreate: { message: 'exceeded quota', lastSeen: NOW } },
    change: { kind: 'maxUnavailable', value: '100%' },
    answer: { kind: 'maxUnavailable', limit: 2, used: 1, free: 1, parallelism: 0, moves: false, leftBehind: 1 },
  },
  {
    name: '[PC6] [RU11] nor is there an end while something is on its way',
    nodes: { a: { absentSince: NOW - MINUTE }, b: old('b'), c: starting('c') },
    rest: { failedCreate: { message: 'exceeded quota', lastSeen: NOW } },
    change: { kind: 'maxUnavailable', value: 3 },
    answer: { kind: 'maxUnavailable', limit: 3, used: 2, free: 1, parallelism: 0, moves: true, leftBehind: 1 },
  },
  {
    name: '[PC6] [RU11] an old pod that needs no budget is held by a sync that fails, too',
    nodes: { a: { absentSince: NOW - MINUTE }, b: old('b'), c: replacing('c') },
    rest: { failedCreate: { message: 'exceeded quota', lastSeen: NOW } },
    change: { kind: 'maxUnavailable', value: 3 },
    answer: { kind: 'maxUnavailable', limit: 3, used: 2, free: 1, parallelism: 0, moves: false, leftBehind: 1 },
  },
  {
    name: '[PC6] without surge a dead node that is not wanted holds a place',
    strategy: rolling(0, 1),
    nodes: { a: { node: makeSilentNode('a'), pods: [makeNewPod('a', notReadySince(NOW))] }, b: old('b') },
    change: { kind: 'maxUnavailable', value: 1 },
    answer: { kind: 'maxUnavailable', limit: 1, used: 1, free: 0, parallelism: 0, moves: false, leftBehind: 0 },
  },
  {
    name: '[PC6] nor is anything said about what cannot be read',
    nodes: { a: old('a') },
    rest: { knowledge: { pods: 'Known', nodes: 'Forbidden' } },
    change: { kind: 'maxUnavailable', value: 1 },
    answer: undefined,
  },
];
test.for(rows)('$name', ({ strategy = rolling(1), nodes, change, rest, answer }) =>
  expect(ask(strategy, nodes, change, rest)).toStrictEqual(answer),
);

test.for([0, -1, 1.5, '0%', '101%', '5', 'many', ''])(
  '[PC6] [RU1] the API server would refuse %s, so it is not answered',
  (value) => expect(ask(rolling(1), { a: old('a') }, { kind: 'maxSurge', value })).toBeUndefined(),
);

const succeeding = (name: string): ScenarioNode => ({ pods: [makeOldPod(name), makeNewPod(name)] });
const MAKERS = { succeeding, old, updated, starting, crashing, replacing, leaving, dead, surging };
const maker = fc.constantFrom(...Object.values(MAKERS));
const budgets = fc.integer({ min: 1, max: 6 });
const strategies = fc.oneof(
  budgets.map((value) => ({ kind: 'maxUnavailable', value }) as const),
  budgets.map((value) => ({ kind: 'maxSurge', value }) as const),
);
const toStrategy = ({
  kind,
  value,
}: {
  readonly kind: WhatIfChange['kind'];
  readonly value: number;
}): UpdateStrategy => (kind === 'maxSurge' ? rolling(0, value) : rolling(value));
const toNodes = (makers: readonly (typeof old)[]): Scenario['nodes'] =>
  Object.fromEntries(makers.map((make, index) => [`n${index}`, make(`n${index}`)]));

test('[PC6] asked about the budget in use it says what the ledger and the progress say', () => {
  fc.assert(
    fc.property(fc.array(maker, { minLength: 1, maxLength: 8 }), strategies, (makers, change) => {
      const outcome = deriveRollout({
        daemonSet: makeRollingDaemonSet({ updateStrategy: toStrategy(change) }),
        nodes: toNodes(makers),
      });
      const basis = computeWhatIfBasis({ outcome, cells: outcome.cells, samples });
      const answer = basis === undefined ? undefined : whatIf(basis, change);
      const { progress } = computeProgress({ outcome, cells: outcome.cells, samples, now: NOW });
      expect(answer).toMatchObject({
        kind: outcome.budget?.kind,
        limit: outcome.budget?.limit,
        used: outcome.budget?.used,
        parallelism: progress.parallelism,
      });
      const { kind } = outcome.verdict;
      if (kind === 'Blocked' || kind === 'Stalled') expect(answer?.moves).toBe(false);
      if (kind === 'Progressing') expect(answer?.moves).toBe(true);
      if (progress.eta === undefined || progress.last === undefined) return;
      const { earliest, latest } = progress.eta;
      const { at } = progress.last;
      expect(answer?.takes).toStrictEqual({ shortest: earliest - at, longest: latest - at });
    }),
    { numRuns: 300 },
  );
});

test('[PC6] cells that are well, or empty, change nothing, and are left out', () => {
  fc.assert(
    fc.property(fc.array(maker, { minLength: 1, maxLength: 8 }), strategies, (makers, change) => {
      const updateStrategy = toStrategy(change);
      const nodes = { ...toNodes(makers), empty: { node: makeNode('empty', { taints: [makeTaint('dedicated')] }) } };
      const outcome = deriveRollout({ daemonSet: makeRollingDaemonSet({ updateStrategy }), nodes });
      const unshared = outcome.cells.map((cell) => ({ ...cell, facts: { ...cell.facts } }));
      expect(computeWhatIfBasis({ outcome, cells: outcome.cells, samples })).toStrictEqual(
        computeWhatIfBasis({ outcome, cells: unshared, samples }),
      );
    }),
    { numRuns: 100 },
  );
});

test('[PC6] a larger budget of the same kind never stops what moves, nor takes longer', () => {
  fc.assert(
    fc.property(fc.array(maker, { minLength: 1, maxLength: 8 }), strategies, budgets, (makers, change, more) => {
      const strategy = toStrategy(change);
      const small = ask(strategy, toNodes(makers), change);
      const large = ask(strategy, toNodes(makers), { ...change, value: change.value + more });
      if (small?.moves === true) expect(large?.moves).toBe(true);
      if (small?.takes === undefined) return;
      expect(large?.takes?.shortest).toBeLessThanOrEqual(small.takes.shortest);
      expect(large?.takes?.longest).toBeLessThanOrEqual(small.takes.longest);
    }),
    { numRuns: 100 },
  );
});
