import type { NodeName } from '#lib/domain/keys.ts';
import type { ControllerRevisionRecord, DaemonSetRecord, NodeRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { AlertFinding } from '#lib/domain/rollout/alerts.ts';
import type { Cause } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { CommonTrait } from '#lib/domain/rollout/causes/common-traits.ts';
import type { Progress } from '#lib/domain/rollout/pace.ts';
import type { Preflight } from '#lib/domain/rollout/preflight.ts';
import type { PushSafety } from '#lib/domain/rollout/push-safety.ts';
import type {
  Budget,
  Counted,
  CurrentRevision,
  KubectlVerdict,
  NoBudget,
  RolloutVerdict,
} from '#lib/domain/rollout/verdict.ts';
import type { WhatIfBasis } from '#lib/domain/rollout/what-if.ts';

/** What only somebody who looks at this DaemonSet alone wants to know. */
export type Outlook = {
  /** What sets the nodes of the causes apart from the rest. */
  readonly commonTraits: readonly CommonTrait[];
  /** What another budget would do is answered from this [PC6]. */
  readonly whatIf?: WhatIfBasis;
  /** Undefined when nothing is left to update, or when it cannot be told [RS8]. */
  readonly preflight?: Preflight;
  readonly pushSafety?: PushSafety;
};

/** Everything the picture says about one DaemonSet, derived from the records as they are now; in short without outlook. */
export type DaemonSetView = Partial<Outlook> & {
  readonly daemonSet: DaemonSetRecord;
  readonly verdict: RolloutVerdict;
  readonly counted: Counted;
  readonly revision: CurrentRevision;
  readonly kubectl: KubectlVerdict;
  /** Only for RollingUpdate [RS3]. */
  readonly budget?: Budget;
  /** Why there is no budget [RS3a]. */
  readonly noBudget?: NoBudget;
  /** Best first [TX2], with their evidence. */
  readonly causes: readonly Cause[];
  /** What was looked for and is not so. */
  readonly excludedCauses: readonly CauseCode[];
  readonly progress: Progress;
  readonly alerts: readonly AlertFinding[];
  /** All that is wrong with it is wrong with nodes in trouble. */
  readonly explainedByNodes: boolean;
  /** By number, newest first, with the pods that are of it. */
  readonly revisions: readonly { readonly revision: ControllerRevisionRecord; readonly pods: number }[];
  /** One per node of the cluster and per vanished node that still has a pod. */
  readonly cells: ReadonlyMap<NodeName, Cell>;
};

/** Everything the picture says about one node. */
export type NodeView = {
  readonly name: NodeName;
  /** Undefined when nodes are unreadable, or for a vanished node that still has a daemon pod. */
  readonly node?: NodeRecord;
  /** The cell of each DaemonSet here, worst first. */
  readonly cells: readonly { readonly daemonSet: DaemonSetRecord; readonly cell: Cell }[];
};
