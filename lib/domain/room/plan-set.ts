import type { EvictionProblem } from './eviction-problem.ts';
import { askedOf } from './eviction-score.ts';
import type { Elsewhere, EvictionSet } from './make-room.ts';
import { stepsOf } from './plan-steps.ts';
import type { RankedSet } from './ranked-sets.ts';
import { sumOf } from './room.ts';
import type { PendingPod } from './room-pod.ts';

const NOT_ASKED: Elsewhere = { kind: 'NotAsked' };

export type SetContext = {
  readonly node: string;
  readonly isCordoned: boolean;
  /** Asked for the pods of the sets that are told, and for no other; never for a bare pod. */
  readonly elsewhere: (uid: string) => Elsewhere;
  readonly problem: EvictionProblem;
  readonly serves: readonly PendingPod[];
};

/** What a set is made of, what it costs and how it is done. */
export function toEvictionSet({ members, score }: RankedSet, context: SetContext): EvictionSet {
  const evicted = members.flatMap((member) => context.problem.pods[member] ?? []);
  const [, bare, notLower, prioritySum, , waste, ageSum] = score;
  return {
    pods: evicted.map(({ uid, owner }) => ({ uid, elsewhere: owner === null ? NOT_ASKED : context.elsewhere(uid) })),
    frees: Object.fromEntries(sumOf(evicted)),
    violations: violationsOf(context.problem, members),
    bare,
    notLower,
    prioritySum,
    waste,
    ageSum,
    steps: stepsOf({ ...context, evicted }),
  };
}

/** A pod under several budgets asks for one that none of them can give: they stand joined [MR5]. */
function violationsOf(problem: EvictionProblem, members: readonly number[]): EvictionSet['violations'] {
  const refused = askedOf(problem, members).flatMap((asked, index) => {
    const allowed = problem.allowed[index] ?? 0;
    return asked > allowed ? [{ budget: problem.budgetNames[index] ?? '', asked, allowed }] : [];
  });
  const several = members.flatMap((member) =>
    (problem.pods[member]?.warnings ?? []).flatMap((warning) =>
      warning.kind === 'SeveralBudgets' ? [{ budget: warning.budgets.join(' + '), asked: 1, allowed: 0 }] : [],
    ),
  );
  return [...refused, ...several];
}
