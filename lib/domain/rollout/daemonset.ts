import type { Millis } from '#lib/base/clock.ts';
import type { ControllerRevisionRecord, DaemonSetRecord } from '../objects.ts';
import type { CellKnowledge } from '../placement/cell.ts';
import { computeBudget, findNoBudget } from './budget.ts';
import { usesSurge } from './budget-limit.ts';
import type { RolloutCell } from './cell-facts.ts';
import { countStatus } from './count-status.ts';
import type { FailedCreate } from './failed-create.ts';
import { computeKubectlVerdict } from './kubectl.ts';
import type { ProgressSign } from './pace.ts';
import { isNewer, newestRevision } from './progress.ts';
import { currentRevision, ownRevisions } from './revisions.ts';
import { computeRollout, type RememberedState } from './rollout.ts';
import { findRolloutBegin, type RememberedRevision, type RolloutBegin } from './rollout-begin.ts';
import { findSyncFailure, type SyncFailure } from './sync-failure.ts';
import type { Budget, Counted, CurrentRevision, KubectlVerdict, NoBudget, RolloutVerdict } from './verdict.ts';

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
  /** The same with what it was, where that is known too. */
  readonly rememberedSign?: ProgressSign | undefined;
  /** The state of the last time, for the states that leave no trace [RS5a]. */
  readonly rememberedState?: RememberedState | undefined;
  /** Since when an old pod on a vanished node stops the update, as far as we have seen [RU8i]. */
  readonly rememberedHalt?: Millis | undefined;
  /** For a revision that is used again [RS5b]. */
  readonly rememberedRevision?: RememberedRevision | undefined;
  readonly now: Millis;
};

/** All that is said about one DaemonSet as a whole; either `budget` or `noBudget`. */
export type DaemonSetOutcome = {
  readonly verdict: RolloutVerdict;
  readonly counted: Counted;
  readonly budget?: Budget;
  /** Why there is no budget [RS3a]. */
  readonly noBudget?: NoBudget;
  /** What keeps the update from running at all [RU11]. */
  readonly syncFailure?: SyncFailure;
  readonly kubectl: KubectlVerdict;
  readonly revision: CurrentRevision;
  /** For `rememberedProgress` of the next time [RS5]. */
  readonly lastProgress?: Millis;
  /** The same with what it was and where; for `rememberedSign`. */
  readonly lastSign?: ProgressSign;
  /** When the current revision became the current one. */
  readonly begin?: RolloutBegin;
};

/** From the cells to the DaemonSet: counts, budget, state and kubectl's own sentence. */
export function computeDaemonSet(input: DaemonSetInput): DaemonSetOutcome {
  const { daemonSet, revisions, knowledge, failedCreate, failedDelete, stallAfterMillis, now } = input;
  const cells = [...input.cells];
  const facts = cells.map((cell) => cell.facts);
  const revision = currentRevision(daemonSet, revisions);
  const counted = countStatus(facts, daemonSet.status.observedGeneration, input.settledCells);
  const begin = findRolloutBegin(revision, ownRevisions(daemonSet, revisions), input.rememberedRevision);
  const lastSign = findLastSign(input, cells, begin);
  const lastProgress = lastSign?.at;
  const surge = usesSurge(daemonSet.updateStrategy);
  const syncFailure = findSyncFailure({
    cells,
    surge,
    failedCreate,
    failedDelete,
    lastProgress,
    haltedSince: input.rememberedHalt,
    now,
  });
  const noBudget = findNoBudget(daemonSet, knowledge);
  const desired = counted.desiredNumberScheduled;
  const budget = noBudget === undefined ? computeBudget({ daemonSet, cells, desired, syncFailure }) : undefined;
  const { rememberedState } = input;
  const common = { daemonSet, revision, cells, counted, budget, syncFailure, knowledge, begin, rememberedState };
  return {
    verdict: computeRollout({ ...common, lastProgress, stallAfterMillis, now }),
    counted,
    ...(budget === undefined ? {} : { budget }),
    ...(noBudget === undefined ? {} : { noBudget }),
    ...(syncFailure === undefined ? {} : { syncFailure }),
    kubectl: computeKubectlVerdict(daemonSet),
    revision,
    ...(lastSign === undefined ? {} : { lastProgress: lastSign.at, lastSign }),
    begin,
  };
}

/** The newest sign of progress on any pod or revision, or what we remember of those that are gone [RS4] [RS5]. */
function findLastSign(
  { daemonSet, revisions, rememberedProgress, rememberedSign, now }: DaemonSetInput,
  cells: readonly RolloutCell[],
  begin: RolloutBegin,
): ProgressSign | undefined {
  const made = newestRevision(ownRevisions(daemonSet, revisions), now);
  const usedAgain = begin.isLowerBound ? undefined : begin.at;
  const candidates: (ProgressSign | undefined)[] = [
    made === undefined ? undefined : { at: made, what: 'RevisionCreated' },
    // A revision that is used again is as good as a new one [RS5b].
    usedAgain === undefined || usedAgain > now ? undefined : { at: usedAgain, what: 'RevisionCreated' },
    rememberedProgress === undefined ? undefined : { at: rememberedProgress },
    rememberedSign,
    newestOfCells(cells),
  ];
  let newest: ProgressSign | undefined;
  for (const sign of candidates) {
    if (sign !== undefined && (newest === undefined || isNewer(sign, newest))) newest = sign;
  }
  return newest;
}

function newestOfCells(cells: readonly RolloutCell[]): ProgressSign | undefined {
  let newest: ProgressSign | undefined;
  for (const { node, progressAt: at, progressKind: what } of cells) {
    if (at === undefined || (newest !== undefined && at < newest.at)) continue;
    const sign: ProgressSign = { at, node, ...(what === undefined ? {} : { what }) };
    if (newest === undefined || isNewer(sign, newest)) newest = sign;
  }
  return newest;
}
