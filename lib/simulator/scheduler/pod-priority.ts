import type { Pod } from '../objects.ts';

export function priorityOf(pod: Pod | undefined): number {
  return pod?.spec.priority ?? 0;
}

/** A pod that has not started counts as starting now. */
export function startOf({ status: { startTime } }: Pod, now: number): number {
  return startTime === undefined ? now : Date.parse(startTime);
}

/** The higher priority first, then who has been running for longer [MR16]. */
export function byImportance(now: number): (a: Pod, b: Pod) => number {
  return (a, b) => priorityOf(b) - priorityOf(a) || startOf(a, now) - startOf(b, now);
}

/** The scheduler has asked it to leave for a pod of higher priority. */
export function isLeavingByPreemption({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  const target = status.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return target?.status === 'True' && target.reason === 'PreemptionByScheduler';
}
