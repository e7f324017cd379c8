import type { PodOrder } from '#lib/browser/room-url.ts';
import { amountOf, type RoomPod } from '#lib/domain/room/room-pod.ts';
import { podName } from './thought.ts';

export type CompareNames = (left: string, right: string) => number;

/**
 * Sorts pods: those of low priority first, as the scheduler would take them; or those that ask for most of what is
 * lacking; or by name. What is equal stands by name.
 */
export function sortPods(
  pods: readonly RoomPod[],
  order: PodOrder,
  resource: string,
  compareNames: CompareNames,
): readonly RoomPod[] {
  const byName = (left: RoomPod, right: RoomPod) => compareNames(podName(left), podName(right));
  switch (order) {
    case 'priority':
      return pods.toSorted((left, right) => left.priority - right.priority || byName(left, right));
    case 'request':
      return pods.toSorted(
        (left, right) => amountOf(right.requests, resource) - amountOf(left.requests, resource) || byName(left, right),
      );
    case 'name':
      return pods.toSorted(byName);
  }
}
