import type { DaemonSetRecord, IntOrPercent, UpdateStrategy } from '../objects.ts';

export type BudgetLimit = { readonly kind: 'maxUnavailable' | 'maxSurge'; readonly limit: number };

/** What is invalid counts as 0, which the API server would have refused. */
function toPods(value: IntOrPercent, desired: number): number {
  if (typeof value === 'number') return Math.max(0, value);
  const percent = /^(\d+)%$/.exec(value)?.[1];
  return percent === undefined ? 0 : Math.ceil((Number(percent) * desired) / 100);
}

/** Whether the controller makes the new pod before the old one goes; percentages count as of one node, as it does. */
export function usesSurge(strategy: UpdateStrategy): boolean {
  return strategy.kind === 'RollingUpdate' && toPods(strategy.maxSurge, 1) > 0;
}

/**
 * The budget of a rolling update in pods [RU1] [RU2]: percentages are rounded up, and when both come to nothing the
 * controller takes one unavailable pod. Undefined under OnDelete.
 */
export function effectiveBudget(
  { updateStrategy }: Pick<DaemonSetRecord, 'updateStrategy'>,
  desired: number,
): BudgetLimit | undefined {
  if (updateStrategy.kind === 'OnDelete') return undefined;
  if (usesSurge(updateStrategy)) return { kind: 'maxSurge', limit: toPods(updateStrategy.maxSurge, desired) };
  const limit = toPods(updateStrategy.maxUnavailable, desired);
  return { kind: 'maxUnavailable', limit: limit === 0 && desired > 0 ? 1 : limit };
}
