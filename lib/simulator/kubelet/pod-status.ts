import type { Condition, Container, ContainerState, ContainerStatus, Node, Pod, PodStatus } from '../objects.ts';
import { timestamp } from '../timestamp.ts';

/** What a kubelet reports of a pod. Times are milliseconds of the story. */

type Health = { readonly isReady: boolean; readonly at: string };

/** Conditions of a pod whose sandbox is there; `unready` names the containers that are not ready. */
function conditionsOf(pod: Pod, unready: readonly string[], { isReady, at }: Health): readonly Condition[] {
  const of = (type: string, status: Condition['status'], more: Partial<Condition> = {}): Condition => {
    const before = pod.status.conditions?.find((each) => each.type === type);
    const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? at) : at;
    return { type, status, lastTransitionTime, lastProbeTime: null, ...more };
  };
  const notReady = { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const kept =
    pod.status.conditions?.filter(({ type }) => type === 'PodScheduled' || type === 'DisruptionTarget') ?? [];
  return [
    of('PodReadyToStartContainers', 'True'),
    of('Initialized', 'True'),
    isReady ? of('Ready', 'True') : of('Ready', 'False', notReady),
    isReady ? of('ContainersReady', 'True') : of('ContainersReady', 'False', notReady),
    ...kept,
  ];
}

function containerStatus(
  { name, image }: Pick<Container, 'name' | 'image'>,
  state: ContainerState,
  more: Partial<ContainerStatus> = {},
): ContainerStatus {
  const isRunning = state.running !== undefined;
  return { name, image, imageID: '', ready: isRunning, started: isRunning, restartCount: 0, state, ...more };
}

/** An address that is always the same for a pod; on the host's network it is the host's. */
function podIP({ spec, metadata }: Pod, hostIP: string): string {
  if (spec.hostNetwork === true) return hostIP;
  const sum = Number.parseInt(metadata.uid.slice(0, 8), 16) % 4_000_000;
  return `10.${64 + Math.floor(sum / 65_000)}.${Math.floor((sum % 65_000) / 256)}.${sum % 250}`;
}

function addressOf(node: Node): string {
  return node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
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

/** What stays of a status whatever happens to the containers. */
function frameOf({ status }: Pod): Pick<PodStatus, 'qosClass'> {
  return status.qosClass === undefined ? {} : { qosClass: status.qosClass };
}

/** Everything runs, and has been ready since that moment. */
export function runningStatus(pod: Pod, node: Node, readySinceMillis: number): PodStatus {
  const at = timestamp(readySinceMillis);
  const hostIP = addressOf(node);
  return {
    ...frameOf(pod),
    phase: 'Running',
    conditions: conditionsOf(pod, [], { isReady: true, at }),
    ...initStatuses(pod, at),
    containerStatuses: pod.spec.containers.map((container) =>
      containerStatus(container, { running: { startedAt: at } }),
    ),
    hostIP,
    podIP: podIP(pod, hostIP),
    startTime: pod.status.startTime ?? at,
  };
}

/** The kubelet has taken it in: images, volumes and sandbox are under way. */
export function creatingStatus(pod: Pod, node: Node, now: number): PodStatus {
  return waitingStatus(pod, node, now, { reason: 'ContainerCreating' });
}

/** All containers wait for one reason. */
export function waitingStatus(
  pod: Pod,
  node: Node,
  now: number,
  waiting: NonNullable<ContainerState['waiting']> | ((container: Container) => NonNullable<ContainerState['waiting']>),
): PodStatus {
  const at = timestamp(now);
  const { containers } = pod.spec;
  const names = containers.map(({ name }) => name);
  return {
    ...frameOf(pod),
    phase: 'Pending',
    conditions: conditionsOf(pod, names, { isReady: false, at }),
    containerStatuses: containers.map((container) =>
      containerStatus(container, { waiting: typeof waiting === 'function' ? waiting(container) : waiting }),
    ),
    hostIP: addressOf(node),
    startTime: pod.status.startTime ?? at,
  };
}

/** Everything runs, but the first container is not ready. */
export function unreadyStatus(pod: Pod, node: Node, now: number): PodStatus {
  const status = runningStatus(pod, node, now);
  const [first] = pod.spec.containers;
  return {
    ...status,
    conditions: conditionsOf(pod, first === undefined ? [] : [first.name], { isReady: false, at: timestamp(now) }),
    containerStatuses: (status.containerStatuses ?? []).map((each, at) =>
      at === 0 ? { ...each, ready: false } : each,
    ),
  };
}

/** The first container has come to another state; whether the pod is ready follows from it. */
export function firstContainer(pod: Pod, now: number, change: (before: ContainerStatus) => ContainerStatus): PodStatus {
  const statuses = pod.status.containerStatuses ?? [];
  const containerStatuses = statuses.map((each, at) => (at === 0 ? change(each) : each));
  const unready = containerStatuses.filter(({ ready }) => !ready).map(({ name }) => name);
  return {
    ...pod.status,
    phase: 'Running',
    conditions: conditionsOf(pod, unready, { isReady: unready.length === 0, at: timestamp(now) }),
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
  const names = containerStatuses.map(({ name }) => name);
  return { ...pod.status, conditions: conditionsOf(pod, names, { isReady: false, at }), containerStatuses };
}

/** Nothing of it runs or ever ran here [KR1], or what ran was ended [KR5]. */
export function failedStatus(
  pod: Pod,
  now: number,
  {
    reason,
    message,
    isDisruption,
  }: { readonly reason: string; readonly message: string; readonly isDisruption: boolean },
): PodStatus {
  const at = timestamp(now);
  const kept = (pod.status.conditions ?? []).filter(({ type }) => type === 'PodScheduled');
  const disruption: Condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    message,
    lastTransitionTime: at,
    lastProbeTime: null,
  };
  const ready: Condition = {
    type: 'Ready',
    status: 'False',
    reason: 'PodFailed',
    lastTransitionTime: at,
    lastProbeTime: null,
  };
  return {
    ...frameOf(pod),
    phase: 'Failed',
    reason,
    message,
    conditions: isDisruption ? [disruption, ready, ...kept] : kept,
    startTime: pod.status.startTime ?? at,
  };
}
