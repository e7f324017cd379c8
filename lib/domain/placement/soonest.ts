import type { Millis } from '#lib/base/clock.ts';

/** The earlier of two moments, either of which may never come. */
export function soonest(left: Millis | undefined, right: Millis | undefined): Millis | undefined {
  if (left === undefined) return right;
  return right === undefined ? left : Math.min(left, right);
}
