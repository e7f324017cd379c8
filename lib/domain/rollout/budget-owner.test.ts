import { expect, test } from 'vitest';
import { type BudgetOwner, ownerOf, sumShares } from './budget-owner.ts';

const rows: readonly (readonly ['inFlight' | 'stuck', string, BudgetOwner])[] = [
  ['stuck', 'NodeNotReady', 'nodeNotReady'],
  ['stuck', 'NodeGone', 'nodeNotReady'],
  ['stuck', 'InsufficientResource', 'starved'],
  ['stuck', 'HostPortConflict', 'starved'],
  ['stuck', 'SchedulerSaysInsufficient', 'starved'],
  ['stuck', 'Unschedulable', 'failing'],
  ['stuck', 'ImagePullBackOff', 'failing'],
  ['stuck', 'TerminatingOverdue', 'failing'],
  ['stuck', 'NoPod', 'missing'],
  ['stuck', 'FailedCreate', 'missing'],
  ['inFlight', 'NoPodYet', 'replacing'],
  ['inFlight', 'NodeStarting', 'replacing'],
  ['inFlight', 'Preempting', 'replacing'],
];
test.for(rows)('[AT6] %s, %s: the share of %s', ([kind, reason, owner]) => {
  expect(ownerOf({ kind, reason })).toBe(owner);
});

test('[AT6] every holder is counted once', () => {
  const holders = [
    { kind: 'stuck', reason: 'NodeNotReady' },
    { kind: 'stuck', reason: 'NodeNotReady' },
    { kind: 'inFlight', reason: 'Starting' },
  ] as const;
  expect(sumShares(holders)).toStrictEqual({ nodeNotReady: 2, starved: 0, failing: 0, missing: 0, replacing: 1 });
});
