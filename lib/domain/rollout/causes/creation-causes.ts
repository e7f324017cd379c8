import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-causes.ts';

/** C01..C15. */
export function findCreationCauses(_input: CellCauseInput): readonly CellCause[] {
  return [];
}
