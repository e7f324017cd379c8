import type { Millis } from '#lib/base/clock.ts';
import { toProblem } from './eviction-problem.ts';
import { findSets } from './eviction-sets.ts';
import { hostPortsConflict } from './host-ports.ts';
import type { MakeRoomPlan, OtherWay } from './make-room.ts';
import { findOtherWays, type WaysInput } from './other-ways.ts';
import { type SetContext, toEvictionSet } from './plan-set.ts';
import { fitsBeside, lacksBeside, type Room } from './room.ts';
import type { PendingPod, RoomPod } from './room-pod.ts';
import { selfHelpOf } from './self-help.ts';
import { chooseServed, isLeaving, isMovable, type ServedPods } from './served-pods.ts';

export type PlanInput = Room &
  Pick<SetContext, 'node' | 'isCordoned' | 'elsewhere'> & {
    readonly pending: readonly PendingPod[];
    /** Empty while they may not be read. */
    readonly priorityClasses: WaysInput['priorityClasses'];
    readonly now: Millis;
  };

/**
 * How to make room on a node for the daemon pods that wait there [MR17]: one plan for all of them, since what is freed for
 * one could be taken by the other. It knows requests, ports and budgets; whether the scheduler then takes the pod may still
 * hang on volumes, affinity between pods, or somebody who was faster.
 */
export function computePlan(input: PlanInput): MakeRoomPlan {
  const served = chooseServed(input.pending, input);
  const { serves } = served;
  if (serves.length === 0) return { ...emptyPlan(served), kind: 'Impossible', otherWays: waysAround(input, served) };
  if (fitsBeside(input, serves)) return { ...emptyPlan(served), kind: 'Fits', otherWays: waysAround(input, served) };
  if (fitsBeside(withoutLeaving(input), serves)) {
    const wait: OtherWay = { kind: 'Wait', until: goneUntil(input, serves) };
    return { ...emptyPlan(served), kind: 'Wait', otherWays: [wait, ...waysAround(input, served)] };
  }
  return planEvictions(input, served);
}

function emptyPlan({ serves, leaves }: ServedPods): Omit<MakeRoomPlan, 'kind' | 'otherWays'> {
  return {
    serves: serves.map(({ uid }) => uid),
    leaves: leaves.map(({ pod, why }) => ({ uid: pod.uid, why })),
    deficits: {},
    portHolders: [],
    sets: [],
    exhaustive: true,
  };
}

function planEvictions(input: PlanInput, served: ServedPods): MakeRoomPlan {
  const { serves } = served;
  const staying = withoutLeaving(input);
  const deficits = deficitsOf(staying, serves);
  const holders = staying.pods.filter((pod) => holdsPort(pod, serves)).map(({ uid }) => uid);
  const problem = toProblem({
    allocatable: input.allocatable,
    movable: input.pods.filter(isMovable),
    holders: new Set(holders),
    deficits,
    now: input.now,
  });
  const { sets, exhaustive } = findSets(problem);
  const context: SetContext = { ...input, problem, serves };
  return {
    ...emptyPlan(served),
    kind: 'Evict',
    deficits: Object.fromEntries(deficits),
    portHolders: holders,
    sets: sets.map((set) => toEvictionSet(set, context)),
    exhaustive,
    otherWays: [...waitForScheduler(input, serves), ...waysAround(input, served)],
  };
}

function withoutLeaving({ allocatable, pods }: Room): Room {
  return { allocatable, pods: pods.filter((pod) => !isLeaving(pod)) };
}

function deficitsOf(staying: Room, serves: readonly PendingPod[]): Map<string, number> {
  const lacks = lacksBeside(staying, serves).filter((lack) => lack.kind === 'Resource');
  return new Map(lacks.map(({ resource, requested, free }) => [resource, requested - free]));
}

function holdsPort({ hostPorts }: RoomPod, serves: readonly PendingPod[]): boolean {
  return serves.some((pod) => pod.hostPorts.some((port) => hostPorts.some((held) => hostPortsConflict(port, held))));
}

/** By when enough of those that leave are gone. Of one that is overdue nobody can tell: null where it is needed. */
function goneUntil({ allocatable, pods, now }: PlanInput, serves: readonly PendingPod[]): Millis | null {
  const isInTime = (end: Millis | null): end is Millis => end !== null && end >= now;
  const ends = pods
    .map(({ goneBy }) => goneBy)
    .filter(isInTime)
    .sort((left, right) => left - right);
  const isEnough = (end: Millis): boolean =>
    fitsBeside({ allocatable, pods: pods.filter(({ goneBy }) => !isInTime(goneBy) || goneBy > end) }, serves);
  return ends.find(isEnough) ?? null;
}

/** The scheduler is at it for all of them: to do nothing is a way, and nobody knows for how long. */
function waitForScheduler(input: PlanInput, serves: readonly PendingPod[]): OtherWay[] {
  return serves.every((pod) => selfHelpOf(pod, input).kind === 'UnderWay') ? [{ kind: 'Wait', until: null }] : [];
}

/** For those whom evictions would help, or else for those whom they cannot help. */
function waysAround(input: PlanInput, { serves, leaves }: ServedPods): OtherWay[] {
  const room = withoutLeaving(input);
  const { priorityClasses } = input;
  if (serves.length > 0 && !fitsBeside(room, serves)) {
    return findOtherWays({ room, group: serves, beside: [], priorityClasses });
  }
  const group = leaves.map(({ pod }) => pod);
  return group.length === 0 ? [] : findOtherWays({ room, group, beside: serves, priorityClasses });
}
