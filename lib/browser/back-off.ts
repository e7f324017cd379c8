import type { Random } from '#lib/base/random.ts';

/* When to try again [L5]: from 1 s up to 5 s in the first ten minutes, then up to 30 s; 30 requests a minute at most. */

const FIRST_MILLIS = 1_000;
const EARLY_CAP_MILLIS = 5_000;
const LATE_CAP_MILLIS = 30_000;
const EARLY_MILLIS = 10 * 60_000;

/** `attempt` counts from 0; `lostMillis` is how long the link has been lost. The jitter takes up to half away. */
export function retryDelay(attempt: number, lostMillis: number, random: Random): number {
  const cap = lostMillis < EARLY_MILLIS ? EARLY_CAP_MILLIS : LATE_CAP_MILLIS;
  const full = Math.min(cap, FIRST_MILLIS * 2 ** Math.min(attempt, 10));
  return Math.max(FIRST_MILLIS, full * (1 - random() / 2));
}

export const REQUESTS_PER_MINUTE = 30;
const MINUTE = 60_000;

export type RequestBudget = {
  /** How long to wait before a request may be made; 0: now. */
  readonly delay: (monotonic: number) => number;
  readonly spend: (monotonic: number) => void;
};

/** Whatever wakes the page up, a server that is down sees no more than thirty requests in any minute. */
export function createRequestBudget(): RequestBudget {
  const spent: number[] = [];
  const forget = (monotonic: number): void => {
    while (spent[0] !== undefined && spent[0] <= monotonic - MINUTE) spent.shift();
  };
  return {
    delay: (monotonic) => {
      forget(monotonic);
      const oldest = spent.at(-REQUESTS_PER_MINUTE);
      return oldest === undefined ? 0 : oldest + MINUTE - monotonic;
    },
    spend: (monotonic) => {
      forget(monotonic);
      spent.push(monotonic);
    },
  };
}
