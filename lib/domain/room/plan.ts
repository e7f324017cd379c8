import type { Millis } from '#lib/base/clock.ts';
import type { PriorityClassRecord } from '../objects.ts';
import type { Elsewhere, MakeRoomPlan } from './make-room.ts';
import type { Room } from './room.ts';
import type { PendingPod } from './room-pod.ts';

export type PlanInput = Room & {
  readonly node: string;
  readonly pending: readonly PendingPod[];
  readonly isCordoned: boolean;
  /** Asked for the pods of the sets that are told, and for no other; not for a bare pod. */
  readonly elsewhere: (uid: string) => Elsewhere;
  /** Empty while they may not be read. */
  readonly priorityClasses: readonly Pick<PriorityClassRecord, 'name' | 'value' | 'preemptionPolicy'>[];
  readonly now: Millis;
};

export declare function computePlan(input: PlanInput): MakeRoomPlan;
