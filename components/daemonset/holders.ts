import { BUDGET_OWNERS, ownerOf } from '#lib/domain/rollout/budget-owner.ts';
import type { Holder } from '#lib/domain/rollout/verdict.ts';

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** By whose share it is, which puts what is in flight last [AT6]; the longest first, then by name. */
export function sortHolders(holders: readonly Holder[]): readonly Holder[] {
  const rank = (holder: Holder): number => BUDGET_OWNERS.indexOf(ownerOf(holder));
  return holders.toSorted(
    (left, right) =>
      rank(left) - rank(right) ||
      (left.since ?? Number.POSITIVE_INFINITY) - (right.since ?? Number.POSITIVE_INFINITY) ||
      COLLATOR.compare(left.node, right.node),
  );
}
