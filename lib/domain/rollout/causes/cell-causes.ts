import type { Millis } from '#lib/base/clock.ts';
import { soonest } from '../../placement/soonest.ts';
import { findBoundCauses } from './bound-causes.ts';
import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-cause-input.ts';
import { cellCausesRecheckAt } from './cell-causes-recheck.ts';
import { creationRecheckAt, findCreationCauses } from './creation-causes.ts';
import { findLeavingCauses } from './leaving-causes.ts';
import { findUnboundCauses } from './unbound-causes.ts';

/** Of every cell that is well. */
export const NO_CAUSES: readonly CellCause[] = [];

/** Finds every cause of one cell [TX2] [TX3]; the same empty list whenever there is none. */
export function findCellCauses(input: CellCauseInput): readonly CellCause[] {
  const found = [
    ...findCreationCauses(input),
    ...findUnboundCauses(input),
    ...findBoundCauses(input),
    ...findLeavingCauses(input),
  ];
  return found.length === 0 ? NO_CAUSES : found;
}

/** When time alone may bring, take or weaken a cause of this cell. */
export function causesRecheckAt(input: CellCauseInput): Millis | undefined {
  return soonest(creationRecheckAt(input), cellCausesRecheckAt(input));
}
