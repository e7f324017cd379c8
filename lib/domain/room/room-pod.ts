import type { Millis } from '#lib/base/clock.ts';
import type { HostPort } from './host-ports.ts';

/*
 * A pod on a node as the make-room plan sees it, in plain JSON: the browser reckons with the same numbers. Amounts are
 * safe integers, thousandths of cores for cpu and whole units for all else; the resource `pods` stands for slots.
 */

/** Amount per resource; what is absent is 0. Resource names come from the cluster: read with `amountOf` alone. */
export type Amounts = Readonly<Record<string, number>>;

export function amountOf(amounts: Amounts, resource: string): number {
  return Object.hasOwn(amounts, resource) ? (amounts[resource] ?? 0) : 0;
}

/** Why a pod may never be asked to go [MR1], or that it may. */
export type Standing =
  | 'Movable'
  | 'DaemonSet'
  | 'Static'
  /** On its way out: its room comes free by itself. */
  | 'Terminating'
  /** Succeeded or Failed: it takes no room [FT6]. */
  | 'Terminal'
  | 'ControlPlane'
  | 'Rollcall';

/** What the going of a pod costs, or what stands against it; worst first. */
export type EvictionWarning =
  /** More than one PodDisruptionBudget covers it: the eviction API answers 500 [MR5]. Budgets are `namespace/name`. */
  | { readonly kind: 'SeveralBudgets'; readonly budgets: readonly string[] }
  /** It uses one of the disruptions that this budget allows [MR3]. */
  | { readonly kind: 'Budget'; readonly budget: string; readonly disruptionsAllowed: number }
  /** Nobody makes it again [MR7]. */
  | { readonly kind: 'Bare' }
  /** Its priority is at least that of the least important of the pods that wait [MR2]. */
  | { readonly kind: 'NotLower' }
  /** Its controller has no other pod that is alive: there will be a gap [MR12]. */
  | { readonly kind: 'OnlyReplica' }
  /** An annotation asks that it stay: safe-to-evict "false", or do-not-disrupt [MR10]. */
  | { readonly kind: 'AskedToStay' }
  /** It tolerates a cordon, and so will its next pod: that one may come back here [MR14]. */
  | { readonly kind: 'ToleratesCordon' }
  /** What these emptyDir volumes hold is lost [MR8]. */
  | { readonly kind: 'EmptyDir'; readonly volumes: readonly string[] }
  /** It uses files of this node, which are not on another [MR9]. */
  | { readonly kind: 'HostPath' }
  /** A claim's volume may be bound to this node or zone: PersistentVolumes are not read [MR9]. */
  | { readonly kind: 'VolumeClaim' }
  /** It may count as a failure of its Job [MR6]. */
  | { readonly kind: 'Job' }
  /** It comes back under the same name, once its volumes are free [MR6]. */
  | { readonly kind: 'StatefulSet' };

export type RoomPod = {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: { readonly kind: string; readonly name: string } | null;
  /** spec.priority; 0 when nothing is said [MR2]. */
  readonly priority: number;
  readonly startTime: Millis | null;
  readonly requests: Amounts;
  readonly hostPorts: readonly HostPort[];
  readonly standing: Standing;
  /** Until when a pod that terminates may take; null for all others. */
  readonly goneBy: Millis | null;
  /** Only of what is Movable. */
  readonly warnings: readonly EvictionWarning[];
};

/** A daemon pod that waits for room on this node. */
export type PendingPod = {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly daemonSet: string;
  readonly priority: number;
  /** preemptionPolicy Never: the scheduler may remove nobody for it. */
  readonly mayPreempt: boolean;
  readonly requests: Amounts;
  readonly hostPorts: readonly HostPort[];
  readonly since: Millis | null;
  /** The scheduler is at it: victims are terminating, or it says so [SC18] [SC19]. */
  readonly preempting: boolean;
};
