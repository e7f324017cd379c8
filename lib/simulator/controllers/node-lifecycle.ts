import type { Context, Running } from '../context.ts';
import type { Condition, Labels, Node, ObjectReference, Pod } from '../objects.ts';
import { podsByNode } from '../pods-by-node.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';
import { startNoExecuteTaints } from './no-execute-taints.ts';
import { withNoScheduleTaints } from './node-taints.ts';
import { readyStatus } from './zones.ts';

/*
 * What the node controller does: a silent kubelet makes its node Unknown and its pods not ready, and conditions make
 * taints. Source: pkg/controller/nodelifecycle.
 */

const COMPONENT = 'node-controller';
const WATCHED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;
/** What a kubelet is given that has never reported. */
const STARTUP_GRACE_MILLIS = 60_000;
/** Old labels that the controller puts beside the new ones. */
const OLD_LABELS = { 'kubernetes.io/os': 'beta.kubernetes.io/os', 'kubernetes.io/arch': 'beta.kubernetes.io/arch' };

export function startNodeLifecycle(context: Context): Running {
  const { store, clock, liveness, settings, recordEvent } = context;
  const onNode = podsByNode(store);
  const queue = createWorkQueue(context, look);
  const silences = createWorkQueue(context, giveUp);
  const registrations = createWorkQueue(context, register);
  const noExecute = startNoExecuteTaints(context);
  /** The uid of every node that the controller has met. */
  const known = new Map(store.list('Node').map(({ metadata }) => [metadata.name, metadata.uid] as const));

  function look(name: string): void {
    store.update('Node', name, undefined, (node) => {
      const { taints: _before, ...spec } = node.spec;
      const taints = withNoScheduleTaints(node, timestamp(clock.now()));
      return {
        ...node,
        metadata: { ...node.metadata, labels: withOldLabels(node.metadata.labels ?? {}) },
        spec: taints.length === 0 ? spec : { ...spec, taints },
      };
    });
  }

  /** The grace is over: nobody knows how the node is. */
  function giveUp(name: string): void {
    const since = liveness.silentSince(name);
    const node = store.get('Node', name);
    if (since === undefined || node === undefined) return;
    const ready = readyStatus(node);
    const left = since + (ready === undefined ? STARTUP_GRACE_MILLIS : settings.nodeMonitorGraceMillis) - clock.now();
    if (left > 0) {
      silences.addAfter(name, left);
      return;
    }
    if (ready === 'Unknown') return;
    const at = timestamp(clock.now());
    store.update('Node', name, undefined, (each) => ({
      ...each,
      status: { ...each.status, conditions: unknownConditions(each, at) },
    }));
    // Of a node that was not ready before this is no news.
    if (ready !== 'True') return;
    say(nodeReference(name, node.metadata.uid), 'Normal', `Node ${name} status is now: NodeNotReady`, 'NodeNotReady');
    for (const pod of onNode.get(name)) markNotReady(pod, at);
  }

  /** Reason and message stay as they are, mostly empty: no probe has failed, the node is silent [PD4]. */
  function markNotReady(pod: Pod, lastTransitionTime: string): void {
    const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
    if (ready === undefined || ready.status === 'False') return;
    const { name, namespace } = pod.metadata;
    store.update('Pod', name, namespace, ({ status, ...each }) => {
      const conditions = status.conditions?.map((condition): Condition => {
        return condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition;
      });
      return { ...each, status: { ...status, ...(conditions !== undefined && { conditions }) } };
    });
    say(podReference(pod), 'Warning', 'Node is not ready', 'NodeNotReady');
  }

  function register(name: string): void {
    const uid = store.get('Node', name)?.metadata.uid;
    const before = known.get(name);
    if (uid !== undefined && before === undefined) {
      known.set(name, uid);
      const message = `Node ${name} event: Registered Node ${name} in Controller`;
      say(nodeReference(name, uid), 'Normal', message, 'RegisteredNode');
    } else if (uid === undefined && before !== undefined) {
      known.delete(name);
      const message = `Node ${name} event: Removing Node ${name} from Controller`;
      say(nodeReference(name, before), 'Normal', message, 'RemovingNode');
    }
  }

  function say(regarding: ObjectReference, type: 'Normal' | 'Warning', message: string, reason: string): void {
    recordEvent({ regarding, type, reason, message, component: COMPONENT });
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind !== 'Node') return;
    const { name } = object.metadata;
    if (type !== 'MODIFIED') registrations.add(name);
    if (type === 'DELETED') return;
    const before = previous?.kind === 'Node' ? previous : undefined;
    if (
      before?.spec !== object.spec ||
      before.status.conditions !== object.status.conditions ||
      before.metadata.labels !== object.metadata.labels
    )
      queue.add(name);
  });
  const stopWatching = liveness.onChange((name) => {
    if (!liveness.isAlive(name)) silences.addAfter(name, settings.nodeMonitorGraceMillis);
  });
  for (const { metadata } of store.list('Node')) {
    queue.add(metadata.name);
    if (!liveness.isAlive(metadata.name)) silences.add(metadata.name);
  }
  return {
    stop: () => {
      stopListening();
      stopWatching();
      for (const each of [queue, silences, registrations, noExecute, onNode]) each.stop();
    },
  };
}

/** What the kubelet used to report is not known any more; others' conditions stay as they are. */
function unknownConditions({ metadata, status }: Node, lastTransitionTime: string): readonly Condition[] {
  const { conditions = [] } = status;
  const missing = WATCHED.filter((type) => !conditions.some((each) => each.type === type));
  return [
    ...conditions.map((each): Condition => {
      if (!WATCHED.some((type) => type === each.type) || each.status === 'Unknown') return each;
      const said = { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
      return { ...each, status: 'Unknown', ...said, lastTransitionTime };
    }),
    ...missing.map(
      (type): Condition => ({
        type,
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
        lastHeartbeatTime: metadata.creationTimestamp,
        lastTransitionTime,
      }),
    ),
  ];
}

/** The same labels when nothing is missing. */
function withOldLabels(labels: Labels): Labels {
  const old = Object.entries(OLD_LABELS).flatMap(([key, oldKey]) => {
    const value = labels[key];
    return value === undefined || labels[oldKey] === value ? [] : [[oldKey, value] as const];
  });
  return old.length === 0 ? labels : { ...labels, ...Object.fromEntries(old) };
}

function nodeReference(name: string, uid: string): ObjectReference {
  return { kind: 'Node', name, uid, apiVersion: 'v1' };
}

function podReference({ metadata }: Pod): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { kind: 'Pod', apiVersion: 'v1', name, uid, resourceVersion, ...(namespace !== undefined && { namespace }) };
}
