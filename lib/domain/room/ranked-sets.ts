import type { EvictionProblem } from './eviction-problem.ts';
import { compareScores, type Score, scoreOf } from './eviction-score.ts';

/** So many sets are told. */
export const SETS_TOLD = 3;

/** Pods by their index, rising. */
export type RankedSet = { readonly members: readonly number[]; readonly score: Score };

export function rank(problem: EvictionProblem, members: readonly number[]): RankedSet {
  return { members: members.toSorted((left, right) => left - right), score: scoreOf(problem, members) };
}

/** The best few, each once; of equals those that came first. */
export function bestOf(sets: readonly RankedSet[]): readonly RankedSet[] {
  const isNew = ({ members }: RankedSet, index: number): boolean =>
    sets.findIndex((other) => other.members.join() === members.join()) === index;
  return sets
    .filter(isNew)
    .sort((left, right) => compareScores(left.score, right.score))
    .slice(0, SETS_TOLD);
}

/** What still lacks when these are gone. */
export function lackingWithout({ deficits, frees }: EvictionProblem, gone: readonly number[]): Float64Array {
  const width = deficits.length;
  return deficits.map((amount, resource) =>
    gone.reduce((rest, member) => rest - (frees[member * width + resource] ?? 0), amount),
  );
}

export function isEnough(lacking: Float64Array): boolean {
  return lacking.every((amount) => amount <= 0);
}
