import type { Context, Running } from '../context.ts';
import { finishDeletion } from '../deletion.ts';
import type { Node, ObjectReference, Pod } from '../objects.ts';
import { podsByNode } from '../pods-by-node.ts';
import { createWorkQueue } from '../work-queue.ts';
import { refuse } from './admission.ts';
import { nextStep, type Said, type Step, type Timing } from './next-step.ts';
import { startNodeReports } from './node-reports.ts';

/*
 * All kubelets of the cluster. A pod is looked at when it changes and when its time has come; what comes next follows
 * from its status, so that nothing is remembered but the moment of the next step.
 */

/** In larger clusters what goes well is not said: it would be most of all that is written. */
const TALKATIVE_NODES = 500;

export function startKubelets(context: Context): Running {
  const { store, clock, random, liveness, settings, recordEvent } = context;
  const onNode = podsByNode(store);
  const queue = createWorkQueue(context, look);
  const reports = startNodeReports(context);
  /** The next step of a pod and its moment, by uid. */
  const appointments = new Map<string, { readonly step: string; readonly at: number }>();
  const between = ([least, most]: readonly [number, number]): number => least + random() * (most - least);
  const timing: Timing = {
    startMillis: () => between(settings.podStartMillis),
    stopMillis: () => between(settings.podStopMillis),
    crashLoopBackOffMillis: settings.crashLoopBackOffMillis,
  };

  function look(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const pod = store.get('Pod', name, namespace);
    const node = store.get('Node', pod?.spec.nodeName ?? '');
    if (pod === undefined || node === undefined || !liveness.isAlive(node.metadata.name)) return;
    const step = nextStep(pod, node, timing, () => refuse(pod, node, othersOf(pod, node)));
    if (step === undefined) return;
    const { uid } = pod.metadata;
    const planned = appointments.get(uid);
    const at = planned?.step === step.name ? planned.at : momentOf(step);
    if (at > clock.now()) {
      appointments.set(uid, { step: step.name, at });
      queue.addAfter(key, at - clock.now());
      return;
    }
    appointments.delete(uid);
    take(step, pod);
  }

  function momentOf({ when }: Step): number {
    return 'at' in when ? when.at : clock.now() + when.afterMillis;
  }

  /** Those that the kubelet has taken in and that have not come to their end. */
  function othersOf({ metadata }: Pod, node: Node): readonly Pod[] {
    return onNode.get(node.metadata.name).filter((other) => {
      const { phase, startTime } = other.status;
      return (
        other.metadata.uid !== metadata.uid && startTime !== undefined && phase !== 'Failed' && phase !== 'Succeeded'
      );
    });
  }

  function take({ status, says = [] }: Step, pod: Pod): void {
    for (const said of says) say(pod, said);
    if (status === undefined) {
      finishDeletion(context, pod.metadata);
      return;
    }
    const { name, namespace } = pod.metadata;
    store.update('Pod', name, namespace, (each) => ({ ...each, status: status(clock.now()) }));
  }

  function say(pod: Pod, { type, reason, message, container }: Said): void {
    if (type === 'Normal' && !isTalkative()) return;
    const { nodeName } = pod.spec;
    const host = nodeName === undefined ? {} : { host: nodeName };
    recordEvent({ regarding: referenceTo(pod, container), type, reason, message, component: 'kubelet', ...host });
  }

  function isTalkative(): boolean {
    return store.count('Node') <= TALKATIVE_NODES;
  }

  const endings = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    const pod = store.get('Pod', name, namespace);
    if (pod === undefined || !liveness.isAlive(pod.spec.nodeName ?? '')) return;
    for (const { name: container, state } of pod.status.containerStatuses ?? [])
      if (state.running !== undefined)
        say(pod, { type: 'Normal', reason: 'Killing', message: `Stopping container ${container}`, container });
  });

  function wakePodsOf(nodeName: string): void {
    for (const pod of onNode.get(nodeName)) queue.add(keyOf(pod));
  }
  const stopListening = store.subscribe(({ type, object, previous }) => {
    // A machine that comes under the name of one that is gone finds that one's pods.
    if (object.kind === 'Node' && type === 'ADDED') wakePodsOf(object.metadata.name);
    if (object.kind !== 'Pod' || object.spec.nodeName === undefined) return;
    if (type === 'DELETED') {
      appointments.delete(object.metadata.uid);
      return;
    }
    queue.add(keyOf(object));
    const begins =
      object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined;
    if (begins && isTalkative()) endings.add(keyOf(object));
  });
  const stopReviving = liveness.onChange((nodeName) => {
    if (liveness.isAlive(nodeName)) wakePodsOf(nodeName);
  });
  for (const pod of store.list('Pod')) if (needsLook(pod)) queue.add(keyOf(pod));

  return {
    stop: () => {
      stopListening();
      stopReviving();
      for (const each of [queue, endings, onNode, reports]) each.stop();
    },
  };
}

/** Of the many that run well nothing is expected. */
function needsLook({ metadata, spec, status }: Pod): boolean {
  if (spec.nodeName === undefined) return false;
  return (
    metadata.deletionTimestamp !== undefined ||
    status.phase !== 'Running' ||
    metadata.annotations?.['sim/fault'] !== undefined ||
    !(status.conditions ?? []).some((each) => each.type === 'Ready' && each.status === 'True')
  );
}

function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function referenceTo({ kind, apiVersion, metadata }: Pod, container: string | undefined): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return {
    kind,
    apiVersion,
    name,
    uid,
    resourceVersion,
    ...(namespace !== undefined && { namespace }),
    ...(container !== undefined && { fieldPath: `spec.containers{${container}}` }),
  };
}
