import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeNode, makeTaint } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  NOW,
  notReadySince,
  type Scenario,
  type ScenarioNode,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import type { UpdateStrategy } from '../objects.ts';
import { computePushSafety, type PushSafety } from './push-safety.ts';

const rolling = (maxUnavailable: number | string, maxSurge: number | string = 0): UpdateStrategy => ({
  kind: 'RollingUpdate',
  maxUnavailable,
  maxSurge,
});
const onDelete: UpdateStrategy = { kind: 'OnDelete' };
const old = (name: string): ScenarioNode => ({ pods: [makeOldPod(name)] });
const updated = (name: string): ScenarioNode => ({ pods: [makeNewPod(name)] });
const crashing = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('CrashLoopBackOff', 5))] });
const tainted = (name: string) => makeNode(name, { taints: [makeTaint('dedicated')] });

const safetyOf = ({ minReadySeconds = 0, ...given }: Omit<Scenario, 'daemonSet'> & Wishes): PushSafety | undefined => {
  const daemonSet = makeRollingDaemonSet({ updateStrategy: given.updateStrategy, minReadySeconds });
  return computePushSafety({ daemonSet, ...deriveRollout({ ...given, daemonSet }) });
};
type Wishes = { readonly updateStrategy: UpdateStrategy; readonly minReadySeconds?: number };

const bad = { a: crashing('a'), b: old('b'), c: updated('c'), d: old('d'), e: { absentSince: NOW } };
type Row = {
  readonly name: string;
  readonly given: Parameters<typeof safetyOf>[0];
  readonly safety: PushSafety;
};
const rows: readonly Row[] = [
  {
    name: '[FA4a] today’s failing pods are old then: replaced at once, and they use up the budget',
    given: { updateStrategy: rolling(2), nodes: bad },
    safety: {
      replacedAtOnce: 1,
      readyAmongThem: 0,
      byBudget: 0,
      waiting: 3,
      unavailableAtWorst: 2,
      desired: 5,
    },
  },
  {
    name: '[FA4a] what is left of the budget goes with them',
    given: { updateStrategy: rolling('80%'), nodes: bad },
    safety: {
      replacedAtOnce: 1,
      readyAmongThem: 0,
      byBudget: 2,
      waiting: 1,
      unavailableAtWorst: 4,
      desired: 5,
    },
  },
  {
    name: '[FA4a] all is well: the budget is all that is at risk',
    given: { updateStrategy: rolling(1), nodes: { a: updated('a'), b: updated('b') } },
    safety: { replacedAtOnce: 0, readyAmongThem: 0, byBudget: 1, waiting: 1, unavailableAtWorst: 1, desired: 2 },
  },
  {
    name: '[FA4b] within minReadySeconds pods serve already, and a push takes them all',
    given: {
      updateStrategy: rolling(1),
      minReadySeconds: 600,
      nodes: { a: updated('a'), b: updated('b'), c: updated('c'), d: old('d') },
    },
    safety: { replacedAtOnce: 3, readyAmongThem: 3, byBudget: 0, waiting: 1, unavailableAtWorst: 3, desired: 4 },
  },
  {
    name: '[FA4a] one that leaves already is not replaced again',
    given: {
      updateStrategy: rolling(2),
      nodes: { a: { pods: [makeOldPod('a', terminatingSince(NOW - SECOND))] }, b: old('b'), c: old('c') },
    },
    safety: { replacedAtOnce: 0, readyAmongThem: 0, byBudget: 1, waiting: 1, unavailableAtWorst: 2, desired: 3 },
  },
  {
    name: '[FA4a] [FA5] where it is not wanted an available pod takes its turn, and one that is not only goes',
    given: {
      updateStrategy: rolling(2),
      nodes: {
        a: { node: tainted('a'), ...crashing('a') },
        b: { node: tainted('b'), ...old('b') },
        c: updated('c'),
      },
    },
    safety: { replacedAtOnce: 0, readyAmongThem: 0, byBudget: 1, waiting: 1, unavailableAtWorst: 1, desired: 1 },
  },
  {
    name: '[FA4a] with surge failing pods are replaced beside the budget, and available ones stay until then',
    given: { updateStrategy: rolling(0, 2), nodes: bad },
    safety: { replacedAtOnce: 1, readyAmongThem: 0, byBudget: 2, waiting: 1, unavailableAtWorst: 2, desired: 5 },
  },
  {
    name: '[FA4a] with surge two pods of a node use it',
    given: {
      updateStrategy: rolling(0, 1),
      nodes: { a: { pods: [makeOldPod('a'), makeNewPod('a', waitingWith('ContainerCreating'))] }, b: updated('b') },
    },
    safety: { replacedAtOnce: 0, readyAmongThem: 0, byBudget: 0, waiting: 1, unavailableAtWorst: 0, desired: 2 },
  },
  {
    name: '[FA4a] [NP7] of two pods the older one is kept, even when only the other serves',
    given: {
      updateStrategy: rolling(0, 2),
      nodes: { a: { pods: [makeOldPod('a', notReadySince(NOW - SECOND)), makeNewPod('a')] }, b: updated('b') },
    },
    safety: { replacedAtOnce: 1, readyAmongThem: 0, byBudget: 1, waiting: 0, unavailableAtWorst: 1, desired: 2 },
  },
  {
    name: '[FA4a] [FA4c] under OnDelete nothing is replaced by itself',
    given: { updateStrategy: onDelete, nodes: bad },
    safety: {
      replacedAtOnce: 0,
      readyAmongThem: 0,
      byBudget: 0,
      waiting: 3,
      unavailableAtWorst: 2,
      desired: 5,
      withheldBy: 'OnDelete',
    },
  },
  {
    name: '[FA4c] [RU11] while a creation is refused nothing is replaced, whatever the budget',
    given: {
      updateStrategy: rolling(4),
      failedCreate: { message: 'no quota' },
      nodes: { a: { absentSince: NOW - MINUTE }, b: old('b') },
    },
    safety: {
      replacedAtOnce: 0,
      readyAmongThem: 0,
      byBudget: 1,
      waiting: 0,
      unavailableAtWorst: 2,
      desired: 2,
      withheldBy: 'SyncFails',
    },
  },
  {
    name: '[FA4a] a vanished node is nobody’s loss',
    given: { updateStrategy: rolling(1), nodes: { a: { node: 'gone', ...crashing('a') }, b: updated('b') } },
    safety: { replacedAtOnce: 0, readyAmongThem: 0, byBudget: 0, waiting: 1, unavailableAtWorst: 0, desired: 1 },
  },
];
test.for(rows)('$name', ({ given, safety }) => expect(safetyOf(given)).toStrictEqual(safety));

test('[FA4a] nothing is said about pods that cannot be read', () => {
  const knowledge = { pods: 'Forbidden', nodes: 'Known' } as const;
  expect(safetyOf({ updateStrategy: rolling(1), knowledge, nodes: bad })).toBeUndefined();
});

test('[FA4a] without surge no push leaves more nodes without a pod than the budget, or than there are already', () => {
  const kinds = { crashing, old, updated, empty: () => ({ absentSince: NOW - MINUTE }) };
  const kind = fc.constantFrom(...Object.values(kinds));
  fc.assert(
    fc.property(fc.array(kind, { maxLength: 12 }), fc.integer({ min: 1, max: 6 }), (makers, limit) => {
      const nodes = Object.fromEntries(makers.map((make, index) => [`n${index}`, make(`n${index}`)]));
      const safety = safetyOf({ updateStrategy: rolling(limit), nodes });
      const now = deriveRollout({ nodes }).counted.numberUnavailable;
      expect(safety?.unavailableAtWorst).toBeLessThanOrEqual(Math.max(limit, now));
      expect((safety?.byBudget ?? 0) + (safety?.waiting ?? 0) + now).toBe(makers.length);
    }),
    { numRuns: 50 },
  );
});

test('[FA4a] cells that are well are counted at once, to the same numbers', () => {
  const maker = fc.constantFrom(crashing, old, updated, (name: string) => ({
    pods: [makeOldPod(name), makeNewPod(name)],
  }));
  const strategy = fc.constantFrom(rolling(2), rolling(0, 2), onDelete);
  fc.assert(
    fc.property(fc.array(maker, { maxLength: 8 }), strategy, (makers, updateStrategy) => {
      const daemonSet = makeRollingDaemonSet({ updateStrategy });
      const nodes = Object.fromEntries(makers.map((make, index) => [`n${index}`, make(`n${index}`)]));
      const { cells } = deriveRollout({ daemonSet, nodes });
      const unshared = cells.map((cell) => ({ ...cell, facts: { ...cell.facts } }));
      expect(computePushSafety({ daemonSet, cells })).toStrictEqual(computePushSafety({ daemonSet, cells: unshared }));
    }),
    { numRuns: 100 },
  );
});

test('[FA4a] a pod of today that is not Ready is one that goes at once', () => {
  const nodes = { a: { pods: [makeNewPod('a', notReadySince(NOW - SECOND))] } };
  expect(safetyOf({ updateStrategy: rolling(1), nodes })?.replacedAtOnce).toBe(1);
});
