import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../keys.ts';
import type { RolloutCell } from './cell-facts.ts';
import type { FailedCreate } from './failed-create.ts';
import { namesOf } from './names-of.ts';

/** What keeps the rolling update from running at all, whatever the budget [RU11] [RU8i]. */
export type SyncFailure = {
  readonly cause: 'FailedCreate' | 'FailedDelete' | 'NodeGone';
  readonly nodes: readonly NodeName[];
  readonly since?: Millis;
  /** Nobody has to do anything yet: it is likely to pass by itself. */
  readonly passing?: true;
  readonly recheckAt?: Millis;
};

/** Garbage collection takes the pods of a vanished node within a minute [NP10]; so long nobody need worry. */
const COLLECTION_ALLOWANCE_MILLIS = 2 * 60_000;

/** Retries back off to 1000 s; a failed deletion that was not tried again for longer than that is over. */
const LONGEST_RETRY_MILLIS = 1000 * 1000;

type SyncQuestion = {
  readonly cells: readonly RolloutCell[];
  readonly surge: boolean;
  readonly failedCreate?: FailedCreate | undefined;
  readonly failedDelete?: FailedCreate | undefined;
  readonly lastProgress?: Millis | undefined;
  /** When the caller first saw an old pod on a vanished node stop the update; now, when it has seen none. */
  readonly haltedSince?: Millis | undefined;
  readonly now: Millis;
};

/**
 * Finds what makes every sync fail [RU11]: a wanted node for which no pod can be made, a deletion that is refused; or,
 * with surge, an old pod on a node that is gone, until garbage collection has taken it [RU8i].
 */
export function findSyncFailure(question: SyncQuestion): SyncFailure | undefined {
  const { cells, failedCreate, failedDelete, now } = question;
  const refused = cells.filter(({ facts }) => facts.refused === true);
  if (failedCreate !== undefined) {
    const concerned = refused.length > 0 ? refused : findRefusedSurge(question, failedCreate);
    if (concerned.length > 0) return describeCreate(concerned);
  }
  const orphaned = cells.filter(({ facts }) => facts.halts === true);
  if (orphaned.length > 0) return describeHalt(orphaned, question);
  if (failedDelete?.lastSeen === undefined || now - failedDelete.lastSeen > LONGEST_RETRY_MILLIS) return undefined;
  const { lastSeen } = failedDelete;
  return { cause: 'FailedDelete', nodes: [], since: lastSeen, recheckAt: lastSeen + LONGEST_RETRY_MILLIS + 1 };
}

function describeHalt(cells: readonly RolloutCell[], { haltedSince, now }: SyncQuestion): SyncFailure {
  const since = haltedSince ?? now;
  const until = since + COLLECTION_ALLOWANCE_MILLIS;
  const halt = { cause: 'NodeGone', nodes: namesOf(cells), since } as const;
  return now < until ? { ...halt, passing: true, recheckAt: until } : halt;
}

/** With surge the pod that cannot be made is the second of its node: nothing is missing, and nothing moves since. */
function findRefusedSurge(
  { cells, surge, lastProgress = -Infinity }: SyncQuestion,
  { lastSeen }: FailedCreate,
): readonly RolloutCell[] {
  if (!surge || lastSeen === undefined || lastSeen < lastProgress) return [];
  return cells.filter(({ facts }) => facts.candidate || facts.row === 'RU8b');
}

function describeCreate(cells: readonly RolloutCell[]): SyncFailure {
  const times = cells.flatMap(({ facts }) => (facts.refused === true ? (facts.wait?.since ?? []) : []));
  const nodes = namesOf(cells);
  return times.length === 0
    ? { cause: 'FailedCreate', nodes }
    : { cause: 'FailedCreate', nodes, since: Math.min(...times) };
}
