import { isDeepStrictEqual } from 'node:util';
import type { Change, ObjectStore } from '../object-store.ts';
import type { Node, Pod } from '../objects.ts';
import { helpsWhenChanged, helpsWhenGone } from './hints.ts';
import type { Taken } from './node-room.ts';
import { NodeRooms } from './node-rooms.ts';
import { Nominations } from './nominations.ts';
import { priorityOf } from './pod-priority.ts';
import { WaitingPods } from './waiting-pods.ts';
import { SCHEDULER } from './writer.ts';

/** What the scheduler knows of the cluster: kept up to date by the store, at no cost for what does not concern it. */
export type ClusterView = {
  readonly waiting: WaitingPods;
  readonly nominations: Nominations;
  readonly rooms: NodeRooms;
  /** Pods of a lower priority for which the node was cleared. */
  readonly lessImportantGuests: (pod: Pod, nodeName: string) => readonly Pod[];
  readonly stop: () => void;
};

/** `onDue` is told that a pod is to be scheduled. */
export function followCluster(store: ObjectStore, onDue: () => void): ClusterView {
  const waiting = new WaitingPods();
  const nominations = new Nominations();
  const rooms = new NodeRooms();

  function wake(nodeName: string, isHelped: Parameters<WaitingPods['wake']>[1]): void {
    if (waiting.wake(nodeName, isHelped)) onDue();
  }

  function leave(nodeName: string, taken: Taken | undefined): void {
    if (taken === undefined) return;
    wake(nodeName, ({ pod, refusedBy }) => helpsWhenGone(pod, refusedBy, taken));
  }

  function onBound(type: Change['type'], pod: Pod, nodeName: string): void {
    const { uid } = pod.metadata;
    waiting.take(uid);
    nominations.take(uid);
    if (type === 'DELETED' || isOver(pod)) leave(nodeName, rooms.take(nodeName, uid));
    else rooms.put(nodeName, pod);
  }

  function onUnbound(type: Change['type'], pod: Pod, previous: Pod | undefined): void {
    const { uid } = pod.metadata;
    if (type === 'DELETED' || !isOurs(pod)) {
      waiting.take(uid);
      nominations.take(uid);
      // The room that was made for it is free for others.
      const { nominatedNodeName } = pod.status;
      if (nominatedNodeName !== undefined) wake(nominatedNodeName, ({ refusedBy }) => refusedBy.size > 0);
      return;
    }
    nominations.put(pod);
    const isNew = waiting.put(pod);
    if (!isNew && previous?.spec === pod.spec) return;
    const each = waiting.get(uid);
    if (each === undefined) return;
    waiting.makeDue(each);
    onDue();
  }

  function onPod(type: Change['type'], pod: Pod, previous: Pod | undefined): void {
    const { nodeName } = pod.spec;
    if (nodeName !== undefined && nodeName !== '') onBound(type, pod, nodeName);
    else onUnbound(type, pod, previous);
  }

  function onNode(type: Change['type'], node: Node, before: Node | undefined): void {
    const { name } = node.metadata;
    rooms.setNode(name, type === 'DELETED' ? undefined : node);
    if (type === 'DELETED' || (before !== undefined && isSame(node, before))) return;
    wake(name, ({ pod, refusedBy }) => helpsWhenChanged(pod, refusedBy, node, before));
  }

  for (const node of store.list('Node')) rooms.setNode(node.metadata.name, node);
  for (const pod of store.list('Pod')) onPod('ADDED', pod, undefined);
  const stop = store.subscribe(({ type, object, previous }) => {
    if (object.kind === 'Pod') onPod(type, object, previous?.kind === 'Pod' ? previous : undefined);
    if (object.kind === 'Node')
      onNode(type, object, previous?.kind === 'Node' && type === 'MODIFIED' ? previous : undefined);
  });
  return {
    waiting,
    nominations,
    rooms,
    lessImportantGuests: (pod, nodeName) =>
      nominations.on(nodeName).filter((each) => priorityOf(each) < priorityOf(pod)),
    stop,
  };
}

/** What a kubelet reports again and again is nothing that could help a pod. */
function isSame(node: Node, before: Node): boolean {
  return (
    isDeepStrictEqual(node.spec, before.spec) &&
    isDeepStrictEqual(node.metadata.labels, before.metadata.labels) &&
    isDeepStrictEqual(node.status.allocatable, before.status.allocatable)
  );
}

function isOver({ status }: Pod): boolean {
  return status.phase === 'Failed' || status.phase === 'Succeeded';
}

/** Pods behind a gate wait for whoever opens it [SC20]. */
function isOurs(pod: Pod): boolean {
  const { ['schedulerName']: name = SCHEDULER, ['schedulingGates']: gates = [] } = pod.spec;
  return name === SCHEDULER && !isOver(pod) && Array.isArray(gates) && gates.length === 0;
}
