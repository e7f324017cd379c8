import { performance } from 'node:perf_hooks';

/** Milliseconds of the wall with fractions, as a page gets them from its own `performance`: one machine, one clock. */
export function wallNow(): number {
  return performance.timeOrigin + performance.now();
}
