import type { CellFacts } from './cell-facts.ts';
import type { Counted } from './verdict.ts';

type Sums = {
  desired: number;
  current: number;
  updated: number;
  ready: number;
  available: number;
  misscheduled: number;
};

/**
 * Our own eight counters, by ST1 to ST4 on what is there now; the controller's may lag behind or be frozen [ST6]. Only
 * observedGeneration is the controller's to say.
 */
export function countStatus(facts: Iterable<CellFacts>, observedGeneration: number, settled = 0): Counted {
  const sums: Sums = {
    desired: settled,
    current: settled,
    updated: settled,
    ready: settled,
    available: settled,
    misscheduled: 0,
  };
  for (const cell of facts) addCell(sums, cell);
  return {
    observedGeneration,
    desiredNumberScheduled: sums.desired,
    currentNumberScheduled: sums.current,
    updatedNumberScheduled: sums.updated,
    numberReady: sums.ready,
    numberAvailable: sums.available,
    numberUnavailable: sums.desired - sums.available,
    numberMisscheduled: sums.misscheduled,
  };
}

function addCell(sums: Sums, { wanted, gone, present, updated, ready, available }: CellFacts): void {
  if (gone) return;
  if (!wanted) {
    if (present) sums.misscheduled += 1;
    return;
  }
  sums.desired += 1;
  if (present) sums.current += 1;
  if (updated) sums.updated += 1;
  if (ready) sums.ready += 1;
  if (available) sums.available += 1;
}
