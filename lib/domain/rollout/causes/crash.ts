import type { Millis } from '#lib/base/clock.ts';
import type { ContainerStatus, ContainerTermination, PodRecord } from '../../objects.ts';
import { CRASH_LOOP_MEMORY_MILLIS, CRASH_LOOP_RESTARTS } from '../containers.ts';
import { type BoundPod, causeOf, containerFacts, isSidecarOf, podEvidence, statusPath } from './bound-pod.ts';
import type { CauseEvidence, CauseFacts, CellCause, Confidence } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import { latestEvent } from './kubelet-events.ts';

const BACK_OFF = /^Back-off restarting failed container/;

/** A container whose last run ended a moment ago, and which has not come to anything since. */
export type Crash = {
  readonly status: ContainerStatus;
  readonly ended: ContainerTermination;
  /** Where the status says so. */
  readonly field: 'state' | 'lastState';
  /** The kubelet waits before it tries again. */
  readonly backingOff: boolean;
  /** From the third restart on it is no stumble any more [RS6]. */
  readonly repeated: boolean;
};

/** How the last run of a container ended, when that still explains what the container is now [PD2] [PD3]. */
export function findCrash(pod: PodRecord, status: ContainerStatus, now: Millis): Crash | undefined {
  const { state, lastTermination, restartCount } = status;
  const common = { status, repeated: restartCount >= CRASH_LOOP_RESTARTS };
  if (state.kind === 'Terminated') {
    // An init container that ended well is done.
    if (state.exitCode === 0 && status.init && !isSidecarOf(pod, status)) return undefined;
    return { ...common, ended: state, field: 'state', backingOff: false };
  }
  if (lastTermination === undefined) return undefined;
  const last = { ...common, ended: lastTermination, field: 'lastState' } as const;
  if (state.kind === 'Waiting') {
    return state.reason === 'CrashLoopBackOff' ? { ...last, backingOff: true } : undefined;
  }
  const { finishedAt } = lastTermination;
  if (state.kind !== 'Running' || isUp(pod, status) || finishedAt === undefined) return undefined;
  return finishedAt + CRASH_LOOP_MEMORY_MILLIS > now ? { ...last, backingOff: false } : undefined;
}

function isUp(pod: PodRecord, status: ContainerStatus): boolean {
  return isSidecarOf(pod, status) ? status.started === true : !status.init && status.ready;
}

export function crashCause(
  bound: BoundPod,
  crash: Crash,
  code: CauseCode,
  confidence: Confidence,
  facts: CauseFacts = {},
  evidence: readonly CauseEvidence[] = [],
): CellCause {
  return causeOf(bound, {
    code,
    confidence,
    since: beginOf(bound, crash),
    facts: { ...crashFacts(bound, crash), ...facts },
    evidence: [...crashEvidence(bound, crash), ...evidence],
  });
}

/** Where Ready comes and goes with each run [RS5d], the kubelet's first word of its back-off tells of them all. */
function beginOf({ events, judged }: BoundPod, { status }: Crash): Millis | undefined {
  if (judged.since !== undefined) return undefined;
  return latestEvent(events, { reason: 'BackOff', note: BACK_OFF, container: status.name })?.firstTimestamp;
}

function crashFacts({ pod }: BoundPod, { status, ended }: Crash): CauseFacts {
  const { name, state, restartCount } = status;
  return {
    ...containerFacts(pod, name),
    ...(state.kind === 'Waiting' && state.reason !== undefined ? { waitingReason: state.reason } : {}),
    exitCode: ended.exitCode,
    restartCount,
  };
}

function crashEvidence({ pod }: BoundPod, { status, ended, field }: Crash): readonly CauseEvidence[] {
  const { state, restartCount } = status;
  return [
    ...(state.kind === 'Waiting' && state.reason !== undefined
      ? [podEvidence(pod, statusPath(status, 'state.waiting.reason'), state.reason)]
      : []),
    podEvidence(pod, statusPath(status, `${field}.terminated.exitCode`), ended.exitCode),
    podEvidence(pod, statusPath(status, 'restartCount'), restartCount),
  ];
}
