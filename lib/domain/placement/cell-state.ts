/** The ten states of a cell, worst first: the one total order of "worst of" [S1]. */
export const CELL_STATES = [
  'failed',
  'missing',
  'starved',
  'nodeDown',
  'misscheduled',
  'unknown',
  'progressing',
  'old',
  'ok',
  'excluded',
] as const;
export type CellState = (typeof CELL_STATES)[number];

const RANK: ReadonlyMap<CellState, number> = new Map(CELL_STATES.map((state, index) => [state, index]));

/** Negative when `left` is worse: for sorting worst first. */
export function compareCellStates(left: CellState, right: CellState): number {
  return (RANK.get(left) ?? 0) - (RANK.get(right) ?? 0);
}
