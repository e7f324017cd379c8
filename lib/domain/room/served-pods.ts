import { exceedsNode, fitsBeside, type Room } from './room.ts';
import type { PendingPod, RoomPod } from './room-pod.ts';

export type ServedPods = {
  /** The most important first. */
  readonly serves: readonly PendingPod[];
  readonly leaves: readonly { readonly pod: PendingPod; readonly why: 'NeverFits' | 'NotEnough' }[];
};

/**
 * Whom a plan can help at all: in the order of importance, each that still fits beside those before it when everybody who
 * may go is gone [MR1].
 */
export function chooseServed(pending: readonly PendingPod[], room: Room): ServedPods {
  const firm: Room = { ...room, pods: room.pods.filter((pod) => !isMovable(pod) && !isLeaving(pod)) };
  const serves: PendingPod[] = [];
  const leaves: ServedPods['leaves'][number][] = [];
  for (const pod of pending.toSorted(compareImportance)) {
    if (exceedsNode(pod, room.allocatable)) leaves.push({ pod, why: 'NeverFits' });
    else if (fitsBeside(firm, [...serves, pod])) serves.push(pod);
    else leaves.push({ pod, why: 'NotEnough' });
  }
  return { serves, leaves };
}

export function isMovable({ standing }: RoomPod): boolean {
  return standing === 'Movable';
}

/** Its room comes free by itself, though something else may take it then. */
export function isLeaving({ standing }: RoomPod): boolean {
  return standing === 'Terminating';
}

/** By priority, then who waits longest, then by name. */
function compareImportance(left: PendingPod, right: PendingPod): number {
  return (
    right.priority - left.priority ||
    compareNumbers(left.since ?? Infinity, right.since ?? Infinity) ||
    (`${left.namespace}/${left.name}` < `${right.namespace}/${right.name}` ? -1 : 1)
  );
}

function compareNumbers(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
