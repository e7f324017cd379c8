import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../keys.ts';
import type { RolloutInput, Rung } from './rollout.ts';
import type { RolloutBegin } from './rollout-begin.ts';
import { stalledFrom, stallThresholdMillis } from './stall.ts';
import type { Budget } from './verdict.ts';

/**
 * Blocked, or Stalled once that is hopeless or lasts [RS2] [RS4] [RS6]: an available old pod waits, and the budget is used
 * up with none of its holders on the way, or every sync fails before it comes to the update [RU11].
 */
export function judgeBlocked(input: RolloutInput, candidates: readonly NodeName[]): Rung | undefined {
  const { budget, begin } = input;
  const syncFailure = input.syncFailure?.passing === true ? undefined : input.syncFailure;
  if (budget === undefined || candidates.length === 0) return undefined;
  if (syncFailure === undefined && !isUsedUp(budget)) return undefined;
  const nodes = syncFailure?.nodes ?? budget.holders.map(({ node }) => node);
  const hardCause = findHardCause(input);
  const blocked: Omit<Rung, 'kind'> = {
    reason: syncFailure === undefined ? 'BudgetUsed' : 'SyncFails',
    evidence: { nodes: nodes.length > 0 ? nodes : candidates, ...(hardCause === undefined ? {} : { hardCause }) },
    ...(syncFailure === undefined
      ? sinceBegin(newestSince(budget), begin)
      : { ...sinceBegin(syncFailure.since, begin), sinceIsLowerBound: true }),
  };
  if (hardCause !== undefined && (blocked.since !== undefined || syncFailure !== undefined)) {
    return { kind: 'Stalled', ...blocked };
  }
  const standstill = judgeStandstill(input, blocked);
  if (hardCause === undefined) return standstill;
  // Hopeless since nobody knows when [RS5d]; but no later than it has stood still for too long.
  return { ...standstill, kind: 'Stalled', sinceIsLowerBound: true };
}

function judgeStandstill(
  { daemonSet, lastProgress, stallAfterMillis, now }: RolloutInput,
  blocked: Omit<Rung, 'kind'>,
): Rung {
  const beginning = lastProgress ?? daemonSet.creationTimestamp;
  if (beginning === undefined) return { kind: 'Blocked', ...blocked };
  const stalledAt = stalledFrom(beginning, stallThresholdMillis(daemonSet, stallAfterMillis));
  if (now < stalledAt) return { kind: 'Blocked', ...blocked, recheckAt: stalledAt };
  return { kind: 'Stalled', ...blocked, since: stalledAt, sinceIsLowerBound: false };
}

function isUsedUp({ limit, used, holders }: Budget): boolean {
  return used >= limit && !holders.some(({ kind }) => kind === 'inFlight');
}

/** Of a sync that fails, its own cause; else that of the first holder that has one. */
function findHardCause({ syncFailure, budget }: RolloutInput): string | undefined {
  if (syncFailure?.cause === 'FailedCreate') return 'FailedCreate';
  return budget?.holders.find(({ hardCause }) => hardCause !== undefined)?.hardCause;
}

/**
 * A node may have been dead for days, but it blocks nothing before there is something to update. When the rollout began
 * without a trace [RS5b], neither does this.
 */
function sinceBegin(since: Millis | undefined, begin: RolloutBegin): Pick<Rung, 'since' | 'sinceIsLowerBound'> {
  const { at, notBefore, isLowerBound } = begin;
  if (since === undefined || notBefore === undefined) return { since };
  if (at === undefined) return { since: undefined };
  return since >= at ? { since } : { since: at, sinceIsLowerBound: isLowerBound };
}

/** The budget was used up when the last of its holders got stuck; when that is not known of one, of none. */
function newestSince({ holders }: Budget): Millis | undefined {
  const times = holders.flatMap(({ since }) => since ?? []);
  return times.length < holders.length || times.length === 0 ? undefined : Math.max(...times);
}
