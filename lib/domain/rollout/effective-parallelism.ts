import type { Budget } from './verdict.ts';

/** How many nodes can move at a time [RS2f]: the budget less its stuck holders, which give nothing back by themselves. */
export function effectiveParallelism({ limit, holders }: Pick<Budget, 'limit' | 'holders'>): number {
  return Math.max(0, limit - holders.filter(({ kind }) => kind === 'stuck').length);
}
