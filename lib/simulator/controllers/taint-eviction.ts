import type { Context, Running } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import type { Node, Pod, Taint } from '../objects.ts';
import { withDisruptionTarget } from '../pod-condition.ts';
import { podsByNode } from '../pods-by-node.ts';
import { toleratesTaint } from '../tolerations.ts';
import { createWorkQueue } from '../work-queue.ts';

/*
 * Pods that do not tolerate a NoExecute taint of their node are deleted, at once or when their time is over [TL6].
 * Source: pkg/controller/tainteviction.
 */

const COMPONENT = 'taint-eviction-controller';
const MESSAGE = 'Taint manager: deleting due to NoExecute taint';

export function startTaintEviction(context: Context): Running {
  const { store, clock, recordEvent } = context;
  const onNode = podsByNode(store);
  const nodes = createWorkQueue(context, (name) => {
    for (const pod of onNode.get(name)) look(keyOf(pod));
  });
  const pods = createWorkQueue(context, look);
  /** The evictions that are planned, by the pod's key. */
  const planned = new Map<string, () => void>();

  function look(key: string): void {
    const pod = podOf(key);
    const node = store.get('Node', pod?.spec.nodeName ?? '');
    if (pod === undefined) {
      // It says so even of a pod that has gone.
      cancel(key);
      return;
    }
    if (node === undefined) return;
    const patience = patienceMillis(pod, noExecuteTaints(node));
    if (patience === undefined) {
      cancel(key);
    } else if (patience === 0) {
      cancel(key);
      evict(key);
    } else if (!planned.has(key)) {
      // An eviction that is planned stays as it is, whatever other taints come to be.
      const stop = clock.setTimer(() => {
        planned.delete(key);
        evict(key);
      }, patience);
      planned.set(key, stop);
    }
  }

  function podOf(key: string): Pod | undefined {
    const [namespace = '', name = ''] = key.split('/');
    return store.get('Pod', name, namespace);
  }

  function cancel(key: string): void {
    const stop = planned.get(key);
    if (stop === undefined) return;
    stop();
    planned.delete(key);
    say(key, `Cancelling deletion of Pod ${key}`);
  }

  function evict(key: string): void {
    const pod = podOf(key);
    if (pod === undefined) return;
    const { name, namespace } = pod.metadata;
    say(key, `Marking for deletion Pod ${key}`);
    store.update('Pod', name, namespace, (each) =>
      withDisruptionTarget(each, 'DeletionByTaintManager', MESSAGE, clock.now()),
    );
    requestDeletion(context, { kind: 'Pod', name, ...(namespace !== undefined && { namespace }) });
  }

  /** It names a pod without its uid. */
  function say(key: string, message: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const regarding = { kind: 'Pod', apiVersion: 'v1', namespace, name };
    recordEvent({ regarding, type: 'Normal', reason: 'TaintManagerEviction', message, component: COMPONENT });
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind === 'Node') {
      const before = previous?.kind === 'Node' ? previous.spec.taints : undefined;
      if (type !== 'DELETED' && before !== object.spec.taints) nodes.add(object.metadata.name);
    } else if (object.kind === 'Pod' && object.spec.nodeName !== undefined) {
      if (type === 'DELETED') {
        if (planned.has(keyOf(object))) pods.add(keyOf(object));
      } else if (previous?.kind !== 'Pod' || previous.spec !== object.spec) pods.add(keyOf(object));
    }
  });
  for (const node of store.list('Node')) if (noExecuteTaints(node).length > 0) nodes.add(node.metadata.name);
  return {
    stop: () => {
      stopListening();
      for (const stop of planned.values()) stop();
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

function noExecuteTaints({ spec }: Node): readonly Taint[] {
  return (spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}
