import type { PriorityClassRecord } from '../objects.ts';
import type { OtherWay } from './make-room.ts';
import { conflictAmong, fitsBeside, lacksBeside, type Room, sumOf } from './room.ts';
import { type Amounts, amountOf, type PendingPod, type RoomPod } from './room-pod.ts';

export type WaysInput = {
  /** The node without those that are leaving. */
  readonly room: Room;
  /** For whom a way is looked for, */
  readonly group: readonly PendingPod[];
  /** beside those that find room without it. */
  readonly beside: readonly PendingPod[];
  readonly priorityClasses: readonly Pick<PriorityClassRecord, 'name' | 'value' | 'preemptionPolicy'>[];
};

/** The ways that evict nobody by hand, as far as each of them would be enough [MR17]. To leave the node out always is. */
export function findOtherWays(input: WaysInput): OtherWay[] {
  return [
    ...withoutSurge(input),
    ...raisePriority(input),
    ...lowerRequests(input),
    ...biggerNode(input),
    { kind: 'ExcludeNode' },
  ];
}

function demandsOf({ group, beside }: WaysInput): readonly PendingPod[] {
  return [...beside, ...group];
}

/** The pod of the same DaemonSet that still stands here would go first, and all fit. */
function withoutSurge(input: WaysInput): OtherWay[] {
  const { room, group } = input;
  const isReplaced = ({ standing, owner, namespace }: RoomPod): boolean =>
    standing === 'DaemonSet' && group.some(({ daemonSet }) => daemonSet === `${namespace}/${owner?.name}`);
  if (!room.pods.some(isReplaced)) return [];
  const pods = room.pods.filter((pod) => !isReplaced(pod));
  return fitsBeside({ ...room, pods }, demandsOf(input)) ? [{ kind: 'WithoutSurge' }] : [];
}

/** system-node-critical, which no class can surpass. */
const HIGHEST_PRIORITY = 2_000_001_000;

/**
 * The scheduler takes whoever is lower, daemon pods too [MR16]: how high is high enough, and which class is? Of a static pod
 * it only takes the mirror: the kubelet makes another, and refuses the daemon pod.
 */
function raisePriority(input: WaysInput): OtherWay[] {
  const { room, group } = input;
  const priorities = [...new Set(room.pods.map(({ priority }) => priority))].sort((left, right) => left - right);
  const stays = ({ standing, priority }: RoomPod, above: number): boolean => standing === 'Static' || priority > above;
  const isHighEnough = (above: number): boolean =>
    fitsBeside({ ...room, pods: room.pods.filter((pod) => stays(pod, above)) }, demandsOf(input));
  const above = priorities.find(isHighEnough);
  if (above === undefined || above >= HIGHEST_PRIORITY) return [];
  if (group.every((pod) => pod.mayPreempt && pod.priority > above)) return [];
  return [{ kind: 'RaisePriority', priorityClass: smallestClass(input, above), above }];
}

/** Never one that lowers a pod's priority, nor one that may not preempt. */
function smallestClass({ group, priorityClasses }: WaysInput, above: number): string | null {
  const present = Math.max(...group.map(({ priority }) => priority));
  const [best] = priorityClasses
    .filter((each) => each.value > above && each.value >= present && each.preemptionPolicy !== 'Never')
    .sort((left, right) => left.value - right.value || (left.name < right.name ? -1 : 1));
  return best?.name ?? null;
}

/** By so much less, and it fits; nobody can ask for less than nothing, for half a slot or for half a port. */
function lowerRequests(input: WaysInput): OtherWay[] {
  const deficits = deficitsOf(input);
  const asked = sumOf(input.group);
  const isPossible = ([resource, amount]: readonly [string, number]): boolean =>
    resource !== 'pods' && amount < (asked.get(resource) ?? 0);
  if (deficits === undefined || !Object.entries(deficits).every(isPossible)) return [];
  return [{ kind: 'LowerRequests', by: deficits }];
}

/** With so much allocatable they would fit beside all that are here. */
function biggerNode(input: WaysInput): OtherWay[] {
  const deficits = deficitsOf(input);
  if (deficits === undefined) return [];
  const { allocatable } = input.room;
  const needed = Object.entries(deficits).map(([name, amount]) => [name, amountOf(allocatable, name) + amount]);
  return [{ kind: 'BiggerNode', allocatable: Object.fromEntries(needed) }];
}

/** Undefined when a port is in the way: no amount of anything helps then. */
function deficitsOf(input: WaysInput): Amounts | undefined {
  const demands = demandsOf(input);
  const lacks = lacksBeside(input.room, demands);
  if (lacks.some(({ kind }) => kind === 'HostPort') || conflictAmong(demands)) return undefined;
  const deficits = lacks.flatMap((lack) =>
    lack.kind === 'Resource' ? [[lack.resource, lack.requested - lack.free] as const] : [],
  );
  return Object.fromEntries(deficits);
}
