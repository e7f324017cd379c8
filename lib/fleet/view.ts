import type { NodeName } from '#lib/domain/keys.ts';
import type { ControllerRevisionRecord, DaemonSetRecord, NodeRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { Budget, Counted, CurrentRevision, KubectlVerdict, RolloutVerdict } from '#lib/domain/rollout/verdict.ts';

/** Everything the picture says about one DaemonSet, derived from the records as they are now. */
export type DaemonSetView = {
  readonly daemonSet: DaemonSetRecord;
  readonly verdict: RolloutVerdict;
  readonly counted: Counted;
  readonly revision: CurrentRevision;
  readonly kubectl: KubectlVerdict;
  /** Only for RollingUpdate [RS3]. */
  readonly budget?: Budget;
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
