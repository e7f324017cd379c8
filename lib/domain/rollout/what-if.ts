import type { IntOrPercent } from '../objects.ts';
import { type BudgetLimit, effectiveBudget } from './budget-limit.ts';
import { type Duration, estimateDuration } from './duration.ts';
import type { PerPod } from './pace.ts';

/** How the nodes stand under one of the two budgets. */
export type WhatIfSide = {
  /** Available old pods that would wait for this budget. */
  readonly waiting: number;
  readonly used: number;
  readonly stuck: number;
  /** Holders of this budget, or nodes beside it, that are on their way. */
  readonly moving: boolean;
  /** Nodes that no budget brings on: what is stuck there has another cause. */
  readonly leftBehind: number;
};

/** All that is asked to answer for any budget; small and plain, so that it can cross to a browser. */
export type WhatIfBasis = {
  readonly desired: number;
  readonly maxUnavailable: WhatIfSide;
  readonly maxSurge: WhatIfSide;
  /** Something keeps the update from running at all, whatever the budget [RU11]. */
  readonly syncFails: boolean;
  readonly perPod?: PerPod;
};

export type WhatIfChange = { readonly kind: BudgetLimit['kind']; readonly value: IntOrPercent };

export type WhatIf = {
  readonly kind: BudgetLimit['kind'];
  /** The budget in pods. */
  readonly limit: number;
  readonly used: number;
  /** So many more could be replaced at once. */
  readonly free: number;
  readonly parallelism: number;
  /** The next old pod would be replaced now, or something is on its way. */
  readonly moves: boolean;
  /** From the change on, until all that is not left behind is updated, in milliseconds; undefined when that cannot be told. */
  readonly takes?: Duration;
  readonly leftBehind: number;
};

/**
 * Answers what another maxUnavailable or maxSurge would do now, the other of the two being 0 [PC6]. Undefined for a value
 * that the API server would refuse. It cannot know whether the new version works: a larger budget breaks more nodes if not.
 */
export function whatIf(basis: WhatIfBasis, { kind, value }: WhatIfChange): WhatIf | undefined {
  if (!isValidBudget(value)) return undefined;
  const strategy =
    kind === 'maxSurge' ? { maxUnavailable: 0, maxSurge: value } : { maxUnavailable: value, maxSurge: 0 };
  const budget = effectiveBudget({ updateStrategy: { kind: 'RollingUpdate', ...strategy } }, basis.desired);
  if (budget === undefined) return undefined;
  const { waiting, used, stuck, moving, leftBehind } = basis[kind];
  const free = Math.max(0, budget.limit - used);
  const parallelism = basis.syncFails ? 0 : Math.max(0, budget.limit - stuck);
  const moves = moving || (waiting > 0 && free > 0 && !basis.syncFails);
  const takes =
    moves && !basis.syncFails ? estimateDuration({ waiting, moving, parallelism, perPod: basis.perPod }) : undefined;
  return {
    kind,
    limit: budget.limit,
    used,
    free,
    parallelism,
    moves,
    ...(takes === undefined ? {} : { takes }),
    leftBehind,
  };
}

/** More than nothing and, as a percentage, no more than all [RU1]. */
function isValidBudget(value: IntOrPercent): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  return percent !== undefined && Number(percent) > 0 && Number(percent) <= 100;
}
