import type { Millis } from '#lib/base/clock.ts';
import type { ContainerStatus, PodRecord } from '../objects.ts';
import type { CellReason } from '../placement/reason.ts';

/** The kubelet's words for a container that cannot come up as it is [PD2]; any other word means it is still coming. */
const FAILING_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'RunContainerError',
  'PostStartHookError',
  'CrashLoopBackOff',
]);

/** Shown at once [RS6]. ErrImagePull is the moment of each new try during ImagePullBackOff. */
const HARD_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'CreateContainerConfigError',
]);

/** CrashLoopBackOff is a hard cause from the third restart on [RS6]. */
export const CRASH_LOOP_RESTARTS = 3;
/** The kubelet forgets its back-off after ten minutes [PD2]; so long a container that runs again is not yet trusted. */
export const CRASH_LOOP_MEMORY_MILLIS = 10 * 60_000;

export type ContainerFailure = Extract<CellReason, { readonly kind: 'ContainerWaiting' | 'ContainerTerminated' }>;

export type ContainerFindings = {
  /** Init containers first, in the order of the pod. */
  readonly failing: readonly ContainerFailure[];
  /** The container that the pod waits for, when it is not failing [PD5]. */
  readonly starting?: { readonly container: string; readonly waitingReason?: string };
  readonly recheckAt?: Millis;
};

const NOTHING: ContainerFindings = { failing: [] };

/** Finds which container keeps a bound pod from being ready [PD1] to [PD5]: failing, or only on its way. */
export function findContainers(pod: PodRecord, now: Millis): ContainerFindings {
  const statuses = [...pod.containerStatuses].sort((left, right) => Number(right.init) - Number(left.init));
  if (statuses.length === 0) return NOTHING;
  const sidecars = new Set(pod.spec.initContainers.filter(isAlways).map(({ name }) => name));
  const failing = statuses.map((status) => explainFailure(status, now)).filter((reason) => reason !== undefined);
  const holder = statuses.find((status) => holdsPod(status, sidecars.has(status.name)));
  const forgottenAt = Math.min(...statuses.map((status) => endOfCrashLoopMemory(status, now) ?? Infinity));
  return {
    failing,
    ...(holder === undefined ? {} : { starting: describeStart(holder) }),
    ...(forgottenAt === Infinity ? {} : { recheckAt: forgottenAt }),
  };
}

function isAlways({ restartPolicy }: { readonly restartPolicy?: string }): boolean {
  return restartPolicy === 'Always';
}

function explainFailure(status: ContainerStatus, now: Millis): ContainerFailure | undefined {
  const { name: container, init, restartCount, state, lastTermination } = status;
  if (state.kind === 'Waiting') {
    if (state.reason === undefined || !FAILING_REASONS.has(state.reason)) return undefined;
    return {
      kind: 'ContainerWaiting',
      container,
      init,
      waitingReason: state.reason,
      ...(state.message === undefined ? {} : { message: state.message }),
      restartCount,
      ...(lastTermination === undefined ? {} : { lastTermination: toTermination(lastTermination) }),
    };
  }
  if (state.kind === 'Terminated') {
    if (state.exitCode === 0) return undefined;
    return { kind: 'ContainerTerminated', container, init, termination: toTermination(state), restartCount };
  }
  // Between two crashes the container runs for a while: it is in a crash loop all the same.
  if (lastTermination === undefined || endOfCrashLoopMemory(status, now) === undefined) return undefined;
  return { kind: 'ContainerTerminated', container, init, termination: toTermination(lastTermination), restartCount };
}

function toTermination({
  reason,
  exitCode,
  signal,
}: {
  readonly reason?: string;
  readonly exitCode: number;
  readonly signal?: number;
}) {
  return { ...(reason === undefined ? {} : { reason }), exitCode, ...(signal === undefined ? {} : { signal }) };
}

/**
 * The crash loops of a pod that is Ready and not yet available [RS1d]: without a readiness probe each run is Ready for a
 * moment, and is no more trusted than one that is not.
 */
export function findCrashLoops(pod: PodRecord, now: Millis): readonly ContainerFailure[] {
  return pod.containerStatuses.flatMap((status) => explainFailure({ ...status, ready: false }, now) ?? []);
}

/** Times of Kubernetes have whole seconds, and a pod is made unready a moment after its container ended. */
const SAME_MOMENT_MILLIS = 10_000;

/**
 * Ready comes and goes with each run of a crash loop: when it last changed tells of the last run, and not since when the pod
 * fails [RS5d].
 */
export function comesAndGoes({ containerStatuses }: PodRecord, readyChangedAt: Millis | undefined): boolean {
  if (readyChangedAt === undefined) return false;
  return containerStatuses.some(({ state, lastTermination, restartCount }) => {
    const endedAt = state.kind === 'Terminated' ? state.finishedAt : lastTermination?.finishedAt;
    return restartCount > 1 && endedAt !== undefined && readyChangedAt >= endedAt - SAME_MOMENT_MILLIS;
  });
}

function endOfCrashLoopMemory(status: ContainerStatus, now: Millis): Millis | undefined {
  const { state, ready, restartCount, lastTermination } = status;
  if (state.kind !== 'Running' || ready || restartCount < CRASH_LOOP_RESTARTS) return undefined;
  if (lastTermination?.finishedAt === undefined) return undefined;
  const end = lastTermination.finishedAt + CRASH_LOOP_MEMORY_MILLIS;
  return end > now ? end : undefined;
}

/** An init container holds the pod until it has ended well, a sidecar until it has started, any other until it is ready. */
function holdsPod({ init, state, started, ready }: ContainerStatus, sidecar: boolean): boolean {
  if (!init) return !ready;
  if (sidecar) return started !== true;
  return state.kind !== 'Terminated' || state.exitCode !== 0;
}

function describeStart({ name, state }: ContainerStatus): NonNullable<ContainerFindings['starting']> {
  if (state.kind !== 'Waiting' || state.reason === undefined) return { container: name };
  return { container: name, waitingReason: state.reason };
}

/** The word under which a failing container is a cause shown at once [RS6]; undefined when it is not one. */
export function hardCauseOf(failure: ContainerFailure): string | undefined {
  const reason = failure.kind === 'ContainerWaiting' ? failure.waitingReason : undefined;
  if (reason !== undefined && HARD_REASONS.has(reason)) return reason === 'ErrImagePull' ? 'ImagePullBackOff' : reason;
  const crashing = reason === 'CrashLoopBackOff' || failure.kind === 'ContainerTerminated';
  return crashing && failure.restartCount >= CRASH_LOOP_RESTARTS ? 'CrashLoopBackOff' : undefined;
}

/** A container that crashed once or twice may still come up; every other failure stays until someone acts. */
export function isStillTrying(failure: ContainerFailure): boolean {
  const crashed = failure.kind === 'ContainerTerminated' || failure.waitingReason === 'CrashLoopBackOff';
  return crashed && failure.restartCount < CRASH_LOOP_RESTARTS;
}
