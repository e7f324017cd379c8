import type { PerPod } from './pace.ts';

/** Below so many samples nothing is said about the end. */
export const ENOUGH_SAMPLES = 5;

export type WorkLeft = {
  /** Available old pods that wait for the budget. */
  readonly waiting: number;
  /** Some node is on its way already: it takes no turn any more, but its time. */
  readonly moving: boolean;
  readonly parallelism: number;
  readonly perPod?: PerPod | undefined;
};

export type Duration = { readonly shortest: number; readonly longest: number };

/**
 * How long the rest takes, in milliseconds [PC3]: those that wait go in rounds of as many as move at a time. At best each
 * round takes the median and what moves is there at once; at worst each takes the ninetieth percentile, and what moves now
 * takes a whole one. Undefined below five samples, or when those that wait never get a turn.
 */
export function estimateDuration({ waiting, moving, parallelism, perPod }: WorkLeft): Duration | undefined {
  if (perPod === undefined || perPod.samples < ENOUGH_SAMPLES) return undefined;
  if (waiting > 0 && parallelism <= 0) return undefined;
  const rounds = waiting === 0 ? 0 : Math.ceil(waiting / parallelism);
  return { shortest: rounds * perPod.median, longest: (rounds + (moving ? 1 : 0)) * perPod.p90 };
}
