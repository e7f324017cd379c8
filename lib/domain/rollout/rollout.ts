import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord } from '../objects.ts';
import type { CellKnowledge } from '../placement/cell.ts';
import { soonest } from '../placement/soonest.ts';
import { judgeBlocked } from './blocked.ts';
import type { RolloutCell } from './cell-facts.ts';
import { namesOf } from './names-of.ts';
import type { SyncFailure } from './sync-failure.ts';
import type { Budget, Counted, CurrentRevision, RolloutReason, RolloutVerdict } from './verdict.ts';

export type RolloutInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly revision: CurrentRevision;
  readonly cells: readonly RolloutCell[];
  readonly counted: Counted;
  /** Undefined under OnDelete. */
  readonly budget?: Budget | undefined;
  readonly syncFailure?: SyncFailure | undefined;
  readonly knowledge: CellKnowledge;
  readonly lastProgress?: Millis | undefined;
  readonly stallAfterMillis: number;
  readonly now: Millis;
};

/** A rung that holds; times may be unknown. */
export type Rung = Pick<RolloutVerdict, 'kind' | 'reason'> & {
  readonly evidence?: Partial<RolloutVerdict['evidence']>;
  readonly since?: Millis | undefined;
  /** The API keeps no trace of the beginning: it was at `since` or before. */
  readonly sinceIsLowerBound?: boolean;
  readonly recheckAt?: Millis | undefined;
};

/**
 * Says how far a rollout has come and whether it moves: the ladder of RS2, first match wins. It tells who holds the
 * budget, not why; and where the API keeps no history it cannot know when a state began [RS5].
 */
export function computeRollout(input: RolloutInput): RolloutVerdict {
  const rung =
    judgeDeleting(input) ??
    judgeUnreadable(input) ??
    judgeNotObserved(input) ??
    judgeNodesUnreadable(input) ??
    judgeIdle(input) ??
    judgeOnDelete(input) ??
    judgeComplete(input) ??
    judgeBlocked(input, namesOf(input.cells.filter(isCandidate))) ??
    judgeDegraded(input) ??
    judgeProgressing(input);
  return toVerdict(rung, input);
}

function toVerdict(rung: Rung, { lastProgress, budget, syncFailure }: RolloutInput): RolloutVerdict {
  const { kind, reason, evidence, since, sinceIsLowerBound = since === undefined } = rung;
  const moving = kind === 'Stalled' || kind === 'Blocked' || kind === 'Degraded' || kind === 'Progressing';
  const recheckAt = soonest(rung.recheckAt, moving ? syncFailure?.recheckAt : undefined);
  return {
    kind,
    reason,
    evidence: {
      nodes: [],
      ...(moving && budget !== undefined ? { limit: budget.limit, used: budget.used } : {}),
      ...(moving && lastProgress !== undefined ? { lastProgress } : {}),
      ...evidence,
    },
    ...(since === undefined ? {} : { since }),
    sinceIsLowerBound,
    ...(recheckAt === undefined ? {} : { recheckAt }),
  };
}

function judgeDeleting({ daemonSet: { deletionTimestamp } }: RolloutInput): Rung | undefined {
  if (deletionTimestamp === undefined) return undefined;
  return { kind: 'Deleting', reason: 'BeingDeleted', since: deletionTimestamp };
}

function judgeUnreadable({ knowledge: { pods } }: RolloutInput): Rung | undefined {
  if (pods === 'Known') return undefined;
  return { kind: 'Unknown', reason: 'PodsUnreadable', evidence: { resource: 'pods', why: pods } };
}

function judgeNotObserved({ daemonSet: { generation, status } }: RolloutInput): Rung | undefined {
  const { observedGeneration } = status;
  if (generation <= observedGeneration) return undefined;
  return { kind: 'NotObserved', reason: 'GenerationAhead', evidence: { generation, observedGeneration } };
}

/** OnDelete with an old pod needs no node to be told. */
function judgeNodesUnreadable(input: RolloutInput): Rung | undefined {
  const { nodes } = input.knowledge;
  if (nodes === 'Known') return undefined;
  return (
    judgeOnDelete(input) ?? { kind: 'Unknown', reason: 'NodesUnreadable', evidence: { resource: 'nodes', why: nodes } }
  );
}

function judgeIdle({ counted, cells }: RolloutInput): Rung | undefined {
  if (counted.desiredNumberScheduled > 0 || cells.some(({ facts }) => facts.present)) return undefined;
  return { kind: 'Idle', reason: 'NothingWanted' };
}

/** An old pod that is already on its way out waits for nobody [RV19]. */
function judgeOnDelete({ daemonSet, cells, revision }: RolloutInput): Rung | undefined {
  if (daemonSet.updateStrategy.kind !== 'OnDelete') return undefined;
  const nodes = namesOf(cells.filter(({ facts }) => facts.oldPods === 'staying'));
  if (nodes.length === 0) return undefined;
  const since = revision.current?.createdAt;
  return { kind: 'OnDelete', reason: 'OldPodsWaitForDeletion', evidence: { nodes }, since };
}

/** kubectl's test on our own counts [ST10], and beyond it the leftovers that kubectl does not see [ST11] [ST12]. */
function judgeComplete({ counted, cells, lastProgress }: RolloutInput): Rung | undefined {
  const { desiredNumberScheduled: desired, updatedNumberScheduled, numberAvailable } = counted;
  if (updatedNumberScheduled < desired || numberAvailable < desired) return undefined;
  const nodes = namesOf(cells.filter(({ facts }) => facts.leftover || facts.oldPods !== 'none'));
  const since = lastProgress;
  if (nodes.length === 0) return { kind: 'Complete', reason: 'UpdatedAndAvailable', since };
  // Nothing tells when the first of them was left over: it may be long after the last progress.
  return { kind: 'CompleteWithLeftovers', reason: 'LeftoverPods', evidence: { nodes }, since: undefined };
}

function judgeDegraded({ cells }: RolloutInput): Rung | undefined {
  if (cells.some(isOutdated)) return undefined;
  const unavailable = cells.filter(isUnavailable);
  if (unavailable.length === 0 || unavailable.some(({ facts }) => facts.wait?.kind === 'inFlight')) return undefined;
  const evidence = { nodes: namesOf(unavailable) };
  return { kind: 'Degraded', reason: 'NodesNotAvailable', evidence, since: earliestWait(unavailable) };
}

function judgeProgressing({ cells, budget, revision }: RolloutInput): Rung {
  const slowed = budget?.holders.some(({ kind }) => kind === 'stuck') === true ? { slowed: true } : {};
  const outdated = cells.filter(({ facts }) => facts.oldPods !== 'none');
  const concerned = outdated.length > 0 ? outdated : cells.filter(isUnavailable);
  const reason: RolloutReason = outdated.length > 0 ? 'UpdatingPods' : 'StartingPods';
  const since = outdated.length > 0 ? revision.current?.createdAt : earliestWait(concerned);
  return { kind: 'Progressing', reason, evidence: { nodes: namesOf(concerned), ...slowed }, since };
}

/** Still to be replaced: an old pod that only terminates is as good as replaced, one that nobody wants is a leftover. */
function isOutdated({ facts }: RolloutCell): boolean {
  return facts.oldPods === 'staying' && (facts.wanted || facts.candidate);
}

function isUnavailable({ facts }: RolloutCell): boolean {
  return facts.wanted && !facts.available;
}

function isCandidate({ facts }: RolloutCell): boolean {
  return facts.candidate;
}

function earliestWait(cells: readonly RolloutCell[]): Millis | undefined {
  const times = cells.flatMap(({ facts }) => facts.wait?.since ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}
