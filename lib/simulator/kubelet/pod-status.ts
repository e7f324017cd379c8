import type { Condition, Container, ContainerState, ContainerStatus, Node, Pod, PodStatus } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import { podConditions } from './pod-conditions.ts';

/** What a kubelet reports of a pod. Times are milliseconds of the story. */

type Waiting = NonNullable<ContainerState['waiting']>;

function containerStatus(
  { name, image }: Container,
  state: ContainerState,
  more: Partial<ContainerStatus> = {},
): ContainerStatus {
  const isRunning = state.running !== undefined;
  return { name, image, imageID: '', ready: isRunning, started: isRunning, restartCount: 0, state, ...more };
}

/** What stays of a status whatever happens to the containers. */
function frameOf({ spec, status }: Pod, node: Node, at: string): Partial<PodStatus> {
  const hostIP = addressOf(node);
  return {
    ...(status.qosClass !== undefined && { qosClass: status.qosClass }),
    hostIP,
    ...(spec.hostNetwork === true && { podIP: hostIP }),
    startTime: status.startTime ?? at,
  };
}

function addressOf({ status }: Node): string {
  return status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

/** An address above 10.64.0.0 that is always the same for a pod; on the host's network it is the host's. */
function podIP({ spec, metadata }: Pod, node: Node): string {
  if (spec.hostNetwork === true) return addressOf(node);
  const place = Number.parseInt(metadata.uid.slice(0, 8), 16) % (192 * 65_536);
  return `10.${64 + Math.floor(place / 65_536)}.${Math.floor((place % 65_536) / 256)}.${place % 256}`;
}

/** Init containers have come to their end; sidecars run. */
function initStatuses({ spec }: Pod, at: string): Pick<PodStatus, 'initContainerStatuses'> {
  const { initContainers } = spec;
  if (initContainers === undefined) return {};
  const done: ContainerState = { terminated: { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at } };
  return {
    initContainerStatuses: initContainers.map((container) =>
      container.restartPolicy === 'Always'
        ? containerStatus(container, { running: { startedAt: at } })
        : containerStatus(container, done, { ready: true, started: false }),
    ),
  };
}

/** Everything runs, and has been ready since that moment. */
export function runningStatus(pod: Pod, node: Node, readySinceMillis: number): PodStatus {
  const at = timestamp(readySinceMillis);
  return {
    ...frameOf(pod, node, at),
    phase: 'Running',
    conditions: podConditions(pod, { at, hasSandbox: true, incomplete: [], unready: [] }),
    ...initStatuses(pod, at),
    containerStatuses: pod.spec.containers.map((container) =>
      containerStatus(container, { running: { startedAt: at } }),
    ),
    podIP: podIP(pod, node),
  };
}

/** The kubelet has taken it in: images, volumes and sandbox are under way; init containers come first. */
export function creatingStatus(pod: Pod, node: Node, now: number): PodStatus {
  const at = timestamp(now);
  const { containers, initContainers } = pod.spec;
  const waiting: Waiting = { reason: initContainers === undefined ? 'ContainerCreating' : 'PodInitializing' };
  const incomplete = (initContainers ?? []).map(({ name }) => name);
  const unready = containers.map(({ name }) => name);
  return {
    ...frameOf(pod, node, at),
    phase: 'Pending',
    conditions: podConditions(pod, { at, hasSandbox: false, incomplete, unready }),
    ...(initContainers !== undefined && {
      initContainerStatuses: initContainers.map((container) => containerStatus(container, { waiting })),
    }),
    containerStatuses: containers.map((container) => containerStatus(container, { waiting })),
  };
}

/** The sandbox is there, and all containers wait for one reason. */
export function waitingStatus(
  pod: Pod,
  node: Node,
  now: number,
  waitingOf: (container: Container) => Waiting,
): PodStatus {
  const at = timestamp(now);
  const { containers } = pod.spec;
  const unready = containers.map(({ name }) => name);
  return {
    ...frameOf(pod, node, at),
    phase: 'Pending',
    conditions: podConditions(pod, { at, hasSandbox: true, incomplete: [], unready }),
    ...initStatuses(pod, at),
    containerStatuses: containers.map((container) => containerStatus(container, { waiting: waitingOf(container) })),
  };
}

/** Everything runs, but the first container is not ready. */
export function unreadyStatus(pod: Pod, node: Node, now: number): PodStatus {
  const status = runningStatus(pod, node, now);
  return withFirstContainer({ ...pod, status }, now, (each) => ({ ...each, ready: false }));
}

/** The first container has come to another state; whether the pod is ready follows from it. */
export function withFirstContainer(
  pod: Pod,
  now: number,
  change: (before: ContainerStatus) => ContainerStatus,
): PodStatus {
  const statuses = pod.status.containerStatuses ?? [];
  const containerStatuses = statuses.map((each, at) => (at === 0 ? change(each) : each));
  const unready = containerStatuses.filter(({ ready }) => !ready).map(({ name }) => name);
  return {
    ...pod.status,
    phase: 'Running',
    conditions: podConditions(pod, { at: timestamp(now), hasSandbox: true, incomplete: [], unready }),
    containerStatuses,
  };
}

/** The end: exit code 0 within the grace period, 137 when it ran out. */
export function terminatedStatus(pod: Pod, now: number, wasKilled: boolean): PodStatus {
  const at = timestamp(now);
  const terminated = { exitCode: wasKilled ? 137 : 0, reason: wasKilled ? 'Error' : 'Completed', finishedAt: at };
  const containerStatuses = (pod.status.containerStatuses ?? []).map((each) => {
    const startedAt = each.state.running?.startedAt;
    const state = { terminated: { ...terminated, ...(startedAt !== undefined && { startedAt }) } };
    return { ...each, ready: false, started: false, state };
  });
  const unready = containerStatuses.map(({ name }) => name);
  const conditions = podConditions(pod, { at, hasSandbox: true, incomplete: [], unready });
  return { ...pod.status, conditions, containerStatuses };
}

type Failure = { readonly reason: string; readonly message: string };

/** It was not taken in: nothing of it ever ran here [KR1]. */
export function refusedStatus({ status }: Pod, now: number, { reason, message }: Failure): PodStatus {
  const { qosClass, conditions } = status;
  return {
    ...(qosClass !== undefined && { qosClass }),
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${message}`,
    ...(conditions !== undefined && { conditions }),
    startTime: status.startTime ?? timestamp(now),
  };
}

/** What ran was ended for the node's sake [KR5]. */
export function evictedStatus(pod: Pod, now: number, { reason, message }: Failure): PodStatus {
  const lastTransitionTime = timestamp(now);
  const common = { lastTransitionTime, lastProbeTime: null } as const;
  const disrupted: Condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    message,
    ...common,
  };
  const kept = (pod.status.conditions ?? []).filter(({ type }) => type === 'PodScheduled');
  return {
    ...refusedStatus(pod, now, { reason, message }),
    message,
    conditions: [disrupted, { type: 'Ready', status: 'False', reason: 'PodFailed', ...common }, ...kept],
  };
}
