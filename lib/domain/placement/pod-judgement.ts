import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord, NodeRecord, PodCondition, PodRecord } from '../objects.ts';
import { type Availability, computeAvailability, readyCondition } from '../rollout/availability.ts';
import { comesAndGoes, findContainers, findCrashLoops } from '../rollout/containers.ts';
import { hashOfPod, isUpdated } from '../rollout/revisions.ts';
import { startAllowanceMillis, startOf } from '../rollout/start-allowance.ts';
import { deletionAskedAt, isOverdue, overdueAt } from '../rollout/termination.ts';
import type { CurrentRevision } from '../rollout/verdict.ts';
import type { CellState } from './cell-state.ts';
import { isTerminal, isTerminating } from './node-pods.ts';
import type { CellReason } from './reason.ts';
import { soonest } from './soonest.ts';
import { judgeUnboundPod } from './unbound-pod.ts';

/** What one daemon pod is, were it alone on a Ready node that wants it. */
export type PodState = {
  readonly state: Extract<CellState, 'failed' | 'starved' | 'progressing' | 'old' | 'ok'>;
  /** All that hold, the deciding one first. */
  readonly reasons: readonly [CellReason, ...CellReason[]];
  readonly since?: Millis | undefined;
  readonly recheckAt?: Millis | undefined;
  /** The scheduler waits for pods that it has told to go [SC18] [SC19]. */
  readonly preempting?: boolean;
  /** The scheduler itself has said that it finds no place; our own sum alone is no hard cause [RS6]. */
  readonly refusedByScheduler?: boolean;
};

export type JudgedPod = PodState & {
  readonly pod: PodRecord;
  readonly updated: boolean;
  readonly availability: Availability;
};

export type PodContext = {
  readonly daemonSet: DaemonSetRecord;
  readonly node?: NodeRecord | undefined;
  readonly revision: CurrentRevision;
  readonly podsOnNode: () => Iterable<PodRecord>;
  readonly now: Millis;
};

const AVAILABLE: readonly [CellReason] = [{ kind: 'Available' }];

/** Judges one pod of a cell: the rows of the cell's table that a pod alone decides [CE6] [CE7] [CE9] [CE10] [CE11]. */
export function judgePod(pod: PodRecord, context: PodContext): JudgedPod {
  const good = judgeGoodPod(pod, context);
  if (good !== undefined) return good;
  const { daemonSet, revision, now } = context;
  const updated = isUpdated(pod, daemonSet, revision);
  const availability = computeAvailability(pod, daemonSet.minReadySeconds, now);
  const stays = availability.kind === 'Available' && !isTerminating(pod) && !isTerminal(pod);
  const outdated = updated ? undefined : describeOutdated(pod);
  if (stays && outdated !== undefined) {
    return { pod, updated, availability, state: 'old', reasons: [outdated], since: availability.since };
  }
  const judged = judgeUnavailable(pod, availability, context);
  const reasons = outdated === undefined ? judged.reasons : ([...judged.reasons, outdated] as const);
  // A pod that terminates or has failed may still become available in the eyes of the counters [ST9].
  const availableAt = availability.kind === 'Settling' ? availability.availableAt : undefined;
  return { pod, updated, availability, ...judged, reasons, recheckAt: soonest(judged.recheckAt, availableAt) };
}

/** Undefined unless the pod is updated and available and neither goes nor has ended; most are, and that is soon seen. */
export function judgeGoodPod(
  pod: PodRecord,
  { daemonSet, revision, now }: Omit<PodContext, 'podsOnNode'>,
): (JudgedPod & { readonly state: 'ok' }) | undefined {
  if (isTerminating(pod) || isTerminal(pod) || !isUpdated(pod, daemonSet, revision)) return undefined;
  const availability = computeAvailability(pod, daemonSet.minReadySeconds, now);
  if (availability.kind !== 'Available') return undefined;
  return { pod, updated: true, availability, state: 'ok', reasons: AVAILABLE, since: availability.since };
}

function describeOutdated(pod: PodRecord): CellReason {
  const hash = hashOfPod(pod);
  return hash === undefined ? { kind: 'Outdated' } : { kind: 'Outdated', hash };
}

function judgeUnavailable(pod: PodRecord, availability: Availability, context: PodContext): PodState {
  if (isTerminating(pod)) return judgeTerminating(pod, context.now);
  if (isTerminal(pod)) return judgeTerminal(pod);
  if (pod.nodeName === undefined) return judgeUnboundPod(pod, context);
  if (availability.kind === 'Settling') return judgeSettling(pod, availability.availableAt, context.now);
  return judgeNotReady(pod, context);
}

function judgeTerminating(pod: PodRecord, now: Millis): PodState {
  const deadline = pod.deletionTimestamp ?? now;
  if (isOverdue(pod, now)) {
    const reason: CellReason = { kind: 'TerminatingOverdue', deadline, finalizers: pod.finalizers };
    return { state: 'failed', reasons: [reason], since: overdueAt(pod) };
  }
  const overdueFrom = overdueAt(pod);
  return {
    state: 'progressing',
    reasons: [{ kind: 'Terminating', deadline }],
    since: deletionAskedAt(pod),
    // Overdue only past that moment [TM1].
    recheckAt: overdueFrom === undefined ? undefined : overdueFrom + 1,
  };
}

/** Refused by the kubelet, evicted, or ended: a daemon pod has no business to succeed either. */
function judgeTerminal(pod: PodRecord): PodState {
  const { phase, reason, message } = pod;
  const podReason = reason ?? (phase === 'Succeeded' ? phase : undefined);
  const failed: CellReason = {
    kind: 'PodFailed',
    ...(podReason === undefined ? {} : { podReason }),
    ...(message === undefined ? {} : { message }),
  };
  return { state: 'failed', reasons: [failed], since: readyCondition(pod)?.lastTransitionTime ?? startOf(pod) };
}

function judgeSettling(pod: PodRecord, availableAt: Millis | undefined, now: Millis): PodState {
  const waiting: CellReason = { kind: 'WaitingMinReadySeconds', availableAt: availableAt ?? now };
  const [crash, ...others] = findCrashLoops(pod, now);
  if (crash !== undefined) return { state: 'failed', reasons: [crash, ...others, waiting], recheckAt: availableAt };
  const since = readyCondition(pod)?.lastTransitionTime;
  return { state: 'progressing', reasons: [waiting], since, recheckAt: availableAt };
}

function judgeNotReady(pod: PodRecord, { daemonSet, now }: PodContext): PodState {
  const condition = readyCondition(pod);
  const allowanceMillis = startAllowanceMillis(daemonSet);
  const containers = findContainers(pod, now);
  const deadline = (startOf(pod) ?? -Infinity) + allowanceMillis;
  const late = now >= deadline ? describeNotReady(condition, allowanceMillis) : undefined;
  const [first, ...rest] = containers.failing;
  const changedAt = condition?.lastTransitionTime;
  const since = comesAndGoes(pod, changedAt) ? undefined : (changedAt ?? startOf(pod));
  const recheckAt = soonest(late === undefined ? deadline : undefined, containers.recheckAt);
  if (first !== undefined) {
    return { state: 'failed', reasons: [first, ...rest, ...(late === undefined ? [] : [late])], since, recheckAt };
  }
  const starting: CellReason = { kind: 'Starting', ...containers.starting };
  // A container that runs does not start any more, perhaps for days: its probe, or a gate, is what is waited for.
  const tail = containers.starting?.waitingReason === undefined ? [] : [starting];
  if (late !== undefined) return { state: 'failed', reasons: [late, ...tail], since, recheckAt };
  return { state: 'progressing', reasons: [starting], since: startOf(pod), recheckAt };
}

function describeNotReady(condition: PodCondition | undefined, allowanceMillis: number): CellReason {
  const { reason, message, lastTransitionTime: since } = condition ?? {};
  return {
    kind: 'NotReady',
    ...(reason === undefined ? {} : { conditionReason: reason }),
    ...(message === undefined ? {} : { message }),
    ...(since === undefined ? {} : { since }),
    allowanceMillis,
  };
}
