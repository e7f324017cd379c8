import type { ContainerState, ContainerStatus, ControllerRevisionRecord, PodRecord } from '#lib/domain/objects.ts';
import { hashOfPod, revisionNumberOf } from '#lib/domain/rollout/revisions.ts';
import type { ContainerDetails, PodDetails } from '#lib/wire/details.ts';

function stateFields(state: ContainerState): Pick<ContainerDetails, 'state' | 'stateReason' | 'message' | 'startedAt'> {
  switch (state.kind) {
    case 'Waiting':
      return {
        state: 'Waiting',
        ...(state.reason === undefined ? {} : { stateReason: state.reason }),
        ...(state.message === undefined ? {} : { message: state.message }),
      };
    case 'Running':
      return { state: 'Running', ...(state.startedAt === undefined ? {} : { startedAt: state.startedAt }) };
    case 'Terminated':
      return { state: 'Terminated', ...(state.reason === undefined ? {} : { stateReason: state.reason }) };
    case 'Unknown':
      return { state: 'Unknown' };
  }
}

/** The last end of the container: the present one when it has ended and not begun again. */
function lastEnd({ state, lastTermination }: ContainerStatus): Pick<ContainerDetails, 'lastTermination'> {
  const end = state.kind === 'Terminated' ? state : lastTermination;
  if (end === undefined) return {};
  const { reason, exitCode, finishedAt } = end;
  return {
    lastTermination: {
      exitCode,
      ...(reason === undefined ? {} : { reason }),
      ...(finishedAt === undefined ? {} : { finishedAt }),
    },
  };
}

/** Containers come from the spec, so that one without a status yet is there too. */
function containersOf({ spec, containerStatuses }: PodRecord): readonly ContainerDetails[] {
  return [...spec.initContainers, ...spec.containers].map(({ name, image, init }) => {
    const status = containerStatuses.find((each) => each.name === name && each.init === init);
    if (status === undefined) return { name, image, init, ready: false, restartCount: 0, state: 'Unknown' };
    const { ready, restartCount, state } = status;
    return { name, image, init, ready, restartCount, ...stateFields(state), ...lastEnd(status) };
  });
}

function revisionOf(pod: PodRecord, own: readonly ControllerRevisionRecord[]): Pick<PodDetails, 'revision'> {
  const hash = hashOfPod(pod);
  if (hash === undefined) return {};
  const number = revisionNumberOf(pod, own);
  return { revision: number === undefined ? { hash } : { hash, number } };
}

/** `own`: the revisions of the DaemonSet that the pod belongs to. */
export function podDetails(pod: PodRecord, own: readonly ControllerRevisionRecord[]): PodDetails {
  const { namespace, name, uid, phase, creationTimestamp, deletionTimestamp } = pod;
  return {
    namespace,
    name,
    uid,
    phase,
    ...(creationTimestamp === undefined ? {} : { createdAt: creationTimestamp }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...revisionOf(pod, own),
    containers: containersOf(pod),
  };
}
