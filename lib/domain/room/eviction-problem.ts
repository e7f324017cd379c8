import type { Millis } from '#lib/base/clock.ts';
import type { Room } from './room.ts';
import { amountOf, type RoomPod } from './room-pod.ts';

/*
 * Who could go, as columns of numbers: the search compares some hundred thousand sets, and what it touches in its inner
 * loop are typed arrays. An index is a pod; the cheapest stand first.
 */

/** The columns of `costs`. A pod under several budgets is refused whatever they allow [MR5]. */
export const COST = { refused: 0, bare: 1, notLower: 2, priority: 3, cpu: 4, memory: 5, ageSeconds: 6 } as const;
export const COSTS = 7;

export type EvictionProblem = {
  readonly pods: readonly RoomPod[];
  /** Indexes of those that every set has: they hold a port that is needed [MR17]. */
  readonly required: readonly number[];
  /** What is lacking, each more than nothing; `frees` has as many numbers for each pod. */
  readonly deficits: Float64Array;
  readonly frees: Float64Array;
  /** The number of the budget that its eviction asks, -1 for none; and what each budget allows. */
  readonly budget: Int32Array;
  readonly allowed: Float64Array;
  readonly budgetNames: readonly string[];
  /** What each costs, in the order of `COST`. */
  readonly costs: Float64Array;
  /** Of cpu and memory what is lacking, 0 when enough is there, and what the node has. */
  readonly needed: { readonly cpu: number; readonly memory: number };
  readonly whole: { readonly cpu: number; readonly memory: number };
};

export type EvictionQuestion = {
  readonly allocatable: Room['allocatable'];
  /** That may go [MR1]. */
  readonly movable: readonly RoomPod[];
  readonly holders: ReadonlySet<string>;
  readonly deficits: ReadonlyMap<string, number>;
  readonly now: Millis;
};

/** Keeps of those that may go the ones whose going would change anything. */
export function toProblem({ allocatable, movable, holders, deficits, now }: EvictionQuestion): EvictionProblem {
  const resources = [...deficits.keys()];
  const helps = (pod: RoomPod): boolean => resources.some((resource) => amountOf(pod.requests, resource) > 0);
  const pods = movable
    .filter((pod) => holders.has(pod.uid) || helps(pod))
    .sort((left, right) => compareCosts(left, right, { allocatable, deficits, now }));
  const { budget, allowed, budgetNames } = numberBudgets(pods);
  return {
    pods,
    required: pods.flatMap(({ uid }, index) => (holders.has(uid) ? [index] : [])),
    deficits: Float64Array.from(deficits.values()),
    frees: Float64Array.from(pods.flatMap(({ requests }) => resources.map((resource) => amountOf(requests, resource)))),
    budget,
    allowed,
    budgetNames,
    costs: Float64Array.from(pods.flatMap((pod) => costsOf(pod, now))),
    needed: { cpu: deficits.get('cpu') ?? 0, memory: deficits.get('memory') ?? 0 },
    whole: { cpu: amountOf(allocatable, 'cpu'), memory: amountOf(allocatable, 'memory') },
  };
}

function costsOf(pod: RoomPod, now: Millis): number[] {
  return [
    Number(has(pod, 'SeveralBudgets')),
    Number(has(pod, 'Bare')),
    Number(has(pod, 'NotLower')),
    pod.priority,
    amountOf(pod.requests, 'cpu'),
    amountOf(pod.requests, 'memory'),
    ageSeconds(pod, now),
  ];
}

function has({ warnings }: RoomPod, kind: RoomPod['warnings'][number]['kind']): boolean {
  return warnings.some((warning) => warning.kind === kind);
}

/** One that never ran is as young as can be. */
function ageSeconds({ startTime }: RoomPod, now: Millis): number {
  return startTime === null ? 0 : Math.max(0, Math.floor((now - startTime) / 1_000));
}

/** The order of the ranking, pod by pod; the name makes it the same on every run. */
function compareCosts(
  left: RoomPod,
  right: RoomPod,
  question: Pick<EvictionQuestion, 'allocatable' | 'deficits' | 'now'>,
): number {
  const { now } = question;
  return (
    refusals(left) - refusals(right) ||
    Number(has(left, 'Bare')) - Number(has(right, 'Bare')) ||
    Number(has(left, 'NotLower')) - Number(has(right, 'NotLower')) ||
    left.priority - right.priority ||
    sureWaste(left, question) - sureWaste(right, question) ||
    ageSeconds(left, now) - ageSeconds(right, now) ||
    (nameOf(left) < nameOf(right) ? -1 : 1)
  );
}

/** The share that it frees of cpu or memory where nothing of it lacks: waste in every set. */
function sureWaste(
  { requests }: RoomPod,
  { allocatable, deficits }: Pick<EvictionQuestion, 'allocatable' | 'deficits'>,
): number {
  return ['cpu', 'memory'].reduce((sum, resource) => {
    const whole = amountOf(allocatable, resource);
    return deficits.has(resource) || whole === 0 ? sum : sum + amountOf(requests, resource) / whole;
  }, 0);
}

function refusals({ warnings }: RoomPod): number {
  return warnings.filter(
    (warning) => warning.kind === 'SeveralBudgets' || (warning.kind === 'Budget' && warning.disruptionsAllowed < 1),
  ).length;
}

function nameOf({ namespace, name }: RoomPod): string {
  return `${namespace}/${name}`;
}

function numberBudgets(pods: readonly RoomPod[]): Pick<EvictionProblem, 'budget' | 'allowed' | 'budgetNames'> {
  const budgetNames: string[] = [];
  const allowed: number[] = [];
  const budget = pods.map(({ warnings }) => {
    const warning = warnings.find(({ kind }) => kind === 'Budget');
    if (warning?.kind !== 'Budget') return -1;
    const known = budgetNames.indexOf(warning.budget);
    if (known >= 0) return known;
    allowed.push(warning.disruptionsAllowed);
    return budgetNames.push(warning.budget) - 1;
  });
  return { budget: Int32Array.from(budget), allowed: Float64Array.from(allowed), budgetNames };
}
