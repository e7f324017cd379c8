import { findGreedySet } from './eviction-greedy.ts';
import type { EvictionProblem } from './eviction-problem.ts';
import { findSmallSets } from './eviction-search.ts';
import { bestOf, type RankedSet } from './ranked-sets.ts';

export type FoundSets = { readonly sets: readonly RankedSet[]; readonly exhaustive: boolean };

/**
 * The sets to tell [MR17]: the best of those up to three pods; where each of them breaks a budget, also a larger one that
 * breaks none; where there are none, what is found step by step.
 */
export function findSets(problem: EvictionProblem): FoundSets {
  const small = findSmallSets(problem);
  const isRefused = ({ score: [refused] }: RankedSet): boolean => refused > 0;
  if (small.length > 0 && !small.every(isRefused)) return { sets: small, exhaustive: true };
  const withinBudgets = findGreedySet(problem, { withinBudgets: true }) ?? [];
  if (small.length > 0) return { sets: bestOf([withinBudgets, small].flat()), exhaustive: true };
  const any = findGreedySet(problem, { withinBudgets: false }) ?? [];
  return { sets: bestOf([withinBudgets, any].flat()), exhaustive: false };
}
