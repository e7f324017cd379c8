import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { applyRuns, diffColumns } from './cell-runs.ts';
import { applyList, diffList, type ListDelta, type Seats } from './list-delta.ts';
import type { Picture, PictureDaemonSet, PictureNode } from './picture.ts';
import { sameJson } from './same-json.ts';

/**
 * What leads from one picture to the next. Positions stand for names, so a difference fits the one picture it was made
 * from: the stream's sequence keeps them together, and one that does not fit is a gap.
 */
export type PictureDelta = {
  readonly cluster?: Picture['cluster'];
  readonly source?: Picture['source'];
  readonly ignoredNodes?: number;
  readonly knowledge?: Picture['knowledge'];
  readonly nodeTroubles?: Picture['nodeTroubles'];
  readonly nodes?: ListDelta<PictureNode>;
  readonly daemonSets?: ListDelta<PictureDaemonSet>;
  /** Runs over the columns of the DaemonSets after, in their order, whose nodes already have their new seats. */
  readonly cells?: Uint8Array;
};

/** What a cell is before its first state arrives. */
const UNKNOWN = CELL_STATES.indexOf('unknown');

export function isEmptyDelta(delta: PictureDelta): boolean {
  return Object.keys(delta).length === 0;
}

/** The column as it stands once the nodes have their new seats; a new node and a new DaemonSet are unknown. */
function seatColumn(column: Uint8Array | undefined, seats: Seats | undefined, nodes: number): Uint8Array {
  if (column !== undefined && seats === undefined) return column;
  const seated = new Uint8Array(nodes).fill(UNKNOWN);
  if (column === undefined || seats === undefined) return seated;
  for (const [to, from] of seats.entries()) {
    if (from !== undefined) seated[to] = column[from] ?? UNKNOWN;
  }
  return seated;
}

function diffHead(before: Picture, after: Picture): PictureDelta {
  return {
    ...(sameJson(before.cluster, after.cluster) ? {} : { cluster: after.cluster }),
    ...(sameJson(before.source, after.source) ? {} : { source: after.source }),
    ...(before.ignoredNodes === after.ignoredNodes ? {} : { ignoredNodes: after.ignoredNodes }),
    ...(sameJson(before.knowledge, after.knowledge) ? {} : { knowledge: after.knowledge }),
    ...(sameJson(before.nodeTroubles, after.nodeTroubles) ? {} : { nodeTroubles: after.nodeTroubles }),
  };
}

/** The columns of these DaemonSets, in their order, on the new seats. */
function seatColumns(
  before: Picture,
  rows: Pick<Picture, 'nodes' | 'daemonSets'>,
  seats: Seats | undefined,
): Uint8Array[] {
  return rows.daemonSets.map(({ uid }) => seatColumn(before.cells.get(uid), seats, rows.nodes.length));
}

function diffCells(before: Picture, after: Picture, seats: Seats | undefined): Uint8Array | undefined {
  if (before.cells === after.cells && seats === undefined) return undefined;
  const columns = after.daemonSets.map(({ uid }) => after.cells.get(uid) ?? new Uint8Array(after.nodes.length));
  return diffColumns(seatColumns(before, after, seats), columns);
}

/** The difference from one picture to another; empty when they are equal. */
export function diffPicture(before: Picture, after: Picture): PictureDelta {
  const nodes = diffList(before.nodes, after.nodes, (node) => node.name);
  const daemonSets = diffList(before.daemonSets, after.daemonSets, (daemonSet) => daemonSet.uid);
  const cells = diffCells(before, after, nodes?.seats);
  return {
    ...diffHead(before, after),
    ...(nodes === undefined ? {} : { nodes: nodes.delta }),
    ...(daemonSets === undefined ? {} : { daemonSets: daemonSets.delta }),
    ...(cells === undefined ? {} : { cells }),
  };
}

function applyCells(
  before: Picture,
  rows: Pick<Picture, 'nodes' | 'daemonSets'>,
  seats: Seats | undefined,
  runs: Uint8Array | undefined,
): Picture['cells'] | undefined {
  if (seats === undefined && runs === undefined && rows.daemonSets === before.daemonSets) return before.cells;
  const seated = seatColumns(before, rows, seats);
  const columns = runs === undefined ? seated : applyRuns(seated, rows.nodes.length, runs);
  if (columns === undefined) return undefined;
  const cells = new Map(rows.daemonSets.map(({ uid }, at) => [uid, columns[at] ?? new Uint8Array(rows.nodes.length)]));
  const same =
    cells.size === before.cells.size && [...cells].every(([uid, column]) => before.cells.get(uid) === column);
  return same ? before.cells : cells;
}

/**
 * The picture after; whatever did not change is the same object, and when nothing did it is `before` itself. Undefined
 * when the difference was not made from this picture: that is a gap, and a gap asks for a new snapshot.
 */
export function applyDelta(before: Picture, delta: PictureDelta): Picture | undefined {
  const nodes = applyList(before.nodes, delta.nodes ?? {});
  const daemonSets = applyList(before.daemonSets, delta.daemonSets ?? {});
  if (nodes === undefined || daemonSets === undefined) return undefined;
  const rows = {
    cluster: delta.cluster ?? before.cluster,
    source: delta.source ?? before.source,
    ignoredNodes: delta.ignoredNodes ?? before.ignoredNodes,
    knowledge: delta.knowledge ?? before.knowledge,
    nodeTroubles: delta.nodeTroubles ?? before.nodeTroubles,
    nodes: nodes.rows,
    daemonSets: daemonSets.rows,
  };
  const cells = applyCells(before, rows, nodes.seats, delta.cells);
  if (cells === undefined) return undefined;
  const after: Picture = { ...rows, cells };
  const same = (Object.keys(after) as (keyof Picture)[]).every((part) => after[part] === before[part]);
  return same ? before : after;
}
