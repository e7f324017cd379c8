import { type NodeName, nodeName } from '#lib/domain/keys.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import { mergeNodes } from './node-order.ts';

/** For each seat after, the seat before; undefined for a node that has just come. */
export type Reseating = readonly (number | undefined)[];

/** The nodes of the picture in their order; a node's place in it is its seat, and the same in every column. */
export type NodeTable = {
  readonly names: () => readonly NodeName[];
  readonly seatOf: (name: NodeName) => number | undefined;
  /** Rows that did not change are the same objects as before, and so is the list when no row did. */
  readonly rows: () => readonly PictureNode[];
  /** Those whose Ready is not True, or that are gone. */
  readonly down: () => readonly NodeName[];
  /** Looks at these nodes again; the answer says how seats moved, undefined when none did. */
  readonly touch: (names: Iterable<NodeName>) => Reseating | undefined;
};

/** `describe` gives undefined for what is no node of the picture. */
export function createNodeTable(describe: (name: NodeName) => PictureNode | undefined): NodeTable {
  let names: readonly NodeName[] = [];
  let rows: readonly PictureNode[] = [];
  let counted: readonly PictureNode[] | undefined;
  let down: readonly NodeName[] = [];
  let seats = new Map<NodeName, number>();

  function reseat(gone: ReadonlySet<NodeName>, come: ReadonlyMap<NodeName, PictureNode>): Reseating {
    const before = { rows, seats };
    names = mergeNodes(names, { gone, come: new Set(come.keys()) });
    seats = new Map(names.map((name, seat) => [name, seat]));
    const reseating = names.map((name) => before.seats.get(name));
    rows = names.flatMap((name, seat) => before.rows[reseating[seat] ?? -1] ?? come.get(name) ?? []);
    return reseating;
  }

  return {
    names: () => names,
    seatOf: (name) => seats.get(name),
    rows: () => rows,
    down: () => {
      if (counted !== rows) down = rows.flatMap(({ ready, name }) => (ready === 'True' ? [] : [nodeName(name)]));
      counted = rows;
      return down;
    },
    touch: (touched) => {
      const gone = new Set<NodeName>();
      const come = new Map<NodeName, PictureNode>();
      const changed = new Map<number, PictureNode>();
      for (const name of new Set(touched)) {
        const seat = seats.get(name);
        const row = describe(name);
        if (seat === undefined && row !== undefined) come.set(name, row);
        if (seat !== undefined && row === undefined) gone.add(name);
        if (seat !== undefined && row !== undefined && !sameJson(rows[seat], row)) changed.set(seat, row);
      }
      if (changed.size > 0) rows = rows.map((row, seat) => changed.get(seat) ?? row);
      return gone.size === 0 && come.size === 0 ? undefined : reseat(gone, come);
    },
  };
}
