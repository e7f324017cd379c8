import type { DaemonSetRecord } from '../objects.ts';
import type { CellKnowledge } from '../placement/cell.ts';
import { effectiveBudget } from './budget-limit.ts';
import type { RolloutCell } from './cell-facts.ts';
import type { SyncFailure } from './sync-failure.ts';
import type { Budget, Holder, HolderRow, NoBudget } from './verdict.ts';
import type { Wait } from './wait.ts';

type BudgetQuestion = {
  readonly daemonSet: DaemonSetRecord;
  readonly cells: readonly RolloutCell[];
  readonly desired: number;
  readonly syncFailure?: SyncFailure | undefined;
};

/** Why nothing can be said about a budget [RS3a]: nobody updates any more, it cannot be told, or there is none. */
export function findNoBudget(daemonSet: DaemonSetRecord, { pods, nodes }: CellKnowledge): NoBudget | undefined {
  if (daemonSet.deletionTimestamp !== undefined) return 'BeingDeleted';
  if (daemonSet.updateStrategy.kind === 'OnDelete') return 'OnDelete';
  if (pods !== 'Known') return 'PodsUnreadable';
  return nodes === 'Known' ? undefined : 'NodesUnreadable';
}

/** These rows have no available pod and use no surge budget [RS3]. */
const BESIDE_THE_BUDGET: ReadonlySet<HolderRow> = new Set<HolderRow>(['RU8a', 'RU8b']);

/**
 * The ledger of a rolling update [RS3]: the budget in pods, the nodes that use it by the rows of RU5 or RU8, and how many
 * must recover before the next one moves. Undefined under OnDelete, which has no budget.
 */
export function computeBudget({ daemonSet, cells, desired, syncFailure }: BudgetQuestion): Budget | undefined {
  const budget = effectiveBudget(daemonSet, desired);
  if (budget === undefined) return undefined;
  const waiting = cells.flatMap((cell) => toHolder(cell, syncFailure) ?? []).sort(byNode);
  const holders = waiting.filter(({ row }) => !BESIDE_THE_BUDGET.has(row));
  const used = holders.length;
  // A limit of nothing, a percentage of no node, is not met by anybody's recovery.
  const need = Math.min(used, Math.max(0, used - budget.limit + 1));
  const ledger = { ...budget, used, need, holders };
  if (budget.kind === 'maxUnavailable') return ledger;
  const without = cells.filter(({ facts }) => facts.wanted && !facts.available);
  const unavailable = without.flatMap((cell) => toHolder(cell, syncFailure) ?? []).sort(byNode);
  return { ...ledger, unavailable };
}

function byNode(left: Holder, right: Holder): number {
  return left.node < right.node ? -1 : Number(left.node > right.node);
}

function toHolder({ node, facts }: RolloutCell, syncFailure: SyncFailure | undefined): Holder | undefined {
  const { row, wait } = facts;
  if (row === undefined || wait === undefined) return undefined;
  const isHeld = isHeldBySync(wait, syncFailure);
  return {
    node,
    ...(wait.pod === undefined ? {} : { pod: wait.pod }),
    row,
    kind: isHeld ? 'stuck' : wait.kind,
    reason: isHeld ? syncFailure.cause : wait.reason,
    ...(wait.since === undefined ? {} : { since: wait.since }),
    ...(wait.hardCause === undefined ? {} : { hardCause: wait.hardCause }),
  };
}

/** A sync that fails never comes to the replacement that needs no budget [RU11]. */
export function isHeldBySync({ reason }: Wait, syncFailure: SyncFailure | undefined): syncFailure is SyncFailure {
  return reason === 'Replacing' && syncFailure !== undefined;
}
