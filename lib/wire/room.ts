import type { Knowledge } from '#lib/domain/objects.ts';
import type { CompleteAfter } from '#lib/domain/room/complete-after.ts';
import type { Lack, MakeRoomPlan, SelfHelp } from '#lib/domain/room/make-room.ts';
import type { Amounts, PendingPod, RoomPod } from '#lib/domain/room/room-pod.ts';
import type { Sizing } from '#lib/domain/room/sizing.ts';

export type { CompleteAfter, Sizing };

/* Answers about room, as JSON: of one node in GET /api/nodes/[name], of all that are starved in GET /api/starved. */

export type PendingRoom = PendingPod & {
  /** What it lacks now, alone. */
  readonly lacks: readonly Lack[];
  readonly selfHelp: SelfHelp;
};

export type NodeRoomDetails = {
  readonly allocatable: Amounts;
  /** All that are bound here, the most important first. */
  readonly pods: readonly RoomPod[];
  readonly pending: readonly PendingRoom[];
  /** Null when nobody waits here. */
  readonly plan: MakeRoomPlan | null;
  /** Whether PodDisruptionBudgets are known; if not, no set is known to be allowed. */
  readonly budgets: Knowledge;
  /** Resources whose quantity nobody can read; they count as nothing. */
  readonly unreadable: readonly string[];
};

export type StarvedPod = {
  /** `namespace/name` of the DaemonSet. */
  readonly daemonSet: string;
  readonly since: number | null;
  readonly lacks: readonly Lack[];
  readonly selfHelp: SelfHelp;
};

export type StarvedNode = {
  readonly node: string;
  readonly pool: string | null;
  readonly pending: readonly StarvedPod[];
  readonly kind: MakeRoomPlan['kind'];
  /** The best set of its plan; null when there is none. */
  readonly eviction: {
    readonly pods: readonly { readonly uid: string; readonly namespace: string; readonly name: string }[];
    readonly violations: number;
    readonly bare: number;
    readonly frees: Amounts;
  } | null;
};

export type StarvedReport = {
  readonly at: number;
  /** In natural order of their names. */
  readonly nodes: readonly StarvedNode[];
  readonly sizing: readonly Sizing[];
  readonly budgets: Knowledge;
  /** When a starved node was last seen to be so no more; null when no such moment is remembered. */
  readonly lastStarvedAt: number | null;
};

/** What GET /api/nodes adds to the picture. */
export type NodeListing = {
  readonly name: string;
  readonly taints: readonly string[];
  readonly pressure: readonly string[];
  readonly completeAfter: CompleteAfter;
};
export type NodeListReport = { readonly at: number; readonly nodes: readonly NodeListing[] };
