import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { StoreChanges } from '#lib/kubernetes/store.ts';
import type { RecheckSubject } from './rechecks.ts';
import type { Row } from './row.ts';

/** What has to be looked at again of one DaemonSet. */
export type Dirty = {
  /** Left empty when every cell has to be. */
  readonly cells: Set<NodeName>;
  /** The DaemonSet as a whole, even if no cell changes. */
  outcome: boolean;
  /** Every cell. */
  whole: boolean;
};

export type NodesMoved = { readonly come: readonly NodeName[]; readonly gone: boolean };

export type Touched = {
  readonly changes: StoreChanges;
  readonly nodesMoved: NodesMoved;
  readonly due: readonly RecheckSubject[];
  /** What every DaemonSet as a whole reads of the rest of the cluster. */
  readonly surroundings: boolean;
  /** Everything, because more or less may be said about it than before. */
  readonly whole: boolean;
};

/** A pod touches its cell, a node its column of cells, a room only the cells that were judged by it. */
export function gatherDirty(rows: ReadonlyMap<Uid, Row>, touched: Touched): ReadonlyMap<Row, Dirty> {
  const { changes, nodesMoved, due, surroundings, whole } = touched;
  const all = new Map<Row, Dirty>();
  const dirtyOf = (row: Row): Dirty => {
    const dirty = all.get(row) ?? { cells: new Set(), outcome: false, whole: false };
    all.set(row, dirty);
    return dirty;
  };
  const withRow = (uid: Uid, mark: (dirty: Dirty) => void): void => {
    const row = rows.get(uid);
    if (row !== undefined) mark(dirtyOf(row));
  };

  for (const row of rows.values()) {
    if (whole || row.isFresh) {
      dirtyOf(row).whole = true;
      continue;
    }
    const nodesMatter = row.isWantedNowhere && (changes.nodes.size > 0 || nodesMoved.come.length > 0);
    if (nodesMoved.gone || surroundings || nodesMatter) dirtyOf(row).outcome = true;
    for (const name of nodesMoved.come) dirtyOf(row).cells.add(name);
    for (const name of changes.nodes) dirtyOf(row).cells.add(name);
    for (const name of changes.rooms) if (row.readsRoom(name)) dirtyOf(row).cells.add(name);
  }
  for (const uid of changes.daemonSets) {
    withRow(uid, (dirty) => {
      dirty.outcome = true;
    });
  }
  for (const [uid, names] of changes.cells) {
    withRow(uid, (dirty) => {
      if (!dirty.whole) for (const name of names) dirty.cells.add(name);
    });
  }
  for (const { daemonSet, node } of due) {
    withRow(daemonSet, (dirty) => {
      if (node === undefined) dirty.outcome = true;
      else dirty.cells.add(node);
    });
  }
  return all;
}
