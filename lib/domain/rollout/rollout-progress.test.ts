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
import type { Progress, Replacement } from './pace.ts';
import { computeProgress } from './rollout-progress.ts';

const rolling = (maxUnavailable: number, maxSurge = 0): UpdateStrategy => ({
  kind: 'RollingUpdate',
  maxUnavailable,
  maxSurge,
});
const withBudget = (pods: number) => makeRollingDaemonSet({ updateStrategy: rolling(pods) });
const withSurge = makeRollingDaemonSet({ updateStrategy: rolling(0, 1) });
const withOnDelete = makeRollingDaemonSet({ updateStrategy: { kind: 'OnDelete' } });

const old = (name: string): ScenarioNode => ({ pods: [makeOldPod(name)] });
const updated = (name: string): ScenarioNode => ({ pods: [makeNewPod(name)] });
const starting = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('ContainerCreating'))] });
const crashing = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('CrashLoopBackOff', 5))] });
const tainted = (name: string) => makeNode(name, { taints: [makeTaint('dedicated')] });
const dead = (name: string, pod: ScenarioNode['pods']): ScenarioNode => ({
  node: makeSilentNode(name),
  pods: pod ?? [],
});

/** Median 60 s, ninetieth percentile 90 s. */
const samples: readonly Replacement[] = [40, 50, 60, 80, 90].map((seconds, index) => ({
  node: nodeName(`sample-${index}`),
  from: ROLLED_AT,
  until: ROLLED_AT + seconds * SECOND,
}));
const perPod = { median: MINUTE, p90: 90 * SECOND, samples: 5 };

const progressOf = ({ given, taken = samples }: { readonly given: Scenario; readonly taken?: typeof samples }) => {
  const outcome = deriveRollout(given);
  return computeProgress({ outcome, cells: outcome.cells, samples: taken, now: given.now ?? NOW });
};

type Row = {
  readonly name: string;
  readonly given: Scenario;
  readonly taken?: readonly Replacement[];
  readonly progress: Omit<Progress, 'last' | 'perPod'>;
  readonly now?: number;
};
/** The last progress of most of them: a new pod made, or available, a minute ago. */
const last = NOW - MINUTE;
const rows: readonly Row[] = [
  {
    name: '[PC3] [PC4] a range, counted from the last progress',
    given: { nodes: { a: updated('a'), b: old('b'), c: old('c') } },
    progress: {
      parallelism: 1,
      remaining: 2,
      finishes: true,
      eta: { earliest: last + 2 * MINUTE, latest: last + 180 * SECOND },
    },
  },
  {
    name: '[PC3] what moves now is one round more at worst',
    given: { daemonSet: withBudget(2), nodes: { a: starting('a'), b: old('b'), c: old('c') } },
    progress: {
      parallelism: 2,
      remaining: 2,
      finishes: true,
      eta: { earliest: last + MINUTE, latest: last + 180 * SECOND },
    },
  },
  {
    name: '[PC3] a first rollout starts everywhere at once, whatever the budget',
    given: { nodes: { a: starting('a'), b: starting('b'), c: { absentSince: NOW } } },
    progress: { parallelism: 1, remaining: 1, finishes: true, eta: { earliest: last, latest: last + 90 * SECOND } },
  },
  {
    name: '[PC3] no end below five samples, though it will come',
    given: { nodes: { a: updated('a'), b: old('b') } },
    taken: samples.slice(1),
    progress: { parallelism: 1, remaining: 1, finishes: true },
  },
  {
    name: '[PC3] [RU11] nothing moves at a time while every sync fails',
    given: {
      daemonSet: withBudget(3),
      nodes: { a: {}, b: old('b') },
      failedCreate: { message: 'no', lastSeen: NOW, firstSeen: last },
    },
    progress: { parallelism: 0, remaining: 2, finishes: false },
  },
  {
    name: '[PC4] no end that lies behind us',
    given: { now: NOW + 3 * MINUTE, nodes: { a: updated('a'), b: old('b') } },
    progress: { parallelism: 1, remaining: 1, finishes: true },
  },
  {
    name: '[PC5] [FA3] Blocked by a dead node: not by itself',
    given: { nodes: { a: dead('a', [makeOldPod('a', terminatingSince(NOW - SECOND))]), b: old('b') } },
    progress: { parallelism: 0, remaining: 2, finishes: false },
  },
  {
    name: '[PC5] Stalled by a crash loop: not by itself',
    given: { nodes: { a: crashing('a'), b: old('b') } },
    progress: { parallelism: 0, remaining: 1, finishes: false },
  },
  {
    name: '[PC5] slowed by an updated pod on a dead node that is not wanted: it ends without that',
    given: { daemonSet: withBudget(2), nodes: { a: dead('a', [makeNewPod('a', notReadySince(NOW))]), b: old('b') } },
    progress: {
      parallelism: 1,
      remaining: 1,
      finishes: true,
      eta: { earliest: last + MINUTE, latest: last + 90 * SECOND },
    },
  },
  {
    name: '[PC5] slowed by an old pod on a dead node: the rest is updated, and that one stays behind',
    given: { daemonSet: withBudget(2), nodes: { a: dead('a', [makeOldPod('a', notReadySince(NOW))]), b: old('b') } },
    progress: { parallelism: 1, remaining: 2, finishes: false },
  },
  {
    name: '[PC5] slowed by a new pod that crashes: so does that one',
    given: { daemonSet: withBudget(2), nodes: { a: crashing('a'), b: old('b'), c: starting('c') } },
    progress: { parallelism: 1, remaining: 1, finishes: false },
  },
  {
    name: '[PC5] with surge an old pod on a dead node holds no budget, and the end all the same',
    given: { daemonSet: withSurge, nodes: { a: dead('a', [makeOldPod('a', notReadySince(NOW))]), b: old('b') } },
    progress: { parallelism: 1, remaining: 1, finishes: false },
  },
  {
    name: '[PC3] with surge the second pod of a node moves',
    given: {
      daemonSet: withSurge,
      nodes: { a: { pods: [makeOldPod('a'), makeNewPod('a', waitingWith('ContainerCreating'))] }, b: old('b') },
    },
    progress: {
      parallelism: 1,
      remaining: 2,
      finishes: true,
      eta: { earliest: last + MINUTE, latest: last + 180 * SECOND },
    },
  },
  {
    name: '[PC3] and so does the old one on its way out',
    given: {
      daemonSet: withSurge,
      nodes: { a: { pods: [makeOldPod('a', terminatingSince(last)), makeNewPod('a')] } },
    },
    progress: { parallelism: 1, remaining: 1, finishes: true, eta: { earliest: last, latest: last + 90 * SECOND } },
  },
  {
    name: '[PC5] stuck holders leave no place, though another one is on its way',
    given: {
      nodes: {
        a: dead('a', [makeNewPod('a', notReadySince(NOW))]),
        b: { pods: [makeOldPod('b', terminatingSince(last))] },
        c: old('c'),
      },
    },
    progress: { parallelism: 0, remaining: 2, finishes: false },
  },
  {
    name: '[PC5] [RU8d] with surge a leftover is not waited for',
    given: { daemonSet: withSurge, nodes: { a: { node: tainted('a'), ...old('a') }, b: old('b') } },
    progress: {
      parallelism: 1,
      remaining: 1,
      finishes: true,
      eta: { earliest: ROLLED_AT + MINUTE, latest: ROLLED_AT + 90 * SECOND },
    },
    now: ROLLED_AT + MINUTE,
  },
  {
    name: '[PC5] [FA5] without surge it takes its turn like any other, and so does one whose node is gone',
    given: { nodes: { a: { node: tainted('a'), ...old('a') }, b: old('b'), c: { node: 'gone', ...old('c') } } },
    progress: {
      parallelism: 1,
      remaining: 3,
      finishes: true,
      eta: { earliest: ROLLED_AT + 3 * MINUTE, latest: ROLLED_AT + 270 * SECOND },
    },
    now: ROLLED_AT + MINUTE,
  },
  {
    name: '[PC5] an old pod that still counts as available on a node that is not Ready, and not wanted, stays behind',
    given: { nodes: { a: dead('a', [makeOldPod('a')]), b: old('b'), c: updated('c') } },
    progress: { parallelism: 1, remaining: 2, finishes: false },
  },
  {
    name: '[PC3] an old pod behind a new one is still to go',
    given: { nodes: { a: { pods: [makeNewPod('a'), makeOldPod('a', { creationTimestamp: NOW - SECOND })] } } },
    progress: { parallelism: 1, remaining: 1 },
  },
  {
    name: '[PC5] [RV19] OnDelete: not by itself',
    given: { daemonSet: withOnDelete, nodes: { a: updated('a'), b: old('b') } },
    progress: { parallelism: 0, remaining: 1, finishes: false },
  },
  {
    name: '[PC5] under OnDelete pods that start end by themselves',
    given: { daemonSet: withOnDelete, nodes: { a: starting('a') } },
    progress: { parallelism: 0, remaining: 0, finishes: true, eta: { earliest: last, latest: last + 90 * SECOND } },
  },
  {
    name: '[PC5] Complete: nothing is under way',
    given: { nodes: { a: updated('a') } },
    progress: { parallelism: 1, remaining: 0 },
  },
  {
    name: '[PC5] Degraded: nothing is left to update',
    given: { nodes: { a: updated('a'), b: crashing('b') } },
    progress: { parallelism: 0, remaining: 0 },
  },
  {
    name: '[PC5] NotObserved: nobody knows yet',
    given: { daemonSet: makeRollingDaemonSet({ generation: 3 }), nodes: { a: old('a') } },
    progress: { parallelism: 1, remaining: 1 },
  },
  {
    name: '[PC5] Unknown: nothing is counted that was not read',
    given: { knowledge: { pods: 'Stale', nodes: 'Known' }, nodes: { a: old('a') } },
    progress: { parallelism: 0, remaining: 0 },
  },
  {
    name: '[PC5] a leftover is nobody to be updated',
    given: {
      daemonSet: withSurge,
      nodes: {
        a: updated('a'),
        b: { node: tainted('b'), ...old('b') },
      },
    },
    progress: { parallelism: 1, remaining: 0 },
  },
];
test.for(rows)('$name', ({ given, taken = samples, progress, now = NOW }) => {
  const { progress: found, recheckAt } = progressOf({ given: { now, ...given }, taken });
  const { last: _, perPod: pace, ...rest } = found;
  expect(rest).toStrictEqual(progress);
  expect(pace?.samples).toBe(taken.length);
  expect(recheckAt).toBe(progress.eta === undefined ? undefined : progress.eta.latest + 1);
});

test('[PC1] [PC4] pace and last progress are told with it, and the end is gone when it is over', () => {
  const given: Scenario = { nodes: { a: updated('a'), b: old('b') } };
  const { progress, recheckAt = 0 } = progressOf({ given });
  expect(progress).toMatchObject({ last: { at: last, node: 'a' }, perPod });
  expect(progressOf({ given: { ...given, now: recheckAt - 1 } }).progress.eta).toStrictEqual(progress.eta);
  expect(progressOf({ given: { ...given, now: recheckAt } }).progress).not.toHaveProperty('eta');
});

test('[PC1] nothing is made up before the first sample', () => {
  const { progress } = progressOf({ given: { revisions: [], nodes: {} }, taken: [] });
  expect(progress).toStrictEqual({ parallelism: 1, remaining: 0 });
});
