import type { Cell } from '../placement/cell.ts';
import { isHeldBySync } from './budget.ts';
import { isEmpty, isSettled } from './cell-facts.ts';
import type { DaemonSetOutcome } from './daemonset.ts';
import { classifySides, countSides } from './node-sides.ts';
import type { Replacement } from './pace.ts';
import { computePerPod } from './per-pod.ts';
import { isLeftBehind, isMoving } from './rollout-progress.ts';
import type { WhatIfBasis, WhatIfSide } from './what-if.ts';

/** A cell as far as this asks for it. */
export type WhatIfCell = Pick<Cell, 'kind' | 'facts'> & { readonly evidence: Pick<Cell['evidence'], 'pods'> };

export type WhatIfQuestion = {
  readonly outcome: Pick<DaemonSetOutcome, 'counted' | 'syncFailure' | 'noBudget'>;
  /** Those that are wanted, updated and available and say nothing else may be left out, and so may those that are empty. */
  readonly cells: Iterable<WhatIfCell>;
  readonly samples: readonly Replacement[];
};

type Syncing = Pick<DaemonSetOutcome, 'syncFailure'>;

/**
 * Sees every node as either budget sees it [RU5] [RU8] [PC6], whichever of the two is in use, and under OnDelete too.
 * Undefined when pods or nodes are unreadable, or when nobody will update any more.
 */
export function computeWhatIfBasis({ outcome, cells, samples }: WhatIfQuestion): WhatIfBasis | undefined {
  if (outcome.noBudget !== undefined && outcome.noBudget !== 'OnDelete') return undefined;
  const list = Iterator.from(cells)
    .filter(({ facts }) => !isSettled(facts) && !isEmpty(facts))
    .toArray();
  const perPod = computePerPod(samples);
  return {
    desired: outcome.counted.desiredNumberScheduled,
    maxUnavailable: sumSide(list, false, outcome),
    maxSurge: sumSide(list, true, outcome),
    syncFails: outcome.syncFailure !== undefined,
    ...(perPod === undefined ? {} : { perPod }),
  };
}

function sumSide(cells: readonly WhatIfCell[], surge: boolean, outcome: Syncing): WhatIfSide {
  const sums = { waiting: 0, used: 0, stuck: 0, moving: false, leftBehind: 0 };
  for (const cell of cells) {
    const { wanted, gone = false } = cell.facts;
    const { kind } = classifySides(countSides(cell.evidence.pods, { wanted, nodeGone: gone }), surge);
    const stuck = isStuck(cell, outcome);
    if (kind === 'Holder') sums.used += 1;
    if (kind === 'Holder' && stuck) sums.stuck += 1;
    if (isLeftBehind(cell.facts)) sums.leftBehind += 1;
    if (kind === 'Candidate') sums.waiting += 1;
    else if (!stuck && (kind === 'Holder' || kind === 'Unavailable' || isMoving(cell.facts))) sums.moving = true;
  }
  return sums;
}

const NOT_MOVING: ReadonlySet<Cell['kind']> = new Set<Cell['kind']>(['nodeDown', 'failed', 'starved', 'missing']);

/** As the ledger says; where the budget in use has no row for a node, as its state says. */
function isStuck({ kind, facts: { wait } }: WhatIfCell, { syncFailure }: Syncing): boolean {
  if (wait === undefined) return NOT_MOVING.has(kind);
  return wait.kind === 'stuck' || isHeldBySync(wait, syncFailure);
}
