import { type NodeName, type ObjectKey, objectKey } from '#lib/domain/keys.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import { type CellState, compareCellStates } from '#lib/domain/placement/cell-state.ts';
import { compareNodeNames } from '#lib/fleet/node-order.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';

export type NodeStatus = {
  readonly name: NodeName;
  /** The worst of its cells [S1]. */
  readonly state: CellState;
  /** The DaemonSets that should have an available pod here and have none, by name. */
  readonly incomplete: readonly ObjectKey[];
  /** The first of its worst cells: it says why. */
  readonly worst: Cell;
};

const INCOMPLETE: ReadonlySet<CellState> = new Set([
  'failed',
  'missing',
  'starved',
  'nodeDown',
  'unknown',
  'progressing',
]);

/** One row per node, however many DaemonSets it has, in natural order. */
export function listNodes(daemonSets: readonly DaemonSetView[]): readonly NodeStatus[] {
  const found = new Map<NodeName, { worst: Cell; incomplete: ObjectKey[] }>();
  for (const { daemonSet, cells } of daemonSets) {
    const key = objectKey(daemonSet);
    for (const [name, cell] of cells) {
      const row = found.get(name) ?? { worst: cell, incomplete: [] };
      if (compareCellStates(cell.kind, row.worst.kind) < 0) row.worst = cell;
      if (INCOMPLETE.has(cell.kind)) row.incomplete.push(key);
      found.set(name, row);
    }
  }
  return [...found]
    .map(([name, { worst, incomplete }]) => ({ name, state: worst.kind, incomplete: incomplete.sort(), worst }))
    .sort((left, right) => compareNodeNames(left.name, right.name));
}
