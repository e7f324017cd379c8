import type { EvictionProblem } from './eviction-problem.ts';
import { askedOf } from './eviction-score.ts';
import type { Elsewhere, EvictedPod, EvictionSet } from './make-room.ts';
import { stepsOf } from './plan-steps.ts';
import type { RankedSet } from './ranked-sets.ts';
import { fitsBeside, type Room, sumOf } from './room.ts';
import type { PendingPod, RoomPod } from './room-pod.ts';

export type SetContext = {
  readonly node: string;
  readonly isCordoned: boolean;
  /** Asked for the pods of the sets that are told, and for no other; never for a bare pod. */
  readonly elsewhere: (uid: string) => Elsewhere;
  readonly problem: EvictionProblem;
  readonly serves: readonly PendingPod[];
  /** The node without those that are leaving. */
  readonly staying: Room;
};

/** What a set is made of, what it costs and how it is done. */
export function toEvictionSet({ members, score }: RankedSet, context: SetContext): EvictionSet {
  const evicted = members.flatMap((member) => context.problem.pods[member] ?? []);
  const [, bare, notLower, prioritySum, , waste, ageSum] = score;
  return {
    pods: evicted.map((pod) => toEvictedPod(pod, evicted, context)),
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

function toEvictedPod(pod: RoomPod, evicted: readonly RoomPod[], context: SetContext): EvictedPod {
  const { serves, staying } = context;
  const remaining = staying.pods.filter((other) => !evicted.includes(other));
  return {
    uid: pod.uid,
    elsewhere: pod.owner === null ? { kind: 'NotAsked' } : context.elsewhere(pod.uid),
    fitsBack: pod.owner !== null && fitsBeside({ ...staying, pods: remaining }, [...serves, pod]),
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
