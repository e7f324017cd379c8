import type { DaemonSet, IntOrPercent } from '../../objects.ts';

/** A number of pods; of a percentage so many of what is desired, rounded up [RU1]. */
function resolve(value: IntOrPercent | undefined, desired: number): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  return percent === undefined ? 0 : Math.ceil((Number(percent) * desired) / 100);
}

function rollingUpdateOf({ spec }: DaemonSet) {
  return spec.updateStrategy.type === 'RollingUpdate' ? spec.updateStrategy.rollingUpdate : undefined;
}

/** Whether surge is allowed at all: a percentage of nothing is still one, so it is asked for one node. */
export function maxSurgeOf(daemonSet: DaemonSet, desired = 1): number {
  return resolve(rollingUpdateOf(daemonSet)?.maxSurge, desired);
}

/** Both in pods; of a DaemonSet that wants nodes never both 0 [RU2]. */
export function budgetOf(
  daemonSet: DaemonSet,
  desired: number,
): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const maxSurge = maxSurgeOf(daemonSet, desired);
  const maxUnavailable = resolve(rollingUpdateOf(daemonSet)?.maxUnavailable, desired);
  return { maxSurge, maxUnavailable: desired > 0 && maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}
