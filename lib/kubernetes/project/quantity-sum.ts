import type { ResourceList } from '#lib/domain/objects.ts';
import { formatQuantity, parseQuantity, toAmount } from '#lib/domain/room/quantity.ts';

/** Adds two resource lists [FT5]; a quantity that is none adds nothing. */
export function addQuantities(left: ResourceList, right: ResourceList): ResourceList {
  const sums = new Map(Object.entries(left));
  for (const [resource, quantity] of Object.entries(right)) {
    const before = sums.get(resource);
    sums.set(resource, before === undefined ? quantity : sum(resource, before, quantity));
  }
  return Object.fromEntries(sums);
}

function sum(resource: string, left: string, right: string): string {
  return formatQuantity(resource, toAmount(resource, nanosOf(left) + nanosOf(right)));
}

function nanosOf(quantity: string): bigint {
  const parsed = parseQuantity(quantity);
  return parsed.ok ? parsed.value : 0n;
}
