import type { Settings } from '../context.ts';
import type { Container, Node, Pod, PodStatus } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import type { KubeletRefusal } from './admission.ts';
import { type Fault, faultOf, isForeignProgram, readyDelayMillis, terminationMillis } from './faults.ts';
import {
  creatingStatus,
  evictedStatus,
  refusedStatus,
  runningStatus,
  terminatedStatus,
  unreadyStatus,
  waitingStatus,
  withFirstContainer,
} from './pod-status.ts';
import { crashBackOff, execFormatError, lowOnMemory, podWords, pullBackOff, pullError, UNHEALTHY } from './texts.ts';

/*
 * What comes next for a pod on its node. It follows from the pod's status alone, as in the stages of the test bed, whose
 * delays these are.
 */

const PULL_MILLIS = 300;
const PULL_BACK_OFF_MILLIS = 1_000;
const RUN_MILLIS = 500;
const CRASH_MILLIS = 1_000;
const REMOVE_MILLIS = 200;

export type Said = {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Whom it is about, where it is not the whole pod. */
  readonly container?: string;
};

export type Step = {
  /** Tells it from others: while it is the same, its moment stays. */
  readonly name: string;
  /** From when it is first thought of; or its moment. */
  readonly when: { readonly afterMillis: number } | { readonly at: number };
  /** What is then; the pod is gone unless given. */
  readonly status?: (now: number) => PodStatus;
  readonly says?: readonly Said[];
};

export type Timing = {
  /** From being bound to being ready, and from being asked to leave to being gone. */
  readonly startMillis: () => number;
  readonly stopMillis: () => number;
  readonly crashLoopBackOffMillis: Settings['crashLoopBackOffMillis'];
};

/** Undefined when nothing comes. `refuse` is asked for a pod that is new to the node. */
export function nextStep(
  pod: Pod,
  node: Node,
  timing: Timing,
  refuse: () => KubeletRefusal | undefined,
): Step | undefined {
  const fault = faultOf(pod, node);
  if (pod.metadata.deletionTimestamp !== undefined) return fault === 'stuck-terminating' ? undefined : end(pod, timing);
  const { phase, containerStatuses, conditions } = pod.status;
  if (phase === 'Failed' || phase === 'Succeeded') return undefined;
  if (containerStatuses === undefined) return accept(pod, node, refuse());
  const [first] = containerStatuses;
  const waiting = first?.state.waiting?.reason;
  if (waiting === 'ContainerCreating' || waiting === 'PodInitializing') return start(pod, node, timing, fault);
  if (waiting === 'ErrImagePull') return backOffPull(pod, node);
  if (fault === 'crash-loop') return goRound(pod, timing);
  if (fault === 'evicted') return evict(pod);
  const isReady = conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  // The node controller says of a silent node's pods that they are not Ready; who comes back says what is true.
  if (phase === 'Running' && !isReady && containerStatuses.every(({ ready }) => ready)) {
    const status = (now: number) => withFirstContainer(pod, now, (each) => each);
    return { name: 'ready again', when: { afterMillis: PULL_MILLIS }, status };
  }
  return undefined;
}

function accept(pod: Pod, node: Node, refusal: KubeletRefusal | undefined): Step {
  const when = { afterMillis: 0 };
  if (refusal === undefined) return { name: 'accept', when, status: (now) => creatingStatus(pod, node, now) };
  const says = [{ type: 'Warning', reason: refusal.reason, message: refusal.message }] as const;
  return { name: 'accept', when, status: (now) => refusedStatus(pod, now, refusal), says };
}

function start(pod: Pod, node: Node, { startMillis }: Timing, fault: Fault): Step | undefined {
  const { containers } = pod.spec;
  const runs = (now: number) => runningStatus(pod, node, now);
  const afterMillis = readyDelayMillis(pod);
  switch (fault) {
    case 'none':
    case 'stuck-terminating':
      return {
        name: 'run',
        when: { afterMillis: afterMillis ?? startMillis() },
        status: runs,
        says: containers.flatMap(saysStart),
      };
    case 'crash-loop':
      return { name: 'run', when: { afterMillis: PULL_MILLIS }, status: runs, says: containers.flatMap(saysStart) };
    case 'not-ready': {
      const status = (now: number) => unreadyStatus(pod, node, now);
      const unhealthy = containers.slice(0, 1).map(({ name }) => warning('Unhealthy', UNHEALTHY, name));
      const says = [...containers.flatMap(saysStart), ...unhealthy];
      return { name: 'run', when: { afterMillis: Math.min(afterMillis ?? startMillis(), RUN_MILLIS) }, status, says };
    }
    case 'image-pull': {
      const status = (now: number) =>
        waitingStatus(pod, node, now, (each) => ({ reason: 'ErrImagePull', message: pullError(each) }));
      return { name: 'pull', when: { afterMillis: PULL_MILLIS }, status, says: containers.flatMap(saysPull) };
    }
    case 'evicted':
      return evict(pod);
    case 'unknown':
      return undefined;
  }
}

function backOffPull(pod: Pod, node: Node): Step {
  const waiting = (container: Container) => ({
    reason: 'ImagePullBackOff',
    message: `${pullBackOff(container)}: ErrImagePull: ${pullError(container)}`,
  });
  return {
    name: 'pull again',
    when: { afterMillis: PULL_BACK_OFF_MILLIS },
    status: (now) => waitingStatus(pod, node, now, waiting),
    says: pod.spec.containers.flatMap((container) => [
      normal('BackOff', pullBackOff(container), container.name),
      warning('Failed', 'Error: ImagePullBackOff', container.name),
    ]),
  };
}

/** Running, terminated, waiting, and round again, each time after twice as long. */
function goRound(pod: Pod, { crashLoopBackOffMillis: [least, most] }: Timing): Step | undefined {
  const [container] = pod.spec.containers;
  const [first] = pod.status.containerStatuses ?? [];
  if (container === undefined || first === undefined) return undefined;
  const { state, restartCount } = first;
  const waitMillis = Math.min(most, least * 2 ** Math.max(0, restartCount - 1));
  if (state.running !== undefined) {
    const { startedAt } = state.running;
    const status = (now: number) =>
      withFirstContainer(pod, now, (each) => ({
        ...each,
        ready: false,
        started: false,
        restartCount: restartCount + 1,
        state: { terminated: { ...crash(pod, container), startedAt, finishedAt: timestamp(now) } },
      }));
    return { name: `crash ${restartCount}`, when: { afterMillis: CRASH_MILLIS }, status };
  }
  if (state.terminated !== undefined) {
    const waiting = { reason: 'CrashLoopBackOff', message: crashBackOff(container, pod, waitMillis) };
    const status = (now: number) =>
      withFirstContainer(pod, now, (each) => ({ ...each, lastState: each.state, state: { waiting } }));
    const message = `Back-off restarting failed container ${container.name} in pod ${podWords(pod.metadata)}`;
    const says = [warning('BackOff', message, container.name)];
    return { name: `back off ${restartCount}`, when: { afterMillis: PULL_MILLIS }, status, says };
  }
  const status = (now: number) =>
    withFirstContainer(pod, now, (each) => ({
      ...each,
      ready: true,
      started: true,
      state: { running: { startedAt: timestamp(now) } },
    }));
  return { name: `run ${restartCount}`, when: { afterMillis: waitMillis }, status, says: saysStart(container) };
}

/** Its last words reach the status only where the container asks for that. */
function crash(pod: Pod, container: Container): { readonly exitCode: number; reason: string; message?: string } {
  if (!isForeignProgram(pod)) return { exitCode: 1, reason: 'Error' };
  const isLogged = container['terminationMessagePolicy'] === 'FallbackToLogsOnError';
  return { exitCode: 255, reason: 'Error', ...(isLogged && { message: execFormatError(container) }) };
}

function evict(pod: Pod): Step {
  const message = lowOnMemory(pod);
  return {
    name: 'evict',
    when: { afterMillis: RUN_MILLIS },
    status: (now) => evictedStatus(pod, now, { reason: 'Evicted', message }),
    says: [{ type: 'Warning', reason: 'Evicted', message }],
  };
}

/** The end of a pod that was asked to leave [TM1]. */
function end(pod: Pod, { stopMillis }: Timing): Step {
  const { deletionTimestamp = '', deletionGracePeriodSeconds = 0 } = pod.metadata;
  const own = terminationMillis(pod);
  if (own === undefined) return { name: 'stop', when: { afterMillis: stopMillis() } };
  const isOver = pod.status.containerStatuses?.every(({ state }) => state.terminated !== undefined) ?? true;
  if (isOver) return { name: 'remove', when: { afterMillis: REMOVE_MILLIS } };
  const graceMillis = deletionGracePeriodSeconds * 1_000;
  const graceEndsAt = Date.parse(deletionTimestamp);
  const wasKilled = own >= graceMillis;
  const at = wasKilled ? graceEndsAt : graceEndsAt - graceMillis + own;
  return { name: `end at ${at}`, when: { at }, status: (now) => terminatedStatus(pod, now, wasKilled) };
}

function saysStart({ name, image }: Container): readonly Said[] {
  const present = `Container image "${image}" already present on machine and can be accessed by the pod`;
  return [
    normal('Pulled', present, name),
    normal('Created', 'Container created', name),
    normal('Started', 'Container started', name),
  ];
}

function saysPull(container: Container): readonly Said[] {
  const { name, image } = container;
  return [
    normal('Pulling', `Pulling image "${image}"`, name),
    warning('Failed', `Failed to pull image "${image}": ${pullError(container)}`, name),
    warning('Failed', 'Error: ErrImagePull', name),
  ];
}

function normal(reason: string, message: string, container: string): Said {
  return { type: 'Normal', reason, message, container };
}

function warning(reason: string, message: string, container: string): Said {
  return { type: 'Warning', reason, message, container };
}
