import type { Millis } from '#lib/base/clock.ts';
import type { ControllerRevisionRecord, DaemonSetRecord } from '../objects.ts';
import type { Cell, CellKnowledge } from '../placement/cell.ts';
import type { FailedCreate } from './failed-create.ts';
import type { Budget, Counted, CurrentRevision, KubectlVerdict, RolloutVerdict } from './verdict.ts';

export type DaemonSetInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly revisions: readonly ControllerRevisionRecord[];
  /** One per node, and one per vanished node that still has a pod. */
  readonly cells: Iterable<Cell>;
  readonly knowledge: CellKnowledge;
  readonly failedCreate?: FailedCreate | undefined;
  /** --stall-after [RS4]. */
  readonly stallAfterMillis: number;
  /** The newest progress seen while we watched: pods that came and went leave no timestamp behind [RS5]. */
  readonly rememberedProgress?: Millis | undefined;
  readonly now: Millis;
};

/** All that is said about one DaemonSet as a whole; `budget` only for RollingUpdate. */
export type DaemonSetOutcome = {
  readonly verdict: RolloutVerdict;
  readonly counted: Counted;
  readonly budget?: Budget;
  readonly kubectl: KubectlVerdict;
  readonly revision: CurrentRevision;
};

/** What `computeDaemonSet` in this file is: from the cells to the DaemonSet. */
export type ComputeDaemonSet = (input: DaemonSetInput) => DaemonSetOutcome;
