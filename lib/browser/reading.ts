import { MANDATORY_RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';

export type Reading = { readonly resource: Resource; readonly objects: number; readonly expected: number | null };

/** How far the first reading is: of the mandatory resource of which most is missing. Undefined once all are read. */
export function readingOf(heartbeat: Heartbeat | undefined): Reading | undefined {
  const unread = MANDATORY_RESOURCES.flatMap((resource) => {
    const row = heartbeat?.perResource[resource];
    if (row === undefined || row.synced) return [];
    return [{ resource, objects: row.objects, expected: row.expected }];
  });
  const missing = ({ objects, expected }: Reading): number => (expected ?? objects) - objects;
  return unread.toSorted((left, right) => missing(right) - missing(left) || right.objects - left.objects)[0];
}
