import type { Millis } from '#lib/base/clock.ts';
import { type NodeName, objectKey } from '#lib/domain/keys.ts';
import type { NodeRecord, PodRecord, PodSpec } from '#lib/domain/objects.ts';
import { allocatableAmounts, type Grain, grainOf } from '#lib/domain/room/grain.ts';
import type { Elsewhere, MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import { computePlan } from '#lib/domain/room/plan.ts';
import { podRequests } from '#lib/domain/room/pod-requests.ts';
import { parseQuantity } from '#lib/domain/room/quantity.ts';
import { lacksOf, type Room } from '#lib/domain/room/room.ts';
import type { PendingPod, RoomPod } from '#lib/domain/room/room-pod.ts';
import { lowestPriority, toPendingPod, toRoomPod } from '#lib/domain/room/room-source.ts';
import { selfHelpOf } from '#lib/domain/room/self-help.ts';
import { podsThatCount } from '#lib/domain/room/usage.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { type FreeRoom, MOST_HOMES } from './free-room.ts';
import { cellKnowledge, type KnowledgeByResource } from './knowledge.ts';
import { findWaitingPods, type WaitingContext, type WaitingPod } from './waiting-pods.ts';

export type NodeRoomContext = WaitingContext & {
  readonly store: StoreReader;
  readonly knowledge: KnowledgeByResource;
  readonly homesOf: FreeRoom['homesOf'];
};

/** Everything about the room on one node [FT15] [MR17]; undefined while nodes or pods cannot be told, or without the node. */
export function describeNodeRoom(name: NodeName, context: NodeRoomContext): NodeRoomDetails | undefined {
  const { store, knowledge } = context;
  const node = store.node(name);
  const cells = cellKnowledge(knowledge);
  if (node === undefined || cells.nodes !== 'Known' || cells.pods !== 'Known') return undefined;
  const bound = [...store.podsOnNode(name)];
  const waiting = [...findWaitingPods(node, bound, context)];
  const unbound = waiting.map(({ pod }) => pod);
  const grain = grainOf(node, [...bound, ...unbound]);
  const pods = toRoomPods(bound, { pendingPriority: lowestPriority(unbound), grain }, context);
  const room = { allocatable: allocatableAmounts(node, grain), pods };
  const pending = sortByImportance(
    waiting.map((each) => toPending(each, grain)),
    ({ since }) => since,
  );
  return {
    ...room,
    pending: pending.map((each) => ({ ...each, lacks: lacksOf(each, room), selfHelp: selfHelpOf(each, room) })),
    plan: pending.length === 0 ? null : planFor(node, { room, pending, bound }, context),
    budgets: knowledge.poddisruptionbudgets,
    unreadable: findUnreadable(node, [...bound, ...unbound]),
  };
}

function toPending({ pod, daemonSet, since, preempting }: WaitingPod, grain: Grain): PendingPod {
  return toPendingPod(pod, { daemonSet: objectKey(daemonSet), since: since ?? null, preempting }, grain);
}

type OnNode = { readonly pendingPriority: number | undefined; readonly grain: Grain };

function toRoomPods(
  bound: readonly PodRecord[],
  { pendingPriority, grain }: OnNode,
  { store, knowledge }: NodeRoomContext,
): readonly RoomPod[] {
  const areKnown = isTold(knowledge.poddisruptionbudgets);
  const pods = bound.map((pod) => {
    const budgets = areKnown ? store.podDisruptionBudgets(pod.namespace) : undefined;
    const siblings = pod.owner === undefined ? undefined : store.livePodsOf(pod.owner.uid);
    return toRoomPod(pod, { budgets, siblings, pendingPriority }, grain);
  });
  return sortByImportance(pods, ({ startTime }) => startTime);
}

/** What was read once is told with its age; what may not be read is not told at all. */
function isTold(knowledge: KnowledgeByResource[keyof KnowledgeByResource]): boolean {
  return knowledge === 'Known' || knowledge === 'Stale';
}

type Ranked = Pick<RoomPod, 'priority' | 'namespace' | 'name'>;

/** As the scheduler has it, the higher priority and then the longer life; at last the name, so that there is one order. */
function sortByImportance<Pod extends Ranked>(pods: Pod[], aliveSince: (pod: Pod) => Millis | null): Pod[] {
  const beganAt = (pod: Pod): Millis => aliveSince(pod) ?? Infinity;
  const compareAges = (left: Pod, right: Pod): number =>
    beganAt(left) === beganAt(right) ? 0 : beganAt(left) - beganAt(right);
  return pods.sort(
    (left, right) => right.priority - left.priority || compareAges(left, right) || compareKeys(left, right),
  );
}

function compareKeys(left: Ranked, right: Ranked): number {
  const [one, other] = [objectKey(left), objectKey(right)];
  return one < other ? -1 : Number(one > other);
}

type Place = { readonly room: Room; readonly pending: readonly PendingPod[]; readonly bound: readonly PodRecord[] };

function planFor(
  { name, unschedulable }: NodeRecord,
  { room, pending, bound }: Place,
  { store, knowledge, homesOf, now }: NodeRoomContext,
): MakeRoomPlan {
  const specs = new Map<string, PodSpec>(bound.map(({ uid, spec }) => [uid, spec]));
  return computePlan({
    ...room,
    node: name,
    pending,
    isCordoned: unschedulable,
    elsewhere: (uid) => {
      const spec = specs.get(uid);
      if (spec === undefined) return { kind: 'NotAsked' };
      return toElsewhere(homesOf(spec).filter((home) => home !== name));
    },
    priorityClasses: isTold(knowledge.priorityclasses) ? [...store.priorityClasses()] : [],
    now,
  });
}

/** There may be more nodes than are told [MR11]. */
function toElsewhere([first, ...others]: readonly NodeName[]): Elsewhere {
  if (first === undefined) return { kind: 'Nowhere' };
  return { kind: 'Nodes', nodes: Math.min(MOST_HOMES, 1 + others.length), first };
}

/** Each resource once; what is asked in such a quantity counts as nothing, and may be more than is told. */
function findUnreadable({ allocatable }: NodeRecord, pods: readonly PodRecord[]): readonly string[] {
  const offered = Object.entries(allocatable).filter(([, text]) => !parseQuantity(text).ok);
  const asked = podsThatCount(pods).flatMap((pod) => podRequests(pod).unreadable);
  return [...new Set([...offered.map(([resource]) => resource), ...asked.map(({ resource }) => resource)])].sort();
}
