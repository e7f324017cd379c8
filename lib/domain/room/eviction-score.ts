import { COST, COSTS, type EvictionProblem } from './eviction-problem.ts';

/**
 * What a set costs [MR17]: evictions that a PodDisruptionBudget refuses, bare pods, pods of no lower priority, sum of
 * priorities, size, waste, sum of ages in seconds. The first difference decides, the lower is the better.
 */
export type Score = readonly [
  refused: number,
  bare: number,
  notLower: number,
  priority: number,
  size: number,
  waste: number,
  ageSeconds: number,
];

export function scoreOf(problem: EvictionProblem, members: readonly number[]): Score {
  const sum = (cost: number): number => sumCosts(problem, members, cost);
  return [
    sum(COST.refused) + countRefused(problem, members),
    sum(COST.bare),
    sum(COST.notLower),
    sum(COST.priority),
    members.length,
    wasteOf(problem, sum(COST.cpu), sum(COST.memory)),
    sum(COST.ageSeconds),
  ];
}

export function sumCosts({ costs }: EvictionProblem, members: readonly number[], cost: number): number {
  return members.reduce((total, member) => total + (costs[member * COSTS + cost] ?? 0), 0);
}

export function compareScores(left: Score, right: Score): number {
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many of these evictions go beyond what their budget allows: two pods of one that allows one are one [MR3]. */
function countRefused(problem: EvictionProblem, members: readonly number[]): number {
  return askedOf(problem, members).reduce(
    (total, asked, budget) => total + Math.max(0, asked - (problem.allowed[budget] ?? 0)),
    0,
  );
}

/** How many disruptions are asked of each budget. */
export function askedOf({ budget, budgetNames }: EvictionProblem, members: readonly number[]): number[] {
  const asked = budgetNames.map(() => 0);
  for (const member of members) {
    const index = budget[member] ?? -1;
    if (index >= 0) asked[index] = (asked[index] ?? 0) + 1;
  }
  return asked;
}

/** What of the node's cpu and memory is freed beyond need, as shares of the whole, together. */
export function wasteOf({ needed, whole }: EvictionProblem, cpu: number, memory: number): number {
  return share(cpu - needed.cpu, whole.cpu) + share(memory - needed.memory, whole.memory);
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
