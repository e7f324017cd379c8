import type { SelfHelp } from './make-room.ts';
import { exceedsNode, fitsBeside, type Room } from './room.ts';
import type { PendingPod, RoomPod } from './room-pod.ts';

/**
 * Whether the scheduler will make the room by itself [MR2] [MR16]: would it fit, if every pod of strictly lower priority
 * were gone? Daemon pods and static pods are no exception for it. It cannot see which PodDisruptionBudgets the scheduler
 * would rather keep; it breaks them when it must.
 */
export function selfHelpOf(pending: PendingPod, room: Room): SelfHelp {
  if (exceedsNode(pending, room.allocatable)) return { kind: 'NeverFits' };
  if (fitsBeside(room, [pending])) return { kind: 'NotNeeded' };
  if (pending.preempting) return { kind: 'UnderWay' };
  if (!pending.mayPreempt) return { kind: 'Forbidden' };
  const lower = room.pods.filter((pod) => takesRoom(pod) && pod.priority < pending.priority).length;
  return { kind: lower > 0 && fitsWithoutLower(pending, room) ? 'Yes' : 'No', lower };
}

function fitsWithoutLower(pending: PendingPod, { allocatable, pods }: Room): boolean {
  return fitsBeside({ allocatable, pods: pods.filter(({ priority }) => priority >= pending.priority) }, [pending]);
}

function takesRoom({ standing }: RoomPod): boolean {
  return standing !== 'Terminal';
}
