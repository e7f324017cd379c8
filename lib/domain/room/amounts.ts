import type { ResourceList } from '../objects.ts';
import { type Nanos, parseQuantity } from './quantity.ts';

/** Sums per resource on their way to an answer. A map, not an object: a resource's name comes from the cluster. */
export type Sums = Map<string, Nanos>;

export type UnreadableQuantity = { readonly resource: string; readonly text: string };

/** Reads a list; what cannot be read counts as nothing and is told apart, so that no sum is silently wrong. */
export function readList(list: ResourceList, unreadable: UnreadableQuantity[]): Sums {
  const sums: Sums = new Map();
  for (const [resource, text] of Object.entries(list)) {
    const parsed = parseQuantity(text);
    if (parsed.ok) sums.set(resource, parsed.value);
    else unreadable.push({ resource, text });
  }
  return sums;
}

export function addTo(sums: Sums, more: ReadonlyMap<string, Nanos>): void {
  for (const [resource, nanos] of more) sums.set(resource, (sums.get(resource) ?? 0n) + nanos);
}

/** Raises each resource to what `other` says, if that is more. */
export function raiseTo(sums: Sums, other: ReadonlyMap<string, Nanos>): void {
  for (const [resource, nanos] of other) {
    const known = sums.get(resource);
    if (known === undefined || nanos > known) sums.set(resource, nanos);
  }
}
