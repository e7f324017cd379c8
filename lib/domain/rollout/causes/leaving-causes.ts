import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-causes.ts';

/** T01..T04. */
export function findLeavingCauses(_input: CellCauseInput): readonly CellCause[] {
  return [];
}
