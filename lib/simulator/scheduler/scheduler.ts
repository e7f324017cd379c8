import type { Context, Running } from '../context.ts';
import { targetNodeOf } from '../controllers/daemonset/daemon-pod.ts';
import { requestDeletion } from '../deletion.ts';
import type { Change } from '../object-store.ts';
import type { Condition, Node, ObjectReference, Pod } from '../objects.ts';
import { withDisruptionTarget } from '../pod-condition.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';
import { type Misfit, misfit } from './filters.ts';
import { countReasons, fitError } from './fit-error.ts';
import { NodeRoom } from './node-room.ts';
import { preempt, priorityOf, type Refusing } from './preemption.ts';

const NAME = 'default-scheduler';
const NOT_PINNED_HERE = "node(s) didn't satisfy plugin(s) [NodeAffinity]";
/** An event is cut at so many bytes; the condition is not [SC1]. */
const EVENT_BYTES = 1_024;
/** Of a pod that may go anywhere so many nodes are enough to choose from. */
const ENOUGH_NODES = 100;
/** Pods that nothing has woken are tried again all the same. */
const FLUSH_MILLIS = 300_000;

/** Finds a node for each pod that has none, or says why there is none. */
export function startScheduler(context: Context): Running {
  const { store, clock, random, recordEvent } = context;
  const rooms = new Map<string, NodeRoom>();
  /** Pods without a node, by key: the node that they are pinned to, or undefined. */
  const waiting = new Map<string, string | undefined>();
  const due = new Set<string>();
  const round = createWorkQueue(context, () => scheduleDue());
  const flush = createWorkQueue(context, () => {
    for (const key of waiting.keys()) due.add(key);
    if (due.size > 0) round.add('now');
    flush.addAfter('all', FLUSH_MILLIS);
  });

  function roomOf(name: string): NodeRoom {
    const known = rooms.get(name);
    if (known !== undefined) return known;
    const made = new NodeRoom();
    rooms.set(name, made);
    return made;
  }

  /** Higher priority first, then the older. */
  function scheduleDue(): void {
    const pods = [...due].flatMap((key) => podOf(key) ?? []);
    due.clear();
    pods.sort(
      (a, b) => priorityOf(b) - priorityOf(a) || compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp),
    );
    for (const pod of pods) schedule(pod);
  }

  function podOf(key: string): Pod | undefined {
    const [namespace = '', name = ''] = key.split('/');
    const pod = store.get('Pod', name, namespace);
    return pod !== undefined && isWaiting(pod) ? pod : undefined;
  }

  function schedule(pod: Pod): void {
    const target = targetNodeOf(pod);
    const candidates = target === undefined ? [...rooms.values()] : [rooms.get(target)];
    const refusing: Refusing[] = [];
    const fitting: NodeRoom[] = [];
    const start = target === undefined ? Math.floor(random() * candidates.length) : 0;
    for (let at = 0; at < candidates.length && fitting.length < ENOUGH_NODES; at += 1) {
      const room = candidates[(start + at) % candidates.length];
      if (room?.node === undefined) continue;
      const why = misfitWithNominated(pod, room);
      if (why === undefined) fitting.push(room);
      else refusing.push({ room, misfit: why });
    }
    const best = choose(fitting);
    if (best?.node === undefined) refuse(pod, refusing, target !== undefined);
    else bind(pod, best.node.metadata.name);
  }

  /** Room that was made for a pod of at least this priority is not taken by another. */
  function misfitWithNominated(pod: Pod, room: NodeRoom): Misfit | undefined {
    const name = room.node?.metadata.name;
    const guests = [...nominated].filter(([uid, each]) => each.nodeName === name && uid !== pod.metadata.uid);
    const others = guests
      .flatMap(([, each]) => podOf(each.key) ?? [])
      .filter((each) => priorityOf(each) >= priorityOf(pod));
    if (others.length === 0) return misfit(pod, room);
    const crowded = room.copy();
    for (const each of others) crowded.put(each);
    return misfit(pod, crowded);
  }
  const nominated = new Map<string, { readonly nodeName: string; readonly key: string }>();

  /** The least used; among equals by lot. */
  function choose(fitting: readonly NodeRoom[]): NodeRoom | undefined {
    const share = (room: NodeRoom, name: string) =>
      (room.requested.get(name) ?? 0) / Math.max(1, room.allocatable(name));
    const use = (room: NodeRoom) => share(room, 'cpu') + share(room, 'memory');
    const least = Math.min(...fitting.map(use));
    const best = fitting.filter((room) => use(room) === least);
    return best[Math.floor(random() * best.length)];
  }

  function bind(pod: Pod, nodeName: string): void {
    const { name, namespace, uid } = pod.metadata;
    nominated.delete(uid);
    store.update('Pod', name, namespace, ({ status: { nominatedNodeName: _, ...status }, ...each }) => ({
      ...each,
      spec: { ...each.spec, nodeName },
      status: { ...status, conditions: withScheduled(status.conditions, { status: 'True' }, clock.now()) },
    }));
    say(pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${nodeName}`, 'Binding');
  }

  function refuse(pod: Pod, refusing: readonly Refusing[], isPinned: boolean): void {
    const nodes = store.count('Node');
    const reasons = countReasons(refusing.map((each) => each.misfit.reasons));
    if (isPinned && nodes > refusing.length) reasons.set(NOT_PINNED_HERE, nodes - refusing.length);
    const { nominatedNodeName } = pod.status;
    const preemption = preempt({
      pod,
      refusing,
      nodes,
      budgets: store.list('PodDisruptionBudget'),
      nominated: nominatedNodeName === undefined ? undefined : rooms.get(nominatedNodeName),
    });
    const message = fitError(nodes, reasons, preemption.kind === 'None' ? preemption.message : undefined);
    const cleared =
      preemption.kind === 'Victims' ? preemption.nodeName : keepsNomination(preemption.message, nominatedNodeName);
    write(pod, message, cleared);
    say(pod, 'Warning', 'FailedScheduling', cut(message), 'Scheduling');
    if (preemption.kind === 'Victims')
      for (const victim of preemption.victims) remove(victim, pod, preemption.nodeName);
  }

  function write(pod: Pod, message: string, nominatedNodeName: string | undefined): void {
    const { name, namespace, uid } = pod.metadata;
    if (nominatedNodeName === undefined) nominated.delete(uid);
    else nominated.set(uid, { nodeName: nominatedNodeName, key: keyOf(pod) });
    store.update('Pod', name, namespace, ({ status: { nominatedNodeName: _, ...status }, ...each }) => ({
      ...each,
      status: {
        ...status,
        conditions: withScheduled(
          status.conditions,
          { status: 'False', reason: 'Unschedulable', message },
          clock.now(),
        ),
        ...(nominatedNodeName !== undefined && { nominatedNodeName }),
      },
    }));
  }

  function remove(victim: Pod, preemptor: Pod, nodeName: string): void {
    const { name, namespace } = victim.metadata;
    const message = `${NAME}: preempting to accommodate a higher priority pod`;
    store.update('Pod', name, namespace, (each) =>
      withDisruptionTarget(each, 'PreemptionByScheduler', message, clock.now()),
    );
    requestDeletion(context, { kind: 'Pod', name, ...(namespace !== undefined && { namespace }) });
    say(victim, 'Normal', 'Preempted', `Preempted by pod ${preemptor.metadata.uid} on node ${nodeName}`, 'Preempting');
  }

  function say(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, action: string): void {
    recordEvent({ regarding: referenceTo(pod), type, reason, message, component: NAME, action });
  }

  /** Something has happened on a node that may help who waits for it, and who waits for any. */
  function wake(nodeName: string): void {
    for (const [key, target] of waiting) if (target === undefined || target === nodeName) due.add(key);
    if (due.size > 0) round.add('now');
  }

  function onPod(type: Change['type'], pod: Pod, previous: Pod | undefined): void {
    const key = keyOf(pod);
    const { nodeName } = pod.spec;
    if (nodeName !== undefined) {
      waiting.delete(key);
      const isThere = type !== 'DELETED' && !isOver(pod);
      const room = roomOf(nodeName);
      // A status that changes takes no other room.
      if (isThere && previous?.spec === pod.spec && room.pods.has(pod.metadata.uid)) {
        const taken = room.pods.get(pod.metadata.uid);
        if (taken !== undefined) room.pods.set(pod.metadata.uid, { ...taken, pod });
      } else if (isThere) room.put(pod);
      else if (room.pods.has(pod.metadata.uid)) {
        room.take(pod.metadata.uid);
        wake(nodeName);
      }
      return;
    }
    if (type === 'DELETED' || !isWaiting(pod)) {
      waiting.delete(key);
      nominated.delete(pod.metadata.uid);
    } else if (!waiting.has(key)) {
      waiting.set(key, targetNodeOf(pod));
      due.add(key);
      round.add('now');
    }
  }

  function onNode(type: Change['type'], node: Node, previous: Node | undefined): void {
    const { name } = node.metadata;
    const room = roomOf(name);
    room.node = type === 'DELETED' ? undefined : node;
    const isHelpful =
      previous === undefined ||
      previous.spec !== node.spec ||
      previous.status.allocatable !== node.status.allocatable ||
      previous.metadata.labels !== node.metadata.labels;
    if (type !== 'DELETED' && isHelpful) wake(name);
    if (type === 'DELETED' && room.pods.size === 0) rooms.delete(name);
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind === 'Pod') onPod(type, object, previous?.kind === 'Pod' ? previous : undefined);
    if (object.kind === 'Node') onNode(type, object, previous?.kind === 'Node' ? previous : undefined);
  });
  for (const node of store.list('Node')) roomOf(node.metadata.name).node = node;
  for (const pod of store.list('Pod')) onPod('ADDED', pod, undefined);
  flush.addAfter('all', FLUSH_MILLIS);
  return {
    stop: () => {
      stopListening();
      round.stop();
      flush.stop();
    },
  };
}

/** A node that was cleared stays so while the ones who leave it are awaited. */
function keepsNomination(message: string, nominatedNodeName: string | undefined): string | undefined {
  return message.startsWith('not eligible due to a terminating pod') ? nominatedNodeName : undefined;
}

function isOver({ status }: Pod): boolean {
  return status.phase === 'Failed' || status.phase === 'Succeeded';
}

function isWaiting(pod: Pod): boolean {
  const { nodeName, ['schedulerName']: scheduler = NAME } = pod.spec;
  return nodeName === undefined && scheduler === NAME && !isOver(pod) && pod.metadata.deletionTimestamp === undefined;
}

function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withScheduled(
  conditions: readonly Condition[] = [],
  next: Pick<Condition, 'status' | 'reason' | 'message'>,
  now: number,
): readonly Condition[] {
  const before = conditions.find(({ type }) => type === 'PodScheduled');
  const at = timestamp(now);
  const lastTransitionTime = before?.status === next.status ? (before.lastTransitionTime ?? at) : at;
  const others = conditions.filter(({ type }) => type !== 'PodScheduled');
  return [...others, { type: 'PodScheduled', lastProbeTime: null, lastTransitionTime, ...next }];
}

function cut(message: string): string {
  return message.length <= EVENT_BYTES ? message : `${message.slice(0, EVENT_BYTES - ' ...'.length)} ...`;
}

function referenceTo({ metadata }: Pod): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { kind: 'Pod', apiVersion: 'v1', name, uid, resourceVersion, ...(namespace !== undefined && { namespace }) };
}
