import type { Context, Running } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import { createObjectIndex } from '../object-index.ts';
import type { Pod } from '../objects.ts';
import { withDisruptionTarget } from '../pod-condition.ts';
import { podsByNode } from '../pods-by-node.ts';
import { readyStatus } from './zones.ts';

/** It goes round every so often; what it finds is thus up to so much late. */
const ROUND_MILLIS = 20_000;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
const TERMINATING = 'terminating';

/**
 * Takes away by force the pods of nodes that are gone [NP10], those that terminate on a node that is out of service
 * [TM2], and those that terminate and were never bound. Source: pkg/controller/podgc.
 */
export function startPodGarbageCollector(context: Context): Running {
  const { store, clock, settings } = context;
  const onNode = podsByNode(store);
  const terminating = createObjectIndex(store, 'Pod', ({ metadata }) =>
    metadata.deletionTimestamp === undefined ? undefined : TERMINATING,
  );
  /** Nodes that pods are bound to and that are not there, and when they were first missed. */
  const missed = new Map<string, number | undefined>();

  function goRound(): void {
    for (const pod of terminating.get(TERMINATING)) if (isOutOfService(pod)) remove(pod);
    for (const [name, since] of missed) {
      if (store.get('Node', name) !== undefined || onNode.get(name).length === 0) missed.delete(name);
      else if (since === undefined) missed.set(name, clock.now());
      else if (since + settings.podGarbageCollectionMillis <= clock.now()) {
        for (const pod of onNode.get(name)) remove(pod, 'PodGC: node no longer exists');
        missed.delete(name);
      }
    }
    for (const pod of terminating.get(TERMINATING)) if (pod.spec.nodeName === undefined) remove(pod);
    cancel = clock.setTimer(goRound, ROUND_MILLIS);
  }

  function isOutOfService({ spec }: Pod): boolean {
    const node = store.get('Node', spec.nodeName ?? '');
    if (node === undefined || readyStatus(node) === 'True') return false;
    return node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) ?? false;
  }

  /** There is no kubelet that could still end it; a finalizer can still hold it. */
  function remove({ metadata, status }: Pod, message?: string): void {
    const { name, namespace } = metadata;
    if (status.phase !== 'Failed' && status.phase !== 'Succeeded') {
      store.update('Pod', name, namespace, (each) => {
        const marked =
          message === undefined ? each : withDisruptionTarget(each, 'DeletionByPodGC', message, clock.now());
        return { ...marked, status: { ...marked.status, phase: 'Failed' } };
      });
    }
    const place = namespace === undefined ? {} : { namespace };
    requestDeletion(context, { kind: 'Pod', name, ...place }, { gracePeriodSeconds: 0 });
  }

  const miss = (name: string): void => {
    if (!missed.has(name)) missed.set(name, undefined);
  };
  const stopListening = store.subscribe(({ type, object }) => {
    if (object.kind === 'Node' && type === 'DELETED') miss(object.metadata.name);
    if (object.kind === 'Pod' && type !== 'DELETED') {
      const { nodeName } = object.spec;
      if (nodeName !== undefined && store.get('Node', nodeName) === undefined) miss(nodeName);
    }
  });
  const nodes = new Set(store.list('Node').map(({ metadata }) => metadata.name));
  for (const { spec } of store.list('Pod'))
    if (spec.nodeName !== undefined && !nodes.has(spec.nodeName)) miss(spec.nodeName);
  let cancel = clock.setTimer(goRound, ROUND_MILLIS);
  return {
    stop: () => {
      cancel();
      stopListening();
      for (const each of [terminating, onNode]) each.stop();
    },
  };
}
