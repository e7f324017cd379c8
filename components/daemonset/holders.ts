import { BUDGET_OWNERS, ownerOf } from '#lib/domain/rollout/budget-owner.ts';
import type { Holder } from '#lib/domain/rollout/verdict.ts';

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** What is stuck before what is in flight; then by whose share it is, the longest first, and by name. */
export function sortHolders(holders: readonly Holder[]): readonly Holder[] {
  const rank = (holder: Holder): number => BUDGET_OWNERS.indexOf(ownerOf(holder));
  return holders.toSorted(
    (left, right) =>
      Number(left.kind === 'inFlight') - Number(right.kind === 'inFlight') ||
      rank(left) - rank(right) ||
      (left.since ?? Number.POSITIVE_INFINITY) - (right.since ?? Number.POSITIVE_INFINITY) ||
      COLLATOR.compare(left.node, right.node),
  );
}
