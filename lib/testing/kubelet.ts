import type { Millis } from '#lib/base/clock.ts';
import { nodeName } from '#lib/domain/keys.ts';
import type { ContainerStatus, DaemonSetRecord, EventRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import type { CauseFacts, CellCause, Confidence } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import { makeContainerStatus, makeEvent } from './objects.ts';
import { deriveCell, MINUTE, makeNewPod, NOW, SECOND } from './rollouts.ts';

/*
 * What a kubelet says of a new pod on node-a, and the causes that the cell finds in it. The pod was made a minute ago, and
 * is within its start allowance; `LATE` makes it past that.
 */

export const POD = 'new-node-a';
/** Made ten minutes ago, and not Ready ever since. */
export const LATE = { creationTimestamp: NOW - 10 * MINUTE } as const;

type PodOverrides = NonNullable<Parameters<typeof makeNewPod>[1]>;

/** A new pod that is not Ready, with these statuses. */
export function makeUnreadyPod(
  containerStatuses: readonly ContainerStatus[],
  { creationTimestamp = NOW - MINUTE, ...rest }: PodOverrides = {},
): PodRecord {
  const message = 'containers with unready status: [agent]';
  const ready = { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message } as const;
  return makeNewPod('node-a', {
    creationTimestamp,
    conditions: [{ ...ready, lastTransitionTime: creationTimestamp }],
    containerStatuses,
    ...rest,
  });
}

/** A new pod that a kubelet has ended for good. */
export function makeEndedPod(reason: string | undefined, message?: string, rest: PodOverrides = {}): PodRecord {
  return makeNewPod('node-a', {
    phase: 'Failed',
    conditions: [],
    containerStatuses: [],
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...rest,
  });
}

export function waiting(reason?: string, message?: string, rest: Partial<ContainerStatus> = {}): ContainerStatus {
  return makeContainerStatus({
    ready: false,
    started: false,
    state: {
      kind: 'Waiting',
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
    },
    ...rest,
  });
}

/** Running since that moment, and not ready. */
export function running(startedAt: Millis = NOW - MINUTE, rest: Partial<ContainerStatus> = {}): ContainerStatus {
  return makeContainerStatus({ ready: false, started: true, state: { kind: 'Running', startedAt }, ...rest });
}

type End = { readonly exitCode?: number; readonly reason?: string; readonly finishedAt?: Millis };

/** In its back-off after it ended so. */
export function crashed(
  restartCount: number,
  { exitCode = 1, reason = 'Error', finishedAt = NOW - 20 * SECOND }: End = {},
  rest: Partial<ContainerStatus> = {},
): ContainerStatus {
  const lastTermination = { exitCode, reason, finishedAt };
  return waiting('CrashLoopBackOff', undefined, { restartCount, lastTermination, ...rest });
}

type EventOverrides = Omit<NonNullable<Parameters<typeof makeEvent>[0]>, 'reason' | 'note' | 'regarding'> & {
  readonly at?: Millis;
  readonly container?: string;
};

/** Of the pod, ten seconds ago. */
export function makeKubeletEvent(
  reason: string,
  note: string,
  { at = NOW - 10 * SECOND, container, ...rest }: EventOverrides = {},
): EventRecord {
  return makeEvent({
    name: `${POD}.${reason}`,
    reason,
    note,
    firstTimestamp: at,
    lastTimestamp: at,
    creationTimestamp: at,
    reportingController: 'kubelet',
    regarding: { kind: 'Pod', name: POD, ...(container === undefined ? {} : { container }) },
    ...rest,
  });
}

export type KubeletSays = {
  readonly daemonSet?: DaemonSetRecord;
  readonly events?: readonly EventRecord[];
  readonly node?: NodeRecord | 'gone';
  /** Other pods of the same DaemonSet here. */
  readonly beside?: readonly PodRecord[];
  /** Pods of others here. */
  readonly others?: readonly PodRecord[];
  readonly now?: Millis;
};

/** The causes of the cell of node-a with this pod; the events are the pod's, whatever they name. */
export function causesOf(
  pod: PodRecord,
  { daemonSet, events = [], node, beside = [], others = [], now }: KubeletSays = {},
) {
  const pods = [pod, ...beside];
  return deriveCell({
    ...(daemonSet === undefined ? {} : { daemonSet }),
    nodeName: nodeName('node-a'),
    ...(node === undefined ? {} : { node: node === 'gone' ? undefined : node }),
    pods,
    podsOnNode: () => [...pods, ...others],
    eventsOf: (uid) => (uid === pod.uid ? events : []),
    ...(now === undefined ? {} : { now }),
  }).causes;
}

export type Told = readonly [code: CauseCode, confidence: Confidence, facts: CauseFacts];

/** A cause in short: what it is, how sure, and what its sentence may name. */
export function tell(causes: readonly CellCause[]): readonly Told[] {
  return causes.map(({ code, confidence, facts }) => [code, confidence, facts]);
}

/** Where it was read: `Pod new-node-a status.reason = Evicted`. */
export function tellEvidence(causes: readonly CellCause[]): readonly string[] {
  return causes.flatMap(({ evidence }) =>
    evidence.map(({ object, field, value }) => `${object.kind} ${object.name} ${field} = ${value}`),
  );
}
