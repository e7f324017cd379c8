import type { Millis } from '#lib/base/clock.ts';
import type { PodRecord } from '../objects.ts';

/** So long after the grace period a pod that is still there is overdue [TM1]. */
const OVERDUE_MILLIS = 30_000;

/** The last moment at which a terminating pod is not yet overdue [TM1]; its deletionTimestamp is the end of the grace period. */
export function overdueAt({ deletionTimestamp }: PodRecord): Millis | undefined {
  return deletionTimestamp === undefined ? undefined : deletionTimestamp + OVERDUE_MILLIS;
}

export function isOverdue(pod: PodRecord, now: Millis): boolean {
  const last = overdueAt(pod);
  return last !== undefined && now > last;
}

/** When the deletion was asked for [TM1]. */
export function deletionAskedAt({ deletionTimestamp, deletionGracePeriodSeconds = 0 }: PodRecord): Millis | undefined {
  return deletionTimestamp === undefined ? undefined : deletionTimestamp - deletionGracePeriodSeconds * 1000;
}
