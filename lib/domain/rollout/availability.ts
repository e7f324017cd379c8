import type { Millis } from '#lib/base/clock.ts';
import type { PodCondition, PodRecord } from '../objects.ts';

/** Whether a pod counts as available, since when, or when it will. */
export type Availability =
  | { readonly kind: 'Available'; readonly since?: Millis }
  /** Ready, and inside minReadySeconds; without the time of the change nobody can say until when. */
  | { readonly kind: 'Settling'; readonly availableAt?: Millis }
  | { readonly kind: 'NotReady'; readonly condition?: PodCondition };

export function readyCondition(pod: PodRecord): PodCondition | undefined {
  for (const condition of pod.conditions) if (condition.type === 'Ready') return condition;
  return undefined;
}

/** Judges a pod's availability [ST9]: Ready for at least minReadySeconds. */
export function computeAvailability(pod: PodRecord, minReadySeconds: number, now: Millis): Availability {
  const condition = readyCondition(pod);
  if (condition === undefined) return { kind: 'NotReady' };
  if (condition.status !== 'True') return { kind: 'NotReady', condition };
  const { lastTransitionTime } = condition;
  if (lastTransitionTime === undefined) return { kind: minReadySeconds === 0 ? 'Available' : 'Settling' };
  const availableAt = lastTransitionTime + minReadySeconds * 1000;
  // Without minReadySeconds a transition that lies in the future (a kubelet's clock) does not make a pod wait.
  if (minReadySeconds === 0 || availableAt <= now) return { kind: 'Available', since: availableAt };
  return { kind: 'Settling', availableAt };
}
