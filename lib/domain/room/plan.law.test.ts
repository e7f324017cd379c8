import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { type RandomRoom, ROOM_NOW, randomRoom } from '#lib/testing/random-rooms.ts';
import type { NodeRecord, PodRecord } from '../objects.ts';
import { computeFit } from './fit.ts';
import { allocatableAmounts, grainOf } from './grain.ts';
import { hostPortsOf } from './host-ports.ts';
import type { EvictionSet, MakeRoomPlan } from './make-room.ts';
import { computePlan } from './plan.ts';
import { podRequests } from './pod-requests.ts';
import { lowestPriority, toPendingPod, toRoomPod } from './room-source.ts';

/* Another way to the same answers: whole records, BigInt, every set in turn. It shares nothing with the plan but the fit. */

const RUNS = Number(process.env['ROLLCALL_ROOM_RUNS'] ?? 1_000);
const PATIENCE_MILLIS = 5_000 + RUNS;

function planOf({ node, pods, pending, budgets }: RandomRoom): MakeRoomPlan {
  const grain = grainOf(node, [...pods, ...pending]);
  const facts = { budgets, siblings: 3, pendingPriority: lowestPriority(pending) };
  return computePlan({
    node: node.name,
    allocatable: allocatableAmounts(node, grain),
    pods: pods.map((pod) => toRoomPod(pod, facts, grain)),
    pending: pending.map((pod, index) =>
      toPendingPod(pod, { daemonSet: `default/${index}`, since: index, preempting: false }, grain),
    ),
    isCordoned: false,
    elsewhere: () => ({ kind: 'Nowhere' }),
    priorityClasses: [],
    now: ROOM_NOW,
  });
}

function fitTogether(node: NodeRecord, pods: readonly PodRecord[], waiting: readonly PodRecord[]): boolean {
  const placed = [...pods];
  return waiting.every((pod) => {
    const shortages = computeFit({
      node,
      podsOnNode: placed,
      requests: podRequests(pod),
      hostPorts: hostPortsOf(pod.spec),
    });
    placed.push(pod);
    return shortages.length === 0;
  });
}

function mayGo(pod: PodRecord): boolean {
  return (
    pod.phase !== 'Succeeded' &&
    !pod.mirror &&
    pod.deletionTimestamp === undefined &&
    pod.owner?.kind !== 'DaemonSet' &&
    pod.labels['app.kubernetes.io/name'] !== 'rollcall'
  );
}

function leaves(pod: PodRecord): boolean {
  return pod.deletionTimestamp !== undefined && !pod.mirror;
}

function withoutThese(room: RandomRoom, gone: ReadonlySet<PodRecord>): PodRecord[] {
  return room.pods.filter((pod) => !leaves(pod) && !gone.has(pod));
}

function evictedBy(room: RandomRoom, set: EvictionSet): PodRecord[] {
  return set.pods.flatMap(({ uid }) => room.pods.find((pod) => pod.uid === uid) ?? []);
}

function served(room: RandomRoom, plan: MakeRoomPlan): PodRecord[] {
  return plan.serves.flatMap((uid) => room.pending.find((pod) => pod.uid === uid) ?? []);
}

function isEnough(room: RandomRoom, set: readonly PodRecord[], waiting: readonly PodRecord[]): boolean {
  return fitTogether(room.node, withoutThese(room, new Set(set)), waiting);
}

function isIrreducible(room: RandomRoom, set: readonly PodRecord[], waiting: readonly PodRecord[]): boolean {
  return set.every(
    (spared) =>
      !isEnough(
        room,
        set.filter((pod) => pod !== spared),
        waiting,
      ),
  );
}

/** From the records alone, in the order of the ranking. */
function scoreFromRecords(room: RandomRoom, set: readonly PodRecord[], waiting: readonly PodRecord[]): number[] {
  const lowest = Math.min(...room.pending.map((pod) => pod.spec.priority ?? 0));
  return [
    refusedOf(room, set),
    set.filter(({ owner }) => owner === undefined).length,
    set.filter(({ spec }) => (spec.priority ?? 0) >= lowest).length,
    set.reduce((sum, { spec }) => sum + (spec.priority ?? 0), 0),
    set.length,
    wasteOf(room, set, waiting, 'cpu') + wasteOf(room, set, waiting, 'memory'),
    set.reduce((sum, { startTime }) => sum + (startTime === undefined ? 0 : (ROOM_NOW - startTime) / 1_000), 0),
  ];
}

function refusedOf({ budgets }: RandomRoom, set: readonly PodRecord[]): number {
  let refused = 0;
  const left = new Map(budgets.map((budget) => [budget, budget.isObserved === false ? 0 : budget.disruptionsAllowed]));
  for (const pod of set.filter(({ phase }) => phase !== 'Pending')) {
    const own = budgets.filter(({ namespace, selector }) => {
      const app = selector?.matchLabels['app'];
      return namespace === 'default' && (app === undefined || app === pod.labels['app']);
    });
    const [budget] = own;
    if (budget === undefined) continue;
    if (own.length > 1) refused += 1;
    else if (!isFree(pod, budget)) {
      const allowed = left.get(budget) ?? 0;
      if (allowed > 0) left.set(budget, allowed - 1);
      else refused += 1;
    }
  }
  return refused;
}

function isFree(pod: PodRecord, budget: RandomRoom['budgets'][number]): boolean {
  const { currentHealthy = 0, desiredHealthy = 0, unhealthyPodEvictionPolicy } = budget;
  if (pod.conditions.length > 0) return false;
  return unhealthyPodEvictionPolicy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
}

/** In thousandths of cores, or bytes: small enough in these rooms for any number. */
function wasteOf(room: RandomRoom, set: readonly PodRecord[], waiting: readonly PodRecord[], resource: string): number {
  const sum = (pods: readonly PodRecord[]): number =>
    pods.reduce((total, pod) => total + Number(podRequests(pod).amounts.get(resource) ?? 0n), 0);
  const whole = allocatableAmounts(room.node)[resource] ?? 0;
  const staying = withoutThese(room, new Set()).filter(({ phase }) => phase !== 'Succeeded');
  const wanted = sum(waiting);
  const lacking = wanted === 0 ? 0 : Math.max(0, wanted - (whole - sum(staying)));
  return (sum(set) - lacking) / whole;
}

function scoreTold({ violations, bare, notLower, prioritySum, pods, waste, ageSum }: EvictionSet): number[] {
  const refused = violations.reduce((sum, { asked, allowed }) => sum + asked - allowed, 0);
  return [refused, bare, notLower, prioritySum, pods.length, waste, ageSum];
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

function* setsUpTo(pods: readonly PodRecord[], most: number, start = 0): Generator<readonly PodRecord[]> {
  yield [];
  if (most === 0) return;
  for (const [index, pod] of pods.slice(start).entries()) {
    for (const rest of setsUpTo(pods, most - 1, start + index + 1)) yield [pod, ...rest];
  }
}

/** The scores of all sets of up to three that are enough and need each of their pods, lowest first. */
function scoresByBruteForce(room: RandomRoom, waiting: readonly PodRecord[]): number[][] {
  return [...setsUpTo(room.pods.filter(mayGo), 3)]
    .filter((set) => isEnough(room, set, waiting) && isIrreducible(room, set, waiting))
    .map((set) => scoreFromRecords(room, set, waiting))
    .sort(compare);
}

function rooms(seed: number): RandomRoom[] {
  const random = seededRandom(seed);
  return Array.from({ length: RUNS }, () => randomRoom(random));
}

const seen = rooms(17).map((room) => {
  const plan = planOf(room);
  return { room, plan, waiting: served(room, plan) };
});

test('[MR17] the rooms of these laws have plans of every kind, small sets and large ones', () => {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { plan } of seen) {
    count(plan.kind);
    for (const { why } of plan.leaves) count(why);
    if (plan.kind === 'Evict') count(plan.exhaustive ? 'exhaustive' : 'greedy');
    if (plan.portHolders.length > 0) count('portHolders');
    if (plan.sets.some(({ violations }) => violations.length > 0)) count('violations');
    if (plan.serves.length === 2) count('two');
  }
  const kinds = ['Fits', 'Wait', 'Evict', 'Impossible', 'NeverFits', 'NotEnough'];
  const shapes = ['exhaustive', 'greedy', 'portHolders', 'violations', 'two'];
  expect([...kinds, ...shapes].filter((key) => (counts.get(key) ?? 0) < RUNS / 100)).toEqual([]);
});

test('[MR17] when a set is gone, all that the plan serves fit, one after the other', () => {
  for (const { room, plan, waiting } of seen) {
    for (const set of plan.sets) {
      const evicted = evictedBy(room, set);
      expect({ room, set, fits: isEnough(room, evicted, waiting), allowed: evicted.every(mayGo) }).toEqual({
        room,
        set,
        fits: true,
        allowed: true,
      });
    }
  }
});

test('[MR17] no set has a pod that could stay, and none is told twice', () => {
  for (const { room, plan, waiting } of seen) {
    const names = plan.sets.map(({ pods }) => pods.map(({ uid }) => uid).join());
    expect(new Set(names).size).toBe(names.length);
    for (const set of plan.sets) expect(isIrreducible(room, evictedBy(room, set), waiting)).toBe(true);
  }
});

test(
  '[MR13] [MR17] no other set of up to three scores lower, and the three told are the lowest',
  () => {
    for (const { room, plan, waiting } of seen.filter(({ plan: { kind } }) => kind === 'Evict')) {
      const lowest = scoresByBruteForce(room, waiting).slice(0, 3);
      const told = plan.sets.map(scoreTold);
      expect(told.length).toBeGreaterThan(0);
      // More than three that must go and are enough are the only set there is.
      const onlyHolders = plan.sets.every(({ pods }) => pods.length === plan.portHolders.length);
      expect(plan.exhaustive).toBe(lowest.length > 0 || onlyHolders);
      if (onlyHolders && lowest.length === 0) continue;
      for (const [index, score] of told.entries()) {
        const set = plan.sets[index];
        if (set !== undefined) expect(score).toEqual(scoreFromRecords(room, evictedBy(room, set), waiting));
      }
      expect(told).toEqual(told.toSorted(compare));
      const small = told.filter(([, , , , size = 0]) => size <= 3);
      expect(small).toEqual(lowest.slice(0, small.length));
      // A larger set stands among them only where each of the small ones breaks a budget, and it breaks none.
      const large = told.filter(([, , , , size = 0]) => size > 3);
      if (lowest.length === 0) continue;
      expect(large.every(([refused]) => refused === 0 && (lowest[0]?.[0] ?? 0) > 0)).toBe(true);
      expect(small.length).toBe(Math.min(lowest.length, 3 - large.length));
    }
  },
  PATIENCE_MILLIS,
);

test('[RM1] who is left is not helped by everybody going who may, beside those before him', () => {
  for (const { room, plan } of seen) {
    const order = room.pending.toSorted((left, right) => (right.spec.priority ?? 0) - (left.spec.priority ?? 0));
    for (const { uid, why } of plan.leaves) {
      const place = order.findIndex((pod) => pod.uid === uid);
      const before = order.slice(0, place).filter((pod) => plan.serves.includes(pod.uid));
      const left = order.slice(place, place + 1);
      const everybody = room.pods.filter(mayGo);
      expect(
        why === 'NeverFits' ? fitTogether(room.node, [], left) : isEnough(room, everybody, [...before, ...left]),
      ).toBe(false);
      if (why === 'NotEnough') expect(fitTogether(room.node, [], left)).toBe(true);
    }
  }
});

test('[RM2] a plan is Fits or Wait exactly when nobody or those that leave must go', () => {
  for (const { room, plan, waiting } of seen) {
    if (waiting.length === 0) expect(plan.kind).toBe('Impossible');
    else if (fitTogether(room.node, room.pods, waiting)) expect(plan.kind).toBe('Fits');
    else expect(plan.kind).toBe(isEnough(room, [], waiting) ? 'Wait' : 'Evict');
  }
});
