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

export function isCellState(text: string): text is CellState {
  return CELL_STATES.some((state) => state === text);
}

const RANK: ReadonlyMap<CellState, number> = new Map(CELL_STATES.map((state, index) => [state, index]));

/** The worse of two states by the order of S1; `unknown` is never folded into `ok`. */
export function worseOf(left: CellState, right: CellState): CellState {
  return (RANK.get(left) ?? 0) <= (RANK.get(right) ?? 0) ? left : right;
}

/** Negative when `left` is worse: for sorting worst first. */
export function compareCellStates(left: CellState, right: CellState): number {
  return (RANK.get(left) ?? 0) - (RANK.get(right) ?? 0);
}
