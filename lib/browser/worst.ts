import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { Picture } from '#lib/wire/picture.ts';

/* CELL_STATES stands in the order of S1, worst first, so the smaller byte is the worse state. */

const EXCLUDED = CELL_STATES.indexOf('excluded');
const UNKNOWN = CELL_STATES.indexOf('unknown');

export function stateOf(byte: number | undefined): CellState {
  return CELL_STATES[byte ?? UNKNOWN] ?? 'unknown';
}

/** Of each node the worst of its DaemonSets [S1]; `excluded` where none wants it. */
export function worstByNode({ nodes, cells }: Pick<Picture, 'nodes' | 'cells'>): Uint8Array {
  const worst = new Uint8Array(nodes.length).fill(EXCLUDED);
  for (const column of cells.values()) {
    for (let node = 0; node < worst.length; node += 1) {
      const byte = column[node] ?? UNKNOWN;
      if (byte < (worst[node] ?? EXCLUDED)) worst[node] = byte;
    }
  }
  return worst;
}

export type StateCounts = Readonly<Record<CellState, number>>;

/** How many cells are in each of the ten states. */
export function countStates(column: Uint8Array): StateCounts {
  const counts = Object.fromEntries(CELL_STATES.map((state) => [state, 0])) as Record<CellState, number>;
  for (const byte of column) counts[stateOf(byte)] += 1;
  return counts;
}

/** Keeps the last result while its argument is the same object: pictures share what did not change. */
export function memoizeLast<Argument extends object, Result>(
  compute: (argument: Argument) => Result,
): (argument: Argument) => Result {
  let last: { readonly argument: Argument; readonly result: Result } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: compute(argument) };
    return last.result;
  };
}
