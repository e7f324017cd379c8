import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../../keys.ts';
import { type CauseEvidence, NODES_WITH_EVIDENCE } from './cause.ts';

/** Evidence for the first few; the others are alike. */
export function evidenceOfFew<Item>(
  items: readonly Item[],
  toEvidence: (item: Item) => CauseEvidence | readonly CauseEvidence[],
): readonly CauseEvidence[] {
  return items.slice(0, NODES_WITH_EVIDENCE).flatMap(toEvidence);
}

/** The earliest of those that are known. */
export function earliest(times: Iterable<Millis | undefined>): Millis | undefined {
  let found: Millis | undefined;
  for (const time of times) if (time !== undefined && (found === undefined || time < found)) found = time;
  return found;
}

/** `since` only when it is known: an absent field, not an undefined one. */
export function sinceOf(since: Millis | undefined): { readonly since?: Millis } {
  return since === undefined ? {} : { since };
}

export function byNode(left: { readonly node: NodeName }, right: { readonly node: NodeName }): number {
  return left.node < right.node ? -1 : Number(left.node > right.node);
}
