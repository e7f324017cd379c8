import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord, PodRecord } from '../objects.ts';

/** How long a pod may take to become available before its start counts as stuck [RS1]. */
export function startAllowanceMillis({ minReadySeconds }: DaemonSetRecord): number {
  return Math.max(2 * 60_000, minReadySeconds * 1000 + 60_000);
}

/** A pod that waited for room starts when the kubelet takes it, not when it was made. */
export function startOf({ startTime, creationTimestamp }: PodRecord): Millis | undefined {
  return startTime ?? creationTimestamp;
}
