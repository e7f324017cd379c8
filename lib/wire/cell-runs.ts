import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { readVarints, writeVarint } from './varint.ts';

/*
 * The changed cells of one DaemonSet as runs: how many cells to skip, the new state, and the length when it is more than
 * one. A lone change costs one or two bytes, and a whole column that turns `unknown` costs three.
 */

const STATE_FACTOR = 2;
const SKIP_FACTOR = 32;
const SHORTEST_RUN = 2;

/** Undefined when the columns are equal; both have the same length. */
export function diffColumn(before: Uint8Array, after: Uint8Array): Uint8Array | undefined {
  const bytes: number[] = [];
  let done = 0;
  let index = 0;
  while (index < after.length) {
    const state = after[index] ?? 0;
    if (before[index] === state) {
      index += 1;
      continue;
    }
    const start = index;
    while (index < after.length && after[index] === state && before[index] !== state) index += 1;
    const length = index - start;
    const isRun = length >= SHORTEST_RUN;
    writeVarint(bytes, (start - done) * SKIP_FACTOR + state * STATE_FACTOR + (isRun ? 1 : 0));
    if (isRun) writeVarint(bytes, length - SHORTEST_RUN);
    done = index;
  }
  return bytes.length === 0 ? undefined : Uint8Array.from(bytes);
}

/** The column after, `before` itself when nothing is new; undefined when the runs do not fit into this one. */
export function applyRuns(before: Uint8Array, runs: Uint8Array): Uint8Array | undefined {
  const after = before.slice();
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
    if (done > after.length || state >= CELL_STATES.length) return undefined;
    after.fill(state, start, done);
  }
  return before.every((state, at) => state === after[at]) ? before : after;
}
