import type { Millis } from '#lib/base/clock.ts';
import type { EventRecord, PodRecord } from '../../objects.ts';
import { isTerminating } from '../../placement/node-pods.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import { deletionAskedAt, isOverdue } from '../termination.ts';
import { eventEvidence, nodeStatusOf, podEvidence, readyEvidence } from './bound-pod.ts';
import type { CauseEvidence, CauseFacts, CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-cause-input.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';
import { momentText } from './object-evidence.ts';

/** Kubernetes' default grace period: what goes on for longer is worth telling [T03]. */
const ORDINARY_MILLIS = 30_000;

const NOTHING: readonly CellCause[] = [];

/** T01..T04: why pods that are told to go are still there. */
export function findLeavingCauses(input: CellCauseInput): readonly CellCause[] {
  if (!input.judged.some(({ pod }) => isTerminating(pod))) return NOTHING;
  return input.judged.filter(({ pod }) => isTerminating(pod)).flatMap((each) => explainLeaving(each, input));
}

function explainLeaving({ pod }: JudgedPod, input: CellCauseInput): readonly CellCause[] {
  const status = nodeStatusOf(input.node);
  const finalizer = findFinalizer(pod);
  const dark = status === 'Unknown' ? findDarkNode(pod, input) : NOTHING;
  const known = [...dark, ...finalizer];
  if (known.length > 0 || pod.nodeName === undefined) return known;
  if (isOverdue(pod, input.now)) return status === 'True' ? [explainOverdue(pod, input)] : NOTHING;
  return findLongGrace(pod, input);
}

function leavingCause(
  pod: PodRecord,
  { code, confidence, since = deletionAskedAt(pod), ...rest }: Omit<CellCause, 'pod'>,
): CellCause {
  return { code, confidence, pod: pod.name, ...(since === undefined ? {} : { since }), ...rest };
}

function untilOf({ deletionTimestamp: until }: PodRecord): Pick<CauseFacts, 'until'> {
  return until === undefined ? {} : { until };
}

/** Nobody is there to end it, within its grace period as well as after [TM2]. */
function findDarkNode(pod: PodRecord, { node }: CellCauseInput): readonly CellCause[] {
  if (node === undefined || pod.nodeName === undefined) return NOTHING;
  const facts = { nodeStatus: 'Unknown', ...untilOf(pod) };
  return [
    leavingCause(pod, { code: 'T01', confidence: 'H', facts, evidence: [readyEvidence(node), deletionEvidence(pod)] }),
  ];
}

/** All has ended, and somebody has asked to be waited for [TM3]. */
function findFinalizer(pod: PodRecord): readonly CellCause[] {
  if (pod.finalizers.length === 0 || runs(pod)) return NOTHING;
  const finalizers = pod.finalizers.join(', ');
  const evidence = [podEvidence(pod, 'metadata.finalizers', finalizers), deletionEvidence(pod)];
  return [leavingCause(pod, { code: 'T02', confidence: 'H', facts: { finalizers }, evidence })];
}

/** Any container that may still run: one that waits has nothing to end. */
function runs({ containerStatuses }: PodRecord): boolean {
  return containerStatuses.some(({ state }) => state.kind === 'Running' || state.kind === 'Unknown');
}

/** Longer than an ordinary termination, and its grace period is not over [TM4]. */
function findLongGrace(pod: PodRecord, { eventsOf, now }: CellCauseInput): readonly CellCause[] {
  const span = longGraceOf(pod);
  if (span === undefined || now < span.from || now > span.until) return NOTHING;
  const hook = latestEvent(eventsOf(pod.uid), { reason: 'FailedPreStopHook', from: deletionAskedAt(pod) });
  const facts = { ...hookFacts(pod, hook), until: span.until };
  const evidence = [deletionEvidence(pod), ...(hook === undefined ? [] : [eventEvidence(hook)])];
  return [leavingCause(pod, { code: 'T03', confidence: 'H', facts, evidence })];
}

/** The first and the last moment of T03; undefined when the grace period is an ordinary one, or nothing runs any more. */
export function longGraceOf(pod: PodRecord): { readonly from: Millis; readonly until: Millis } | undefined {
  const { deletionTimestamp: until } = pod;
  const from = (deletionAskedAt(pod) ?? Infinity) + ORDINARY_MILLIS + 1;
  return until === undefined || from > until || !runs(pod) ? undefined : { from, until };
}

function hookFacts({ spec }: PodRecord, failed: EventRecord | undefined): CauseFacts {
  if (failed !== undefined) return { detail: 'PreStopHookFailed', message: noteOf(failed) };
  return spec.containers.some(({ hasPreStop }) => hasPreStop) ? { detail: 'PreStopHook' } : {};
}

/** The kubelet is there and does not get it done: runtime and network [TM5], or, when nothing runs any more, a volume [TM6]. */
function explainOverdue(pod: PodRecord, { node, eventsOf, now }: CellCauseInput): CellCause {
  const events = eventsOf(pod.uid);
  const from = deletionAskedAt(pod);
  const killing = latestEvent(events, { reason: 'FailedKillPod', from });
  const exceeded = latestEvent(events, { reason: 'ExceededGracePeriod', from });
  const told = killing ?? exceeded;
  const { deletionTimestamp: until = now } = pod;
  return leavingCause(pod, {
    code: 'T04',
    confidence: 'M',
    facts: {
      ...overdueDetail(pod, killing, exceeded),
      ...(told === undefined ? {} : { message: noteOf(told) }),
      seconds: Math.floor((now - until) / 1000),
      until,
    },
    evidence: [
      deletionEvidence(pod),
      ...(node === undefined ? [] : [readyEvidence(node)]),
      ...(told === undefined ? [] : [eventEvidence(told)]),
    ],
  });
}

function overdueDetail(pod: PodRecord, killing?: EventRecord, exceeded?: EventRecord): Pick<CauseFacts, 'detail'> {
  if (killing !== undefined) return { detail: 'KillFailed' };
  if (exceeded !== undefined) return { detail: 'GraceExceeded' };
  return runs(pod) ? {} : { detail: 'NothingRuns' };
}

function deletionEvidence(pod: PodRecord): CauseEvidence {
  const { deletionTimestamp = 0 } = pod;
  return podEvidence(pod, 'metadata.deletionTimestamp', momentText(deletionTimestamp));
}
