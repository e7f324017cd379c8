import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord } from '../objects.ts';

const DEFAULT_GRACE_SECONDS = 30;

/** How long a blocked rollout may stand still before it counts as stalled [RS4]. */
export function stallThresholdMillis(
  { minReadySeconds, template }: Pick<DaemonSetRecord, 'minReadySeconds' | 'template'>,
  stallAfterMillis: number,
): number {
  const graceSeconds = template.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return Math.max(stallAfterMillis, (minReadySeconds + graceSeconds + 60) * 1000);
}

/** The first moment at which standing still counts as stalled: when the last progress is older than the threshold. */
export function stalledFrom(lastProgress: Millis, thresholdMillis: number): Millis {
  return lastProgress + thresholdMillis + 1;
}
