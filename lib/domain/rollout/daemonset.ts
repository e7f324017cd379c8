import type { Millis } from '#lib/base/clock.ts';
import type { ControllerRevisionRecord, DaemonSetRecord } from '../objects.ts';
import type { CellKnowledge } from '../placement/cell.ts';
import { computeBudget } from './budget.ts';
import { usesSurge } from './budget-limit.ts';
import type { RolloutCell } from './cell-facts.ts';
import { countStatus } from './count-status.ts';
import type { FailedCreate } from './failed-create.ts';
import { computeKubectlVerdict } from './kubectl.ts';
import { newestRevision } from './progress.ts';
import { currentRevision, ownRevisions } from './revisions.ts';
import { computeRollout } from './rollout.ts';
import { findSyncFailure } from './sync-failure.ts';
import type { Budget, Counted, CurrentRevision, KubectlVerdict, RolloutVerdict } from './verdict.ts';

export type DaemonSetInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly revisions: readonly ControllerRevisionRecord[];
  /** One per node, and one per vanished node that still has a pod. */
  readonly cells: Iterable<RolloutCell>;
  /** How many more cells there are that are wanted, updated and available and say nothing else: they are only counted. */
  readonly settledCells?: number | undefined;
  readonly knowledge: CellKnowledge;
  readonly failedCreate?: FailedCreate | undefined;
  readonly failedDelete?: FailedCreate | undefined;
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
  /** For `rememberedProgress` of the next time [RS5]. */
  readonly lastProgress?: Millis;
};

/** From the cells to the DaemonSet: counts, budget, state and kubectl's own sentence. */
export function computeDaemonSet(input: DaemonSetInput): DaemonSetOutcome {
  const { daemonSet, revisions, knowledge, failedCreate, failedDelete, stallAfterMillis, now } = input;
  const cells = [...input.cells];
  const facts = cells.map((cell) => cell.facts);
  const revision = currentRevision(daemonSet, revisions);
  const counted = countStatus(facts, daemonSet.status.observedGeneration, input.settledCells);
  const lastProgress = findLastProgress(input, cells);
  const surge = usesSurge(daemonSet.updateStrategy);
  const syncFailure = findSyncFailure({ cells, surge, failedCreate, failedDelete, lastProgress, now });
  const budget = computeBudget({ daemonSet, cells, desired: counted.desiredNumberScheduled, syncFailure });
  const common = { daemonSet, revision, cells, counted, budget, syncFailure, knowledge };
  return {
    verdict: computeRollout({ ...common, lastProgress, stallAfterMillis, now }),
    counted,
    ...(budget === undefined ? {} : { budget }),
    kubectl: computeKubectlVerdict(daemonSet),
    revision,
    ...(lastProgress === undefined ? {} : { lastProgress }),
  };
}

/** The newest sign of progress on any pod or revision, or what we remember of those that are gone [RS4] [RS5]. */
function findLastProgress(
  { daemonSet, revisions, rememberedProgress, now }: DaemonSetInput,
  cells: readonly RolloutCell[],
): Millis | undefined {
  let newest = newestRevision(ownRevisions(daemonSet, revisions), now) ?? -Infinity;
  for (const { progressAt = -Infinity } of cells) newest = Math.max(newest, progressAt);
  newest = Math.max(newest, rememberedProgress ?? -Infinity);
  return newest === -Infinity ? undefined : newest;
}
