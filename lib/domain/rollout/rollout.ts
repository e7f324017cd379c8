import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord } from '../objects.ts';
import type { CellKnowledge } from '../placement/cell.ts';
import { soonest } from '../placement/soonest.ts';
import { judgeBlocked } from './blocked.ts';
import type { RolloutCell } from './cell-facts.ts';
import type { DaemonSetState } from './daemonset-state.ts';
import { namesOf } from './names-of.ts';
import type { RolloutBegin } from './rollout-begin.ts';
import type { SyncFailure } from './sync-failure.ts';
import type { Budget, Counted, CurrentRevision, RolloutVerdict } from './verdict.ts';

/** The state that a DaemonSet was in when we last looked; `seenBegin` false: it was in it when we first looked. */
export type RememberedState = { readonly kind: DaemonSetState; readonly since: Millis; readonly seenBegin: boolean };

export type RolloutInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly revision: CurrentRevision;
  readonly cells: readonly RolloutCell[];
  readonly counted: Counted;
  /** Undefined under OnDelete, and when it cannot be told [RS3a]. */
  readonly budget?: Budget | undefined;
  readonly syncFailure?: SyncFailure | undefined;
  readonly knowledge: CellKnowledge;
  readonly lastProgress?: Millis | undefined;
  readonly begin: RolloutBegin;
  readonly rememberedState?: RememberedState | undefined;
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

function toVerdict(rung: Rung, input: RolloutInput): RolloutVerdict {
  const { kind, reason, evidence } = rung;
  const { lastProgress, budget, syncFailure } = input;
  const { since, sinceIsLowerBound } = findSince(rung, input.rememberedState);
  const moving = kind === 'Stalled' || kind === 'Blocked' || kind === 'Degraded' || kind === 'Progressing';
  // The ledger rests on a sync that fails whatever the state is.
  const soon = soonest(rung.recheckAt, syncFailure?.recheckAt);
  const recheckAt = soonest(soon, overdueObservation(kind, since, input));
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

/** What the API keeps a trace of comes first: it is the same after a restart. Else what we saw ourselves [RS5a]. */
function findSince(
  { kind, since, sinceIsLowerBound = false }: Rung,
  remembered: RememberedState | undefined,
): Pick<RolloutVerdict, 'since' | 'sinceIsLowerBound'> {
  const seen = remembered?.kind === kind && remembered.seenBegin ? remembered.since : undefined;
  // What is only a bound gives way to an earlier beginning that we saw.
  if (since !== undefined && sinceIsLowerBound && seen !== undefined && seen <= since) {
    return { since: seen, sinceIsLowerBound: false };
  }
  if (since !== undefined) return { since, sinceIsLowerBound };
  if (remembered?.kind !== kind) return { sinceIsLowerBound: true };
  return { since: remembered.since, sinceIsLowerBound: !remembered.seenBegin };
}

/** So long a change may go unseen before that is a cause of its own [R01]. */
const OBSERVATION_MILLIS = 60_000;

function overdueObservation(
  kind: DaemonSetState,
  since: Millis | undefined,
  { now }: RolloutInput,
): Millis | undefined {
  if (kind !== 'NotObserved' || since === undefined) return undefined;
  const overdueFrom = since + OBSERVATION_MILLIS + 1;
  return overdueFrom > now ? overdueFrom : undefined;
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
function judgeOnDelete({ daemonSet, cells, begin }: RolloutInput): Rung | undefined {
  if (daemonSet.updateStrategy.kind !== 'OnDelete') return undefined;
  const nodes = namesOf(cells.filter(({ facts }) => facts.oldPods === 'staying'));
  if (nodes.length === 0) return undefined;
  // From then on they are old; when the strategy was changed leaves no trace.
  const { at: since, isLowerBound: sinceIsLowerBound } = begin;
  return { kind: 'OnDelete', reason: 'OldPodsWaitForDeletion', evidence: { nodes }, since, sinceIsLowerBound };
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

function judgeDegraded({ cells, begin }: RolloutInput): Rung | undefined {
  if (cells.some(isOutdated)) return undefined;
  const unavailable = cells.filter(isUnavailable);
  if (unavailable.length === 0 || unavailable.some(({ facts }) => facts.wait?.kind === 'inFlight')) return undefined;
  const evidence = { nodes: namesOf(unavailable) };
  const since = earliestWait(unavailable);
  const { at: begunAt } = begin;
  if (since === undefined || begunAt === undefined || since >= begunAt) {
    const sinceIsLowerBound = unavailable.some(isBegunBefore);
    return { kind: 'Degraded', reason: 'NodesNotAvailable', evidence, since, sinceIsLowerBound };
  }
  const sinceIsLowerBound = begin.isLowerBound;
  return { kind: 'Degraded', reason: 'NodesNotAvailable', evidence, since: begunAt, sinceIsLowerBound };
}

function judgeProgressing({ cells, budget, begin }: RolloutInput): Rung {
  const slowed = budget?.holders.some(({ kind }) => kind === 'stuck') === true ? { slowed: true } : {};
  const outdated = cells.filter(({ facts }) => facts.oldPods !== 'none');
  if (outdated.length > 0) {
    const evidence = { nodes: namesOf(outdated), ...slowed };
    const { at: since, isLowerBound: sinceIsLowerBound } = begin;
    return { kind: 'Progressing', reason: 'UpdatingPods', evidence, since, sinceIsLowerBound };
  }
  const unavailable = cells.filter(isUnavailable);
  const moving = unavailable.filter(({ facts }) => facts.wait?.kind === 'inFlight');
  const since = earliestWait(moving);
  const sinceIsLowerBound = moving.some(isBegunBefore);
  const evidence = { nodes: namesOf(unavailable), ...slowed };
  return { kind: 'Progressing', reason: 'StartingPods', evidence, since, sinceIsLowerBound };
}

/** Nothing tells when this wait began, or only that it began no later than a moment. */
function isBegunBefore({ facts: { wait } }: RolloutCell): boolean {
  return wait?.since === undefined || wait.sinceIsLowerBound === true;
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
