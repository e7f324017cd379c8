import { applyFields, diffFields } from './patch.ts';

/**
 * The difference between two lists of rows that have a key. `seats` says where the rows after come from, as pairs of
 * position before and length, `-1` for rows of `added`; it is absent when every row keeps its place. So one new node
 * among five thousand costs six numbers, and so does a DaemonSet that moves to the top.
 */
export type ListDelta<Row> = {
  readonly seats?: readonly number[];
  readonly added?: readonly Row[];
  /** `at` is a position after. */
  readonly changed?: readonly { readonly at: number; readonly patch: Partial<Row> }[];
};

/** For each row after, its position before; undefined for a new row. */
export type Seats = readonly (number | undefined)[];

const NEW = -1;

function packSeats(seats: Seats): number[] {
  const pieces: number[] = [];
  let next: number | undefined;
  for (const seat of seats) {
    const from = seat ?? NEW;
    if (pieces.length > 0 && from === next) {
      pieces.push((pieces.pop() ?? 0) + 1);
    } else {
      pieces.push(from, 1);
    }
    next = from === NEW ? NEW : from + 1;
  }
  return pieces;
}

/** Undefined unless each row before is used at most once and there are just as many new rows as `added` gives. */
function unpackSeats(pieces: readonly number[], before: number, added: number): Seats | undefined {
  const seats: (number | undefined)[] = [];
  const used = new Uint8Array(before);
  let fresh = 0;
  for (let index = 0; index < pieces.length; index += 2) {
    const from = pieces[index] ?? NEW;
    const length = pieces[index + 1] ?? 0;
    if (length < 1 || from < NEW) return undefined;
    if (from === NEW) {
      fresh += length;
      if (fresh > added) return undefined;
      for (let step = 0; step < length; step += 1) seats.push(undefined);
      continue;
    }
    if (from + length > before || used.subarray(from, from + length).includes(1)) return undefined;
    used.fill(1, from, from + length);
    for (let step = 0; step < length; step += 1) seats.push(from + step);
  }
  return fresh === added ? seats : undefined;
}

/** Undefined when the lists are equal. */
export function diffList<Row extends object>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): { readonly delta: ListDelta<Row>; readonly seats: Seats | undefined } | undefined {
  if (before === after) return undefined;
  const places = new Map(before.map((row, index) => [keyOf(row), index]));
  const seats: Seats = after.map((row) => places.get(keyOf(row)));
  const added = after.filter((_, at) => seats[at] === undefined);
  const changed = after.flatMap((row, at) => {
    const known = before[seats[at] ?? NEW];
    const patch = known === undefined ? undefined : diffFields(known, row);
    return patch === undefined ? [] : [{ at, patch }];
  });
  const moved = before.length !== after.length || seats.some((seat, at) => seat !== at);
  if (!moved && changed.length === 0) return undefined;
  const delta = {
    ...(moved ? { seats: packSeats(seats) } : {}),
    ...(added.length === 0 ? {} : { added }),
    ...(changed.length === 0 ? {} : { changed }),
  };
  return { delta, seats: moved ? seats : undefined };
}

/** Undefined when the difference does not fit this list; rows that do not change are the same objects as before. */
export function applyList<Row extends object>(
  before: readonly Row[],
  delta: ListDelta<Row>,
): { readonly rows: readonly Row[]; readonly seats: Seats | undefined } | undefined {
  const { added = [], changed = [] } = delta;
  const seats = delta.seats === undefined ? undefined : unpackSeats(delta.seats, before.length, added.length);
  if (seats === undefined && (delta.seats !== undefined || added.length > 0)) return undefined;
  const fresh = added.values();
  const rows = seats === undefined ? [...before] : [];
  for (const seat of seats ?? []) {
    const row = seat === undefined ? fresh.next().value : before[seat];
    if (row === undefined) return undefined;
    rows.push(row);
  }
  let differs = seats !== undefined;
  for (const { at, patch } of changed) {
    const row = rows[at];
    if (row === undefined) return undefined;
    const patched = applyFields(row, patch);
    differs ||= patched !== row;
    rows[at] = patched;
  }
  return { rows: differs ? rows : before, seats };
}
