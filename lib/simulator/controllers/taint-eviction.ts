import type { Context, Running } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import { createObjectIndex } from '../object-index.ts';
import type { ObjectReference, Pod, Taint } from '../objects.ts';
import { withDisruptionTarget } from '../pod-condition.ts';
import { toleratesTaint } from '../tolerations.ts';
import { createWorkQueue } from '../work-queue.ts';

const COMPONENT = 'taint-eviction-controller';

/** Pods that do not tolerate a NoExecute taint of their node are deleted, at once or when their time is over [TL6]. */
export function startTaintEviction(context: Context): Running {
  const { store, clock, recordEvent } = context;
  const onNode = createObjectIndex(store, 'Pod', ({ spec }) => spec.nodeName);
  const nodes = createWorkQueue(context, (name) => {
    for (const pod of onNode.get(name)) look(pod);
  });
  const pods = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    const pod = store.get('Pod', name, namespace);
    if (pod !== undefined) look(pod);
  });
  /** When a pod that tolerates its node for a while has to go, by uid. */
  const deadlines = new Map<string, number>();

  function look(pod: Pod): void {
    const { uid, deletionTimestamp } = pod.metadata;
    const node = store.get('Node', pod.spec.nodeName ?? '');
    if (node === undefined || deletionTimestamp !== undefined) return;
    const patience = patienceMillis(
      pod,
      (node.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute'),
    );
    if (patience === undefined) {
      if (deadlines.delete(uid)) say(pod, `Cancelling deletion of Pod ${pod.metadata.namespace}/${pod.metadata.name}`);
      return;
    }
    const deadline = deadlines.get(uid) ?? clock.now() + patience;
    if (deadline > clock.now()) {
      deadlines.set(uid, deadline);
      pods.addAfter(keyOf(pod), deadline - clock.now());
      return;
    }
    deadlines.delete(uid);
    evict(pod);
  }

  function evict(pod: Pod): void {
    const { name, namespace } = pod.metadata;
    say(pod, `Marking for deletion Pod ${namespace}/${name}`);
    const message = 'Taint manager: deleting due to NoExecute taint';
    store.update('Pod', name, namespace, (each) =>
      withDisruptionTarget(each, 'DeletionByTaintManager', message, clock.now()),
    );
    requestDeletion(context, { kind: 'Pod', name, ...(namespace !== undefined && { namespace }) });
  }

  function say(pod: Pod, message: string): void {
    recordEvent({
      regarding: referenceTo(pod),
      type: 'Normal',
      reason: 'TaintManagerEviction',
      message,
      component: COMPONENT,
    });
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind === 'Node') {
      const before = previous?.kind === 'Node' ? previous.spec.taints : undefined;
      if (type !== 'DELETED' && before !== object.spec.taints) nodes.add(object.metadata.name);
    } else if (object.kind === 'Pod' && object.spec.nodeName !== undefined) {
      if (type === 'DELETED') deadlines.delete(object.metadata.uid);
      else if (previous?.kind !== 'Pod' || previous.spec !== object.spec) pods.add(keyOf(object));
    }
  });
  return {
    stop: () => {
      stopListening();
      for (const each of [nodes, pods, onNode]) each.stop();
    },
  };
}

/**
 * How long a pod may stay: undefined for ever, 0 not at all. Per taint the first toleration that matches counts; of
 * several times the shortest.
 */
function patienceMillis({ spec }: Pod, taints: readonly Taint[]): number | undefined {
  const times: number[] = [];
  for (const taint of taints) {
    const first = spec.tolerations?.find((each) => toleratesTaint(each, taint));
    if (first === undefined) return 0;
    if (first.tolerationSeconds !== undefined) times.push(Math.max(0, first.tolerationSeconds) * 1_000);
  }
  return times.length === 0 ? undefined : Math.min(...times);
}

function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function referenceTo({ metadata }: Pod): ObjectReference {
  const { name, namespace, uid } = metadata;
  return { kind: 'Pod', apiVersion: 'v1', name, uid, ...(namespace !== undefined && { namespace }) };
}
