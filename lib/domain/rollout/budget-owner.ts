import type { Holder } from './verdict.ts';

/** By whom a budget is used [experience 5.4]; in the order in which a meter draws them. */
export const BUDGET_OWNERS = ['nodeNotReady', 'starved', 'failing', 'missing', 'replacing'] as const;
export type BudgetOwner = (typeof BUDGET_OWNERS)[number];

const NODE_REASONS: ReadonlySet<string> = new Set(['NodeNotReady', 'NodeGone']);
const STARVED_REASONS: ReadonlySet<string> = new Set([
  'InsufficientResource',
  'HostPortConflict',
  'SchedulerSaysInsufficient',
]);
const MISSING_REASONS: ReadonlySet<string> = new Set(['NoPod', 'FailedCreate']);

/** Whose share of the budget a holder is. What is in flight is being replaced, whatever it waits for just now. */
export function ownerOf({ kind, reason }: Pick<Holder, 'kind' | 'reason'>): BudgetOwner {
  if (kind === 'inFlight') return 'replacing';
  if (NODE_REASONS.has(reason)) return 'nodeNotReady';
  if (STARVED_REASONS.has(reason)) return 'starved';
  return MISSING_REASONS.has(reason) ? 'missing' : 'failing';
}

export type BudgetShares = Readonly<Record<BudgetOwner, number>>;

/** How many of the holders are whose. */
export function sumShares(holders: readonly Pick<Holder, 'kind' | 'reason'>[]): BudgetShares {
  const shares = { nodeNotReady: 0, starved: 0, failing: 0, missing: 0, replacing: 0 };
  for (const holder of holders) shares[ownerOf(holder)] += 1;
  return shares;
}
