import { expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { type DaemonSetPlan, simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { budgetOf, maxSurgeOf } from './settings.ts';

type Row = readonly [string, DaemonSetPlan['update'], number, { maxSurge: number; maxUnavailable: number }];

const rows: readonly Row[] = [
  ['[RU1] one at a time unless said otherwise', undefined, 10, { maxSurge: 0, maxUnavailable: 1 }],
  ['[RU1] a number is that number', { maxUnavailable: 25 }, 10, { maxSurge: 0, maxUnavailable: 25 }],
  ['[RU1] a percentage is rounded up', { maxUnavailable: '10%' }, 11, { maxSurge: 0, maxUnavailable: 2 }],
  ['[RU1] a percentage that is whole stays', { maxUnavailable: '10%' }, 30, { maxSurge: 0, maxUnavailable: 3 }],
  ['[RU1] surge, too', { maxSurge: '34%', maxUnavailable: 0 }, 100, { maxSurge: 34, maxUnavailable: 0 }],
  ['[RU2] any percentage is at least one', { maxUnavailable: '1%' }, 1, { maxSurge: 0, maxUnavailable: 1 }],
  ['[RU2] both 0 means one unavailable', { maxUnavailable: 0 }, 5, { maxSurge: 0, maxUnavailable: 1 }],
  ['[RU2] both 0 percent, too', { maxSurge: '0%', maxUnavailable: '0%' }, 5, { maxSurge: 0, maxUnavailable: 1 }],
  ['[RU2] but not where nothing is desired', { maxUnavailable: 0 }, 0, { maxSurge: 0, maxUnavailable: 0 }],
  ['[RU1] a percentage of nothing is nothing', { maxUnavailable: '50%' }, 0, { maxSurge: 0, maxUnavailable: 0 }],
];
test.for(rows)('%s', ([, update, desired, expected]) => {
  const { store } = simulatedContext();
  const daemonSet = store.create<'DaemonSet'>(simulatedDaemonSet({ ...(update !== undefined && { update }) }));
  expect(budgetOf(daemonSet, desired)).toStrictEqual(expected);
});

test('[NP7] surge is allowed by any percentage but 0, and never under OnDelete', () => {
  const { store } = simulatedContext();
  const updates = [{ maxSurge: '1%' }, { maxSurge: '0%' }, { maxSurge: 3 }, 'OnDelete'] as const;
  const allowed = updates.map((update, at) =>
    maxSurgeOf(store.create<'DaemonSet'>(simulatedDaemonSet({ name: `agent-${at}`, update }))),
  );
  expect(allowed).toStrictEqual([1, 0, 3, 0]);
});
