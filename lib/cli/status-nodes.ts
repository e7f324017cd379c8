import { type NodeName, type ObjectKey, objectKey } from '#lib/domain/keys.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import { type CellState, compareCellStates } from '#lib/domain/placement/cell-state.ts';
import { CAUSE_CODES, type CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
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

export type NodeCause = { readonly code: CauseCode; readonly daemonSets: readonly ObjectKey[] };

/** The causes that name a node, each once with the DaemonSets that it concerns there; in the order of their codes. */
export function causesByNode(daemonSets: readonly DaemonSetView[]): ReadonlyMap<NodeName, readonly NodeCause[]> {
  const found = new Map<NodeName, Map<CauseCode, ObjectKey[]>>();
  for (const { daemonSet, causes } of daemonSets) {
    for (const { code, nodes } of causes) {
      for (const node of nodes) {
        const codes = found.get(node) ?? new Map<CauseCode, ObjectKey[]>();
        codes.set(code, [...(codes.get(code) ?? []), objectKey(daemonSet)]);
        found.set(node, codes);
      }
    }
  }
  return new Map([...found].map(([node, codes]) => [node, [...codes].map(sortedCause).sort(compareCauses)]));
}

function sortedCause([code, daemonSets]: readonly [CauseCode, readonly ObjectKey[]]): NodeCause {
  return { code, daemonSets: daemonSets.toSorted() };
}

function compareCauses(left: NodeCause, right: NodeCause): number {
  return CAUSE_CODES.indexOf(left.code) - CAUSE_CODES.indexOf(right.code);
}
