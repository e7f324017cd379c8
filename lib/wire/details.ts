import type { LabelSelector, Labels, NodeSelectorTerm, Taint, Toleration } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { CellReason, PlacementReason } from '#lib/domain/placement/reason.ts';
import type { AlertFinding } from '#lib/domain/rollout/alerts.ts';
import type { Cause } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { CommonTrait } from '#lib/domain/rollout/causes/common-traits.ts';
import type { Progress } from '#lib/domain/rollout/pace.ts';
import type { Preflight } from '#lib/domain/rollout/preflight.ts';
import type { PushSafety } from '#lib/domain/rollout/push-safety.ts';
import type { Budget } from '#lib/domain/rollout/verdict.ts';
import type { WhatIfBasis } from '#lib/domain/rollout/what-if.ts';
import type { CompleteAfter } from '#lib/domain/room/complete-after.ts';
import type { EventGroup } from './event-group.ts';
import type { PictureDaemonSet } from './picture.ts';
import type { NodeRoomDetails } from './room.ts';

/*
 * Answers of GET /api/daemonsets/[namespace]/[name] and GET /api/nodes/[name]: JSON, so optional fields may be absent and
 * times are milliseconds. Domain types are used as they are: they hold nothing but strings, numbers and booleans.
 */

export type ContainerDetails = {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: string;
  readonly stateReason?: string;
  readonly message?: string;
  readonly startedAt?: number;
  readonly lastTermination?: { readonly reason?: string; readonly exitCode: number; readonly finishedAt?: number };
};

export type PodDetails = {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly phase: string;
  readonly createdAt?: number;
  readonly deletionTimestamp?: number;
  readonly revision?: { readonly hash: string; readonly number?: number };
  readonly containers: readonly ContainerDetails[];
};

export type CellDetails = {
  readonly node: string;
  readonly state: Cell['kind'];
  readonly reasons: readonly CellReason[];
  readonly pods: readonly PodDetails[];
  readonly since?: number;
};

/** One thing that excludes nodes, and how many of them. */
export type Exclusion = {
  readonly kind: PlacementReason['kind'];
  /** The selector key, the taint `key=value:effect`, or empty for affinity and node name. */
  readonly subject: string;
  readonly nodes: number;
};

/** From one revision to another: the images that differ, and how many other differences there are. */
export type TemplateUpdate = {
  readonly from: number;
  readonly to: number;
  /** `before` is absent of a container that is new, `after` of one that goes. */
  readonly images: readonly { readonly container: string; readonly before?: string; readonly after?: string }[];
  readonly more: number;
};

export type DaemonSetDetails = {
  readonly summary: PictureDaemonSet;
  readonly createdAt?: number;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly minReadySeconds: number;
  readonly updateStrategy:
    | {
        readonly kind: 'RollingUpdate';
        readonly maxUnavailable: number | string;
        readonly maxSurge: number | string;
        /** The one of the two that is used, in pods [RU2]. */
        readonly effective: { readonly kind: 'maxUnavailable' | 'maxSurge'; readonly pods: number };
      }
    | { readonly kind: 'OnDelete' };
  readonly priorityClassName?: string;
  readonly images: readonly { readonly container: string; readonly image: string }[];
  readonly placement: {
    readonly selector: LabelSelector;
    readonly nodeSelector: Labels;
    readonly requiredNodeAffinity?: readonly NodeSelectorTerm[];
    readonly tolerations: readonly Toleration[];
    readonly automaticTolerations: readonly Toleration[];
    readonly exclusions: readonly Exclusion[];
    readonly wanted: number;
    readonly nodes: number;
  };
  /** What the rollout that is under way changes; null when no old pod is left. */
  readonly update: TemplateUpdate | null;
  readonly cells: readonly CellDetails[];
  /** The ledger; null under OnDelete, which has no budget [RS3]. */
  readonly budget: Budget | null;
  /** Best first [TX2]. */
  readonly causes: readonly Cause[];
  readonly excludedCauses: readonly CauseCode[];
  readonly commonTraits: readonly CommonTrait[];
  readonly progress: Progress;
  readonly alerts: readonly AlertFinding[];
  /** What the browser reckons with for another budget; null when nobody will update any more. */
  readonly whatIf: WhatIfBasis | null;
  readonly preflight: Preflight | null;
  readonly pushSafety: PushSafety | null;
  /** Newest first. */
  readonly events: readonly EventGroup[];
};

export type NodeDetails = {
  readonly name: string;
  readonly exists: boolean;
  readonly createdAt?: number;
  readonly unschedulable: boolean;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
    readonly lastTransitionTime?: number;
  }[];
  readonly nodeInfo: Readonly<Record<string, string>>;
  readonly internalIPs: readonly string[];
  readonly allocatable: Readonly<Record<string, string>>;
  readonly daemonSets: readonly (CellDetails & { readonly namespace: string; readonly name: string })[];
  /** Null while nodes or pods may not be read, and for a node that is gone. */
  readonly room: NodeRoomDetails | null;
  readonly completeAfter: CompleteAfter;
};
