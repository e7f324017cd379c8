import { COST, COSTS, type EvictionProblem } from './eviction-problem.ts';
import { askedOf } from './eviction-score.ts';
import { isEnough, lackingWithout, type RankedSet, rank } from './ranked-sets.ts';

/** How much dearer each cost makes a pod: far apart, so that what it frees hardly ever outweighs them. */
const WEIGHTS = { refused: 1_000_000, bare: 10_000, notLower: 100, priority: 10 };

/**
 * A set of any size that is enough and needs each of its pods, found step by step [MR17]: who frees the most of what still
 * lacks for what it costs goes next; then who was taken needlessly is put back, the dearest first. Undefined when even all
 * are not enough. It is not the best there is.
 */
export function findGreedySet(
  problem: EvictionProblem,
  { withinBudgets }: { readonly withinBudgets: boolean },
): RankedSet | undefined {
  const chosen = [...problem.required];
  let lacking = lackingWithout(problem, chosen);
  while (!isEnough(lacking)) {
    const next = pickNext(problem, chosen, lacking, withinBudgets);
    if (next === undefined) return undefined;
    chosen.push(next);
    lacking = lackingWithout(problem, chosen);
  }
  return rank(problem, putBack(problem, chosen));
}

function pickNext(
  problem: EvictionProblem,
  chosen: readonly number[],
  lacking: Float64Array,
  withinBudgets: boolean,
): number | undefined {
  const asked = askedOf(problem, chosen);
  let next: number | undefined;
  let most = 0;
  for (let member = 0; member < problem.pods.length; member += 1) {
    if (chosen.includes(member)) continue;
    const refused = isRefused(problem, asked, member);
    const worth = refused && withinBudgets ? 0 : gainOf(problem, lacking, member) / costOf(problem, member, refused);
    if (worth > most) [next, most] = [member, worth];
  }
  return next;
}

function isRefused({ budget, allowed, costs }: EvictionProblem, asked: readonly number[], member: number): boolean {
  const index = budget[member] ?? -1;
  return costs[member * COSTS + COST.refused] === 1 || (index >= 0 && (asked[index] ?? 0) >= (allowed[index] ?? 0));
}

/** The shares of what lacks that it frees, together. */
function gainOf({ frees }: EvictionProblem, lacking: Float64Array, member: number): number {
  return lacking.reduce(
    (gain, amount, resource) =>
      amount <= 0 ? gain : gain + Math.min(frees[member * lacking.length + resource] ?? 0, amount) / amount,
    0,
  );
}

/** Pods stand in the order of their cost, so that a place says how dear a priority is beside the others. */
function costOf({ costs, pods }: EvictionProblem, member: number, refused: boolean): number {
  const is = (cost: number): number => costs[member * COSTS + cost] ?? 0;
  return (
    1 +
    (refused ? WEIGHTS.refused : 0) +
    is(COST.bare) * WEIGHTS.bare +
    is(COST.notLower) * WEIGHTS.notLower +
    (member / pods.length) * WEIGHTS.priority
  );
}

function putBack(problem: EvictionProblem, chosen: readonly number[]): readonly number[] {
  let kept = chosen;
  for (const member of chosen.toSorted((left, right) => right - left)) {
    if (problem.required.includes(member)) continue;
    const without = kept.filter((other) => other !== member);
    if (isEnough(lackingWithout(problem, without))) kept = without;
  }
  return kept;
}
