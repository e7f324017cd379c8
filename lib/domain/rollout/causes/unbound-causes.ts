import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-causes.ts';

/** S01..S15. */
export function findUnboundCauses(_input: CellCauseInput): readonly CellCause[] {
  return [];
}
