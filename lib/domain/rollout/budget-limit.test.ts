import { expect, test } from 'vitest';
import { makeDaemonSet } from '#lib/testing/objects.ts';
import type { IntOrPercent } from '../objects.ts';
import { effectiveBudget, usesSurge } from './budget-limit.ts';

type Row = {
  readonly name: string;
  readonly maxUnavailable?: IntOrPercent;
  readonly maxSurge?: IntOrPercent;
  readonly desired: number;
  readonly budget: ReturnType<typeof effectiveBudget>;
};
const rows: readonly Row[] = [
  {
    name: '[RU1] a number is pods',
    maxUnavailable: 3,
    desired: 20,
    budget: { kind: 'maxUnavailable', limit: 3 },
  },
  {
    name: '[RU1] a percentage is rounded up',
    maxUnavailable: '10%',
    desired: 21,
    budget: { kind: 'maxUnavailable', limit: 3 },
  },
  {
    name: '[RU2] the smallest percentage is one pod',
    maxUnavailable: '1%',
    desired: 1,
    budget: { kind: 'maxUnavailable', limit: 1 },
  },
  {
    name: '[RU1] maxSurge counts when it is used',
    maxUnavailable: 0,
    maxSurge: '25%',
    desired: 10,
    budget: { kind: 'maxSurge', limit: 3 },
  },
  {
    name: '[RU2] both zero are one unavailable pod',
    maxUnavailable: 0,
    maxSurge: '0%',
    desired: 10,
    budget: { kind: 'maxUnavailable', limit: 1 },
  },
  {
    name: '[RU2] and nothing when nothing is desired',
    maxUnavailable: '10%',
    desired: 0,
    budget: { kind: 'maxUnavailable', limit: 0 },
  },
  {
    name: '[RU1] what is no percentage counts as nothing',
    maxUnavailable: 'many',
    desired: 10,
    budget: { kind: 'maxUnavailable', limit: 1 },
  },
];
test.for(rows)('$name', ({ maxUnavailable = 0, maxSurge = 0, desired, budget }) => {
  const daemonSet = makeDaemonSet({ updateStrategy: { kind: 'RollingUpdate', maxUnavailable, maxSurge } });
  expect(effectiveBudget(daemonSet, desired)).toStrictEqual(budget);
});

test('[RU2] OnDelete has no budget and no surge', () => {
  const daemonSet = makeDaemonSet({ updateStrategy: { kind: 'OnDelete' } });
  expect(effectiveBudget(daemonSet, 10)).toBeUndefined();
  expect(usesSurge(daemonSet.updateStrategy)).toBe(false);
});
