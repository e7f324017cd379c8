import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { readVarints, writeVarint } from './varint.ts';

/*
 * Changed cells, column after column as if they were one: how many cells to skip, the new state, and the length when it
 * is more than one. A lone change costs two or three bytes, and a whole fleet that turns `unknown` costs five.
 */

const STATE_FACTOR = 2;
const SKIP_FACTOR = 32;
const SHORTEST_RUN = 2;

/** `before` and `after` belong together by their place; a pair that is the same array is known to be equal. */
export function diffColumns(before: readonly Uint8Array[], after: readonly Uint8Array[]): Uint8Array | undefined {
  const bytes: number[] = [];
  let position = 0;
  let done = 0;
  let start = 0;
  let length = 0;
  let state = 0;

  function endRun(): void {
    if (length === 0) return;
    const isRun = length >= SHORTEST_RUN;
    writeVarint(bytes, (start - done) * SKIP_FACTOR + state * STATE_FACTOR + (isRun ? 1 : 0));
    if (isRun) writeVarint(bytes, length - SHORTEST_RUN);
    done = start + length;
    length = 0;
  }

  for (const [at, column] of after.entries()) {
    const known = before[at];
    if (known !== column) {
      for (let index = 0; index < column.length; index += 1) {
        const next = column[index] ?? 0;
        if (known?.[index] === next) continue;
        if (length > 0 && start + length === position + index && state === next) {
          length += 1;
          continue;
        }
        endRun();
        start = position + index;
        length = 1;
        state = next;
      }
    }
    position += column.length;
  }
  endRun();
  return bytes.length === 0 ? undefined : Uint8Array.from(bytes);
}

/**
 * The columns after; one that does not change is the same array. All have the length `nodes`. Undefined when the runs do
 * not fit.
 */
export function applyRuns(before: readonly Uint8Array[], nodes: number, runs: Uint8Array): Uint8Array[] | undefined {
  const after = [...before];
  const reader = readVarints(runs);
  let done = 0;
  while (!reader.atEnd()) {
    const token = reader.next();
    if (token === undefined) return undefined;
    const beyondShortest = token % STATE_FACTOR === 1 ? reader.next() : 1 - SHORTEST_RUN;
    if (beyondShortest === undefined) return undefined;
    const start = done + Math.floor(token / SKIP_FACTOR);
    const state = Math.floor((token % SKIP_FACTOR) / STATE_FACTOR);
    done = start + SHORTEST_RUN + beyondShortest;
    if (done > nodes * before.length || state >= CELL_STATES.length) return undefined;
    for (let at = Math.floor(start / nodes); at * nodes < done; at += 1) {
      const offset = at * nodes;
      after[at] = fill(after[at], before[at], state, Math.max(start - offset, 0), Math.min(done - offset, nodes));
    }
  }
  return after.map((column, at) => sameOrNew(before[at], column));
}

/** Copies the column the first time it is written to. */
function fill(
  column: Uint8Array = new Uint8Array(),
  before: Uint8Array | undefined,
  state: number,
  start: number,
  end: number,
): Uint8Array {
  const own = column === before ? column.slice() : column;
  return own.fill(state, start, end);
}

function sameOrNew(before: Uint8Array | undefined, after: Uint8Array): Uint8Array {
  return before !== undefined && before !== after && before.every((state, at) => state === after[at]) ? before : after;
}
