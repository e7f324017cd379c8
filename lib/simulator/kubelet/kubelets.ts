import type { Context, Running } from '../context.ts';
import { finishDeletion } from '../deletion.ts';
import { createObjectIndex } from '../object-index.ts';
import type { Node, ObjectReference, Pod, PodStatus } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';
import { refuse } from './admission.ts';
import { type Fault, faultOf, readyDelayMillis, terminationMillis } from './faults.ts';
import { startNodeReports } from './node-reports.ts';
import {
  creatingStatus,
  failedStatus,
  firstContainer,
  runningStatus,
  terminatedStatus,
  unreadyStatus,
  waitingStatus,
} from './pod-status.ts';

/*
 * All kubelets of the cluster. A pod is looked at when it changes and when its time has come; what comes next follows
 * from its status, so that nothing is remembered but the moment of the next step.
 */

const PULL_MILLIS = 300;
const PULL_BACK_OFF_MILLIS = 1_000;
const RUN_MILLIS = 500;
const CRASH_MILLIS = 1_000;
const REMOVE_MILLIS = 200;
const EVICTED = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 71692Ki. ';
const PULL_ERROR =
  'Failed to pull image: rpc error: code = NotFound desc = failed to pull and unpack image: failed to resolve reference: not found';

export function startKubelets(context: Context): Running {
  const { store, clock, random, liveness, settings, recordEvent } = context;
  const onNode = createObjectIndex(store, 'Pod', ({ spec }) => spec.nodeName);
  const queue = createWorkQueue(context, look);
  const reports = startNodeReports(context);
  /** The next step of a pod and its moment, by uid. */
  const appointments = new Map<string, { readonly step: string; readonly at: number }>();

  const between = ([least, most]: readonly [number, number]): number => least + random() * (most - least);

  function look(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const pod = store.get('Pod', name, namespace);
    const nodeName = pod?.spec.nodeName;
    const node = nodeName === undefined ? undefined : store.get('Node', nodeName);
    if (pod === undefined || node === undefined || !liveness.isAlive(node.metadata.name)) return;
    const next = pod.metadata.deletionTimestamp === undefined ? stepOf(pod, node) : lastStepOf(pod, node);
    if (next === undefined) return;
    const { uid } = pod.metadata;
    const planned = appointments.get(uid);
    if (planned?.step !== next.name) {
      const at = Math.max(clock.now(), next.at ?? clock.now() + (next.afterMillis ?? 0));
      appointments.set(uid, { step: next.name, at });
      queue.addAfter(key, at - clock.now());
      return;
    }
    if (planned.at > clock.now()) {
      queue.addAfter(key, planned.at - clock.now());
      return;
    }
    appointments.delete(uid);
    next.run();
  }

  function write(pod: Pod, status: PodStatus): void {
    const { name, namespace } = pod.metadata;
    store.update('Pod', name, namespace, (each) => ({ ...each, status }));
  }

  function say(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { spec } = pod;
    const host = spec.nodeName === undefined ? {} : { host: spec.nodeName };
    recordEvent({ regarding: referenceTo(pod), type, reason, message, component: 'kubelet', ...host });
  }

  type StepOfPod = {
    readonly name: string;
    /** From when the step is first thought of; or its moment. */
    readonly afterMillis?: number;
    readonly at?: number;
    readonly run: () => void;
  };

  /** What comes next for a pod that may stay; undefined when nothing does. */
  function stepOf(pod: Pod, node: Node): StepOfPod | undefined {
    const { phase, containerStatuses, conditions } = pod.status;
    if (phase === 'Failed' || phase === 'Succeeded') return undefined;
    const fault = faultOf(pod, node);
    if (containerStatuses === undefined) return { name: 'accept', afterMillis: 0, run: () => accept(pod, node) };
    const [first] = containerStatuses;
    const waiting = first?.state.waiting?.reason;
    if (waiting === 'ContainerCreating') return startOf(pod, node, fault);
    if (waiting === 'ErrImagePull')
      return { name: 'pull again', afterMillis: PULL_BACK_OFF_MILLIS, run: () => backOffPull(pod, node) };
    if (fault === 'crash-loop') return crashLoopOf(pod);
    if (fault === 'evicted') return { name: 'evict', afterMillis: RUN_MILLIS, run: () => evict(pod) };
    const isReady = conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
    // The node controller says of a silent node's pods that they are not Ready; who comes back says what is true.
    if (phase === 'Running' && !isReady && fault !== 'not-ready' && first?.ready === true)
      return {
        name: 'ready again',
        afterMillis: PULL_MILLIS,
        run: () =>
          write(
            pod,
            firstContainer(pod, clock.now(), (each) => each),
          ),
      };
    return undefined;
  }

  function accept(pod: Pod, node: Node): void {
    const others = onNode
      .get(node.metadata.name)
      .filter(
        ({ metadata, status }) =>
          metadata.uid !== pod.metadata.uid && status.phase !== 'Failed' && status.phase !== 'Succeeded',
      )
      .filter(({ status }) => status.startTime !== undefined);
    const refusal = refuse(pod, node, others);
    if (refusal === undefined) {
      write(pod, creatingStatus(pod, node, clock.now()));
      return;
    }
    say(pod, 'Warning', refusal.reason, refusal.message);
    const message = `Pod was rejected: ${refusal.message}`;
    write(pod, failedStatus(pod, clock.now(), { reason: refusal.reason, message, isDisruption: false }));
  }

  function startOf(pod: Pod, node: Node, fault: Fault): StepOfPod {
    const now = () => clock.now();
    if (fault === 'image-pull') return { name: 'pull', afterMillis: PULL_MILLIS, run: () => failPull(pod, node) };
    if (fault === 'crash-loop')
      return { name: 'run', afterMillis: PULL_MILLIS, run: () => write(pod, runningStatus(pod, node, now())) };
    if (fault === 'evicted') return { name: 'evict', afterMillis: RUN_MILLIS, run: () => evict(pod) };
    const afterMillis = readyDelayMillis(pod) ?? between(settings.podStartMillis);
    if (fault === 'not-ready') {
      return {
        name: 'run',
        afterMillis: Math.min(afterMillis, RUN_MILLIS),
        run: () => {
          write(pod, unreadyStatus(pod, node, now()));
          say(pod, 'Warning', 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503');
        },
      };
    }
    return { name: 'run', afterMillis, run: () => write(pod, runningStatus(pod, node, now())) };
  }

  function failPull(pod: Pod, node: Node): void {
    say(pod, 'Warning', 'Failed', PULL_ERROR);
    say(pod, 'Warning', 'Failed', 'Error: ErrImagePull');
    const waiting = ({ image }: { readonly image: string }) => ({
      reason: 'ErrImagePull',
      message: `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
    });
    write(pod, waitingStatus(pod, node, clock.now(), waiting));
  }

  function backOffPull(pod: Pod, node: Node): void {
    say(pod, 'Warning', 'Failed', 'Error: ImagePullBackOff');
    const waiting = ({ image }: { readonly image: string }) => ({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "${image}"`,
    });
    write(pod, waitingStatus(pod, node, clock.now(), waiting));
  }

  /** Running, terminated, waiting, and round again, each time after twice as long. */
  function crashLoopOf(pod: Pod): StepOfPod | undefined {
    const [first] = pod.status.containerStatuses ?? [];
    const { state, restartCount = 0 } = first ?? {};
    const at = () => timestamp(clock.now());
    if (state?.running !== undefined) {
      const { startedAt } = state.running;
      const terminated = () => ({ exitCode: 1, reason: 'Error', startedAt, finishedAt: at() });
      return {
        name: `crash ${restartCount}`,
        afterMillis: CRASH_MILLIS,
        run: () =>
          change(pod, (each) => ({
            ...each,
            ready: false,
            started: false,
            restartCount: restartCount + 1,
            state: { terminated: terminated() },
          })),
      };
    }
    if (state?.terminated !== undefined) {
      return { name: `back off ${restartCount}`, afterMillis: PULL_MILLIS, run: () => backOff(pod, restartCount) };
    }
    const run = () =>
      change(pod, (each) => ({
        ...each,
        ready: true,
        started: true,
        state: { running: { startedAt: at() } },
      }));
    return { name: `run again ${restartCount}`, afterMillis: backOffMillis(restartCount), run };
  }

  function backOffMillis(restartCount: number): number {
    const [first, longest] = settings.crashLoopBackOffMillis;
    return Math.min(longest, first * 2 ** Math.max(0, restartCount - 1));
  }

  function backOff(pod: Pod, restartCount: number): void {
    const [container] = pod.spec.containers;
    const { name, namespace, uid } = pod.metadata;
    const seconds = backOffMillis(restartCount) / 1_000;
    const wait = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
    const where = `container=${container?.name} pod=${name}_${namespace}(${uid})`;
    say(
      pod,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${container?.name} in pod ${name}_${namespace}(${uid})`,
    );
    change(pod, (each) => ({
      ...each,
      lastState: each.state,
      state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off ${wait} restarting failed ${where}` } },
    }));
  }

  function change(pod: Pod, edit: Parameters<typeof firstContainer>[2]): void {
    write(pod, firstContainer(pod, clock.now(), edit));
  }

  function evict(pod: Pod): void {
    say(pod, 'Warning', 'Evicted', EVICTED);
    write(pod, failedStatus(pod, clock.now(), { reason: 'Evicted', message: EVICTED, isDisruption: true }));
  }

  /** The end of a pod that was asked to leave [TM1]. */
  function lastStepOf(pod: Pod, node: Node): StepOfPod | undefined {
    if (faultOf(pod, node) === 'stuck-terminating') return undefined;
    const own = terminationMillis(pod);
    const remove = () => finishDeletion(context, pod.metadata);
    if (own === undefined) return { name: 'stop', afterMillis: between(settings.podStopMillis), run: remove };
    const isOver = pod.status.containerStatuses?.every(({ state }) => state.terminated !== undefined) ?? true;
    if (isOver) return { name: 'remove', afterMillis: REMOVE_MILLIS, run: remove };
    const graceEndsAt = Date.parse(pod.metadata.deletionTimestamp ?? '');
    const grace = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1_000;
    const wasKilled = own >= grace;
    const at = wasKilled ? graceEndsAt : graceEndsAt - grace + own;
    return { name: `end at ${at}`, at, run: () => write(pod, terminatedStatus(pod, clock.now(), wasKilled)) };
  }

  function wakePodsOf(nodeName: string): void {
    for (const pod of onNode.get(nodeName)) queue.add(keyOf(pod));
  }
  const stopListening = store.subscribe(({ type, object }) => {
    if (object.kind !== 'Pod' || object.spec.nodeName === undefined) return;
    if (type === 'DELETED') appointments.delete(object.metadata.uid);
    else queue.add(keyOf(object));
  });
  const stopReviving = liveness.onChange((nodeName) => {
    if (liveness.isAlive(nodeName)) wakePodsOf(nodeName);
  });
  for (const pod of store.list('Pod')) if (needsLook(pod)) queue.add(keyOf(pod));

  return {
    stop: () => {
      stopListening();
      stopReviving();
      for (const each of [queue, onNode, reports]) each.stop();
    },
  };
}

/** Of the many that run well nothing is expected. */
function needsLook({ metadata, spec, status }: Pod): boolean {
  if (spec.nodeName === undefined) return false;
  return (
    metadata.deletionTimestamp !== undefined ||
    status.phase !== 'Running' ||
    metadata.annotations?.['sim/fault'] !== undefined
  );
}

function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function referenceTo({ kind, apiVersion, metadata, spec }: Pod): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  const [container] = spec.containers;
  return {
    kind,
    apiVersion,
    name,
    uid,
    resourceVersion,
    ...(namespace !== undefined && { namespace }),
    ...(container !== undefined && { fieldPath: `spec.containers{${container.name}}` }),
  };
}
