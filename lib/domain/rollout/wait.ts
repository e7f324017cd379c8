import type { Millis } from '#lib/base/clock.ts';
import type { NodeRecord } from '../objects.ts';
import { isTerminating } from '../placement/node-pods.ts';
import type { JudgedPod } from '../placement/pod-judgement.ts';
import type { CellReason } from '../placement/reason.ts';
import { soonest } from '../placement/soonest.ts';
import type { FactsInput } from './cell-facts.ts';
import { hardCauseOf, isStillTrying } from './containers.ts';
import { computeNodePhase, nodeReadyCondition } from './node-phase.ts';
import { startAllowanceMillis, startOf } from './start-allowance.ts';
import { isOverdue } from './termination.ts';
import type { HolderRow } from './verdict.ts';

/** Why a node has no available pod yet: on its way, or stuck [RS1]. */
export type Wait = {
  readonly kind: 'inFlight' | 'stuck';
  /** A stable word: the kind of a reason, or the kubelet's own waiting reason. */
  readonly reason: string;
  readonly pod?: string;
  readonly since?: Millis;
  /** It began then or before. */
  readonly sinceIsLowerBound?: true;
  /** One of the causes that are shown at once [RS6]. */
  readonly hardCause?: string;
};

export type WaitOutcome = { readonly wait: Wait; readonly recheckAt?: Millis | undefined };

/** So long a wanted node may be without a pod before that counts as stuck [RS1]. */
export const ABSENCE_ALLOWANCE_MILLIS = 10_000;

type Finding = {
  readonly kind: Wait['kind'];
  readonly reason: string;
  readonly since?: Millis | undefined;
  readonly sinceIsLowerBound?: boolean;
  readonly hardCause?: string | undefined;
  readonly recheckAt?: Millis | undefined;
};

/**
 * Tells a wait that is on its way from one that is stuck [RS1]. Stuck wins, but for preemption and for nodes that are
 * being born or leave; and an overdue termination wins over these too.
 */
export function explainWait(input: FactsInput, row: HolderRow | undefined, rowPod: JudgedPod | undefined): WaitOutcome {
  const subject = rowPod ?? input.judged.find(({ pod }) => !isTerminating(pod)) ?? input.judged[0];
  const { kind, reason, since, sinceIsLowerBound, hardCause, recheckAt } = findWait(input, row, subject);
  const wait: Wait = {
    kind,
    reason,
    ...(subject === undefined ? {} : { pod: subject.pod.name }),
    ...(since === undefined ? {} : { since }),
    ...(since !== undefined && sinceIsLowerBound === true ? { sinceIsLowerBound } : {}),
    ...(hardCause === undefined ? {} : { hardCause }),
  };
  return { wait, recheckAt: soonest(recheckAt, subject?.recheckAt) };
}

function findWait(input: FactsInput, row: HolderRow | undefined, subject: JudgedPod | undefined): Finding {
  const { node, now } = input;
  const overdue = subject !== undefined && isOverdue(subject.pod, now);
  const nodeWait = node === undefined ? undefined : findNodeWait(node, overdue, input);
  if (nodeWait?.kind === 'inFlight') return nodeWait;
  if (subject?.preempting === true) return { kind: 'inFlight', reason: 'Preempting', since: subject.since };
  if (nodeWait !== undefined) return nodeWait;
  if (subject === undefined) return findAbsence(input);
  if (input.nodeGone && !overdue) return findNodeGone(subject, input);
  if (isTerminating(subject.pod)) {
    return { kind: overdue ? 'stuck' : 'inFlight', reason: subject.reasons[0].kind, since: subject.since };
  }
  // The controller replaces an unavailable old pod at once and without budget, however broken it is [RU5f] [RU8b].
  if (row === 'RU5f' || row === 'RU8b') return { kind: 'inFlight', reason: 'Replacing', since: subject.since };
  return findHearing(subject, now) ?? findPodWait(subject);
}

function findNodeWait(node: NodeRecord, overdue: boolean, { podsOnNode, now }: FactsInput): Finding | undefined {
  const ready = nodeReadyCondition(node);
  if (!overdue) {
    const phase = computeNodePhase(node, podsOnNode, now);
    if (phase.kind !== 'Steady') {
      const since = phase.kind === 'Starting' ? node.creationTimestamp : node.deletionTimestamp;
      const recheckAt = phase.until === undefined ? undefined : phase.until + 1;
      return { kind: 'inFlight', reason: `Node${phase.kind}`, since, recheckAt };
    }
  }
  if (ready?.status === 'True') return undefined;
  // Nobody is there to end the pod, and nobody will be until the node is back [TM2].
  const hardCause = overdue && ready?.status === 'Unknown' ? 'TerminatingOnUnreachableNode' : undefined;
  return { kind: 'stuck', reason: 'NodeNotReady', since: ready?.lastTransitionTime, hardCause };
}

/** A pod that is not there leaves no trace of when it went [RS5c]: only what was seen is told, or what refused the next one. */
function findAbsence({ failedCreate, absentSince, absenceSeenAt, now }: FactsInput): Finding {
  if (failedCreate !== undefined) {
    const since = absenceSeenAt ?? failedCreate.firstSeen;
    const sinceIsLowerBound = absenceSeenAt === undefined;
    return { kind: 'stuck', reason: 'FailedCreate', since, sinceIsLowerBound, hardCause: 'FailedCreate' };
  }
  const deadline = (absentSince ?? -Infinity) + ABSENCE_ALLOWANCE_MILLIS;
  if (now > deadline) return { kind: 'stuck', reason: 'NoPod', since: absenceSeenAt };
  return { kind: 'inFlight', reason: 'NoPodYet', since: absenceSeenAt, recheckAt: deadline + 1 };
}

/** So long the scheduler may take before what it has not said counts: what lacks room for now, it may be about to make. */
const HEARING_MILLIS = 10_000;

/** Short of room by our own sum alone, a moment after it was made [RS1e]. */
function findHearing({ state, pod, since, refusedByScheduler }: JudgedPod, now: Millis): Finding | undefined {
  const until = (pod.creationTimestamp ?? -Infinity) + HEARING_MILLIS;
  if (state !== 'starved' || refusedByScheduler === true || now > until) return undefined;
  return { kind: 'inFlight', reason: 'Scheduling', since, recheckAt: until + 1 };
}

/** Pod garbage collection takes its time; when nothing has come of it, something else is wrong [NP10]. */
function findNodeGone(subject: JudgedPod, { daemonSet, now }: FactsInput): Finding {
  const since = subject.since ?? startOf(subject.pod);
  const deadline = (since ?? -Infinity) + startAllowanceMillis(daemonSet);
  if (now >= deadline) return { kind: 'stuck', reason: 'NodeGone', since };
  return { kind: 'inFlight', reason: 'NodeGone', since, recheckAt: deadline };
}

function findPodWait(subject: JudgedPod): Finding {
  const { state, reasons, since, refusedByScheduler } = subject;
  const [first] = reasons;
  if (state === 'failed' || state === 'starved') {
    if (isOnlyStumbling(reasons)) return { kind: 'inFlight', reason: 'Starting', since };
    const refused = refusedByScheduler === true ? 'Unschedulable' : undefined;
    return { kind: 'stuck', reason: wordOf(first), since, hardCause: refused ?? findHardCause(reasons) };
  }
  // Available, and yet its node counts: surplus pods, which the controller clears away.
  const reason = state === 'progressing' ? first.kind : 'Replacing';
  return { kind: 'inFlight', reason, since };
}

/** Crashed once or twice, and still within its start allowance. */
function isOnlyStumbling(reasons: readonly CellReason[]): boolean {
  const failures = reasons.filter(isContainerFailure);
  return failures.length > 0 && failures.every(isStillTrying) && !reasons.some(({ kind }) => kind === 'NotReady');
}

type ContainerFailure = Extract<CellReason, { readonly kind: 'ContainerWaiting' | 'ContainerTerminated' }>;

function isContainerFailure(reason: CellReason): reason is ContainerFailure {
  return reason.kind === 'ContainerWaiting' || reason.kind === 'ContainerTerminated';
}

function findHardCause(reasons: readonly CellReason[]): string | undefined {
  for (const reason of reasons) {
    const cause = isContainerFailure(reason) ? hardCauseOf(reason) : undefined;
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** What is one cause is one word: a pull that is tried again, or the run between two crashes, has no other name [RS6]. */
function wordOf(reason: CellReason): string {
  const hardCause = isContainerFailure(reason) ? hardCauseOf(reason) : undefined;
  if (hardCause !== undefined) return hardCause;
  return reason.kind === 'ContainerWaiting' ? reason.waitingReason : reason.kind;
}
