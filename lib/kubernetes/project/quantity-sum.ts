import type { ResourceList } from '#lib/domain/objects.ts';
import { parseQuantity, writeNanos } from '#lib/domain/room/quantity.ts';

/** Adds two resource lists [FT5], unrounded: rounding comes last, over the whole pod. A quantity that is none adds nothing. */
export function addQuantities(left: ResourceList, right: ResourceList): ResourceList {
  const sums = new Map(Object.entries(left));
  for (const [resource, quantity] of Object.entries(right)) {
    const before = sums.get(resource);
    sums.set(resource, before === undefined ? quantity : writeNanos(nanosOf(before) + nanosOf(quantity)));
  }
  return Object.fromEntries(sums);
}

function nanosOf(quantity: string): bigint {
  const parsed = parseQuantity(quantity);
  return parsed.ok ? parsed.value : 0n;
}
