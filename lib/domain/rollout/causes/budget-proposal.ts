import type { Budget } from '../verdict.ts';

/** Percentages are proposed in such steps, and up to half of the nodes. */
const STEP = 5;
const MOST = 50;

/**
 * The smallest sensible budget with which the next pod would move: at least one more than is used. A percentage where
 * one will do, for it keeps its meaning when the cluster grows; else a number of pods.
 */
export function proposeLimit({ used, limit }: Pick<Budget, 'used' | 'limit'>, desired: number): string {
  const pods = Math.max(used, limit) + 1;
  // The controller rounds up [RU1]: anything above this share gives that many pods.
  const share = desired === 0 ? Infinity : ((pods - 1) * 100) / desired;
  const percent = (Math.floor(share / STEP) + 1) * STEP;
  return percent <= MOST ? `${percent}%` : String(pods);
}
