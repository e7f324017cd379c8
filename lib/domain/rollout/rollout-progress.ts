import type { Millis } from '#lib/base/clock.ts';
import type { CellFacts, RolloutCell } from './cell-facts.ts';
import type { DaemonSetOutcome } from './daemonset.ts';
import { estimateDuration } from './duration.ts';
import { effectiveParallelism } from './effective-parallelism.ts';
import type { Progress, Replacement } from './pace.ts';
import { computePerPod } from './per-pod.ts';
import type { RolloutVerdict } from './verdict.ts';

export type ProgressInput = {
  readonly outcome: Pick<DaemonSetOutcome, 'verdict' | 'budget' | 'lastSign' | 'syncFailure'>;
  /** Those that are wanted, updated and available and say nothing else may be left out, and so may those that are empty. */
  readonly cells: Iterable<RolloutCell>;
  /** The nodes that were replaced in this rollout [PC2]. */
  readonly samples: readonly Replacement[];
  readonly now: Millis;
};

export type ProgressOutcome = { readonly progress: Progress; readonly recheckAt?: Millis };

type Work = { remaining: number; waiting: number; moving: boolean; leftBehind: number };

/**
 * How far and how fast a rollout goes, and when it will be done [PC1] to [PC5]. It knows nothing of what other pushes,
 * nodes or people will do, and gives no end that lies behind us: then it takes longer than what came before.
 */
export function computeProgress({ outcome, cells, samples, now }: ProgressInput): ProgressOutcome {
  const { verdict, budget, lastSign, syncFailure } = outcome;
  const work = verdict.reason === 'PodsUnreadable' ? NO_WORK : sumWork(cells);
  // What fails before it comes to the update moves nothing, whatever the budget [RU11].
  const parallelism = budget === undefined || syncFailure !== undefined ? 0 : effectiveParallelism(budget);
  const perPod = computePerPod(samples);
  const finishes = judgeFinish(verdict, work, parallelism);
  const duration = finishes === true ? estimateDuration({ ...work, parallelism, perPod }) : undefined;
  const eta = lastSign === undefined || duration === undefined ? undefined : toEta(lastSign.at, duration, now);
  const progress: Progress = {
    ...(lastSign === undefined ? {} : { last: lastSign }),
    ...(perPod === undefined ? {} : { perPod }),
    ...(eta === undefined ? {} : { eta }),
    parallelism,
    remaining: work.remaining,
    ...(finishes === undefined ? {} : { finishes }),
  };
  return eta === undefined ? { progress } : { progress, recheckAt: eta.latest + 1 };
}

const NO_WORK: Work = { remaining: 0, waiting: 0, moving: false, leftBehind: 0 };

/** From the last progress, not from now: an end that moves away with every look would say nothing. */
function toEta(
  from: Millis,
  { shortest, longest }: { readonly shortest: number; readonly longest: number },
  now: Millis,
): Progress['eta'] {
  const latest = from + longest;
  return latest < now ? undefined : { earliest: from + shortest, latest };
}

function sumWork(cells: Iterable<RolloutCell>): Work {
  const work = { ...NO_WORK };
  for (const { facts } of cells) {
    if (isToBeUpdated(facts)) work.remaining += 1;
    if (isLeftBehind(facts)) work.leftBehind += 1;
    if (facts.candidate) work.waiting += 1;
    else if (isMoving(facts)) work.moving = true;
  }
  return work;
}

/** An old pod that is nobody's turn, because its node is not wanted, is a leftover. */
function isToBeUpdated({ wanted, updated, oldPods, candidate, row }: CellFacts): boolean {
  if (wanted) return !updated || oldPods !== 'none';
  return candidate || (row !== undefined && oldPods !== 'none');
}

/** On its way: it takes its time, and no place any more. */
export function isMoving({ wanted, oldPods, wait }: CellFacts): boolean {
  return wait === undefined ? wanted && oldPods !== 'none' : wait.kind === 'inFlight';
}

/**
 * Stuck where it matters for the end [RS2b]: on a wanted node, or with an old pod there. An updated pod on a dead node that
 * is not wanted holds the budget and not the end.
 */
export function isLeftBehind({ wanted, gone, oldPods, leftover, passing, wait }: CellFacts): boolean {
  if (wait !== undefined) return wait.kind === 'stuck' && (wanted || oldPods !== 'none');
  // Not wanted, a pod that stays, and yet no leftover: its node is not Ready.
  return !wanted && oldPods === 'staying' && !leftover && passing !== true && gone !== true;
}

function judgeFinish({ kind }: RolloutVerdict, work: Work, parallelism: number): boolean | undefined {
  if (kind === 'Stalled' || kind === 'Blocked' || kind === 'OnDelete') return false;
  if (kind !== 'Progressing') return undefined;
  return work.leftBehind === 0 && (work.waiting === 0 || parallelism > 0);
}
