import type { Context, Running } from '../context.ts';
import { createObjectIndex } from '../object-index.ts';
import type { Pod } from '../objects.ts';
import { withDisruptionTarget } from '../pod-condition.ts';
import { createWorkQueue } from '../work-queue.ts';

/** It goes round every so often; what it finds is thus up to so much late. */
const ROUND_MILLIS = 20_000;
const GONE = 'PodGC: node no longer exists';
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Takes away the pods of nodes that are gone [NP10], and those that terminate on a node that is out of service [TM2]. */
export function startPodGarbageCollector(context: Context): Running {
  const { store, clock, random, settings } = context;
  const onNode = createObjectIndex(store, 'Pod', ({ spec }) => spec.nodeName);
  const gone = createWorkQueue(context, (name) => {
    if (store.get('Node', name) !== undefined) return;
    for (const pod of onNode.get(name)) remove(pod);
  });
  const outOfService = createWorkQueue(context, (name) => {
    const node = store.get('Node', name);
    const isReady = node?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? true;
    if (isReady || node?.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) !== true) return;
    for (const pod of onNode.get(name)) if (pod.metadata.deletionTimestamp !== undefined) remove(pod);
  });

  /** By force: there is no kubelet that could still do it. */
  function remove(pod: Pod): void {
    const { name, namespace } = pod.metadata;
    const isOver = pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded';
    if (!isOver) {
      store.update('Pod', name, namespace, (each) => {
        const marked = withDisruptionTarget(each, 'DeletionByPodGC', GONE, clock.now());
        return { ...marked, status: { ...marked.status, phase: 'Failed' } };
      });
    }
    store.remove('Pod', name, namespace);
  }

  const waitForRounds = (name: string) =>
    gone.addAfter(name, settings.podGarbageCollectionMillis + random() * ROUND_MILLIS);
  const stopListening = store.subscribe(({ type, object }) => {
    if (object.kind === 'Node') {
      if (type === 'DELETED') waitForRounds(object.metadata.name);
      else if (object.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true)
        outOfService.addAfter(object.metadata.name, random() * ROUND_MILLIS);
    } else if (object.kind === 'Pod' && type !== 'DELETED') {
      const { nodeName } = object.spec;
      if (nodeName !== undefined && store.get('Node', nodeName) === undefined) waitForRounds(nodeName);
    }
  });
  return {
    stop: () => {
      stopListening();
      for (const each of [gone, outOfService, onNode]) each.stop();
    },
  };
}
