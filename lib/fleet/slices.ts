import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#lib/base/clock.ts';

/** Work that takes longer gives way to whoever else waits for the one thread; events are told within 20 ms. */
export const SLICE_MILLIS = 5;

export type SliceOptions = {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Asked at the beginning and after every pause; nothing more is done then. */
  readonly isStopped: () => boolean;
};

/** True when all of it was done. What is read may be another after a pause. */
export async function inSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
  { clock, isStopped }: SliceOptions,
): Promise<boolean> {
  if (isStopped()) return false;
  let begun = clock.monotonic();
  for (const item of items) {
    work(item);
    if (clock.monotonic() - begun < SLICE_MILLIS) continue;
    await setImmediate();
    if (isStopped()) return false;
    begun = clock.monotonic();
  }
  return true;
}
