import { MANDATORY_RESOURCES } from '#lib/domain/objects.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { Picture } from '#lib/wire/picture.ts';

/* CELL_STATES stands in the order of S1, worst first, so the smaller byte is the worse state. */

const EXCLUDED = CELL_STATES.indexOf('excluded');
const UNKNOWN = CELL_STATES.indexOf('unknown');

export function stateOf(byte: number | undefined): CellState {
  return CELL_STATES[byte ?? UNKNOWN] ?? 'unknown';
}

/**
 * Of each node the worst of its DaemonSets [S1]; `excluded` where none wants it, and `unknown` while it is not known
 * which DaemonSets there are.
 */
export function worstByNode({ nodes, cells, knowledge }: Pick<Picture, 'nodes' | 'cells' | 'knowledge'>): Uint8Array {
  const isKnown = MANDATORY_RESOURCES.every((resource) => knowledge[resource] === 'Known');
  const worst = new Uint8Array(nodes.length).fill(isKnown ? EXCLUDED : UNKNOWN);
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
