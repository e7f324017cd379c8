import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-causes.ts';

/** K01..K31. */
export function findBoundCauses(_input: CellCauseInput): readonly CellCause[] {
  return [];
}
