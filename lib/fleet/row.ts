import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { CausedCell } from '#lib/domain/rollout/causes/causes-input.ts';
import { isEmpty, isSettled } from '#lib/domain/rollout/cell-facts.ts';
import type { CurrentRevision } from '#lib/domain/rollout/verdict.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import type { Reseating } from './node-table.ts';
import type { Told } from './told.ts';

/** What is kept of a cell: the evidence, of its causes too, is made anew when somebody looks. */
export type KeptCell = CausedCell & Pick<Cell, 'readsRoom'>;

/** What we saw of a place under this DaemonSet when we could see: nothing yet, a pod or no need for one, neither. */
export const NEVER_SEEN = 0;
export const SATISFIED = 1;
export const ABSENT = 2;

const NO_STATE = 255;
const UNKNOWN = CELL_STATES.indexOf('unknown');
const INDEX: ReadonlyMap<CellState, number> = new Map(CELL_STATES.map((state, index) => [state, index]));

/** Of what kind the cell on a seat is for the DaemonSet as a whole. */
const NONE = 0;
const EMPTY = 1;
const SETTLED = 2;
const TELLING = 3;

function kindOf(cell: Cell | undefined): number {
  if (cell === undefined) return NONE;
  if (cell.readsRoom || cell.causes.length > 0) return TELLING;
  if (isSettled(cell.facts)) return SETTLED;
  return isEmpty(cell.facts) ? EMPTY : TELLING;
}

/**
 * One DaemonSet, with a column per thing that is known of each of its cells, in the order of the seats. Cells that say
 * nothing but "here, and fine" or "not wanted" are counted; only the others are kept.
 */
export class Row {
  readonly uid: Uid;
  told: Told | undefined;
  summary: PictureDaemonSet | undefined;
  /** The last current revision that was known. */
  lastRevision: CurrentRevision['current'];
  /** Since when cells were told: their transitions from then on are in the history. */
  watchedSince: Millis | undefined;
  /** Cells whose derivation threw. */
  readonly broken = new Set<NodeName>();
  #basis: string | undefined;
  #telling = new Map<NodeName, KeptCell>();
  #settled = 0;
  #kinds = new Uint8Array(0);
  #states = new Uint8Array(0);
  #published: Uint8Array | undefined;
  #presence = new Uint8Array(0);
  #lastKnown = new Uint8Array(0);

  constructor(uid: Uid, nodes: number) {
    this.uid = uid;
    this.reseat(new Set(), Array.from({ length: nodes }));
  }

  reseat(gone: ReadonlySet<NodeName>, seats: Reseating): void {
    const move = (column: Uint8Array, fresh: number) => {
      const moved = new Uint8Array(seats.length).fill(fresh);
      for (let seat = 0; seat < seats.length; seat += 1) {
        const from = seats[seat];
        if (from !== undefined) moved[seat] = column[from] ?? fresh;
      }
      return moved;
    };
    for (const name of gone) {
      this.#telling.delete(name);
      this.broken.delete(name);
    }
    this.#kinds = move(this.#kinds, NONE);
    this.#settled = this.#kinds.reduce((count, kind) => (kind === SETTLED ? count + 1 : count), 0);
    this.#states = move(this.#states, UNKNOWN);
    this.#presence = move(this.#presence, NEVER_SEEN);
    this.#lastKnown = move(this.#lastKnown, NO_STATE);
    this.#published = undefined;
  }

  /** Nothing of it was derived yet. */
  get isFresh(): boolean {
    return this.#basis === undefined;
  }

  /** True when this is another basis than that of last time, so that every cell may be another. */
  takeBasis(digest: string): boolean {
    const isOther = this.#basis !== digest;
    this.#basis = digest;
    return isOther;
  }

  /** Then why is a question to every node, also to those of which its cells say nothing [R13]. */
  get isWantedNowhere(): boolean {
    return this.told?.outcome.counted.desiredNumberScheduled === 0;
  }

  get settled(): number {
    return this.#settled;
  }

  telling(): Iterable<KeptCell> {
    return this.#telling.values();
  }

  readsRoom(name: NodeName): boolean {
    return this.#telling.get(name)?.readsRoom === true;
  }

  /** True when the DaemonSet as a whole may say something else now. */
  setCell(seat: number, name: NodeName, cell: Cell | undefined, state: CellState): boolean {
    const kind = kindOf(cell);
    const kept = kind === TELLING && cell !== undefined ? keep(cell) : undefined;
    const before = this.#telling.get(name);
    const changed = kind === TELLING ? !isSameCell(before, kept) : this.#kinds[seat] !== kind;
    if (this.#kinds[seat] === SETTLED) this.#settled -= 1;
    if (kind === SETTLED) this.#settled += 1;
    this.#kinds[seat] = kind;
    if (kept !== undefined) this.#telling.set(name, kept);
    else if (before !== undefined) this.#telling.delete(name);
    const index = INDEX.get(state) ?? UNKNOWN;
    if (this.#states[seat] !== index) this.#published = undefined;
    this.#states[seat] = index;
    return changed;
  }

  presence(seat: number): number {
    return this.#presence[seat] ?? NEVER_SEEN;
  }

  setPresence(seat: number, presence: number): void {
    this.#presence[seat] = presence;
  }

  /** The last state that was not `unknown`. */
  lastState(seat: number): CellState | undefined {
    return CELL_STATES[this.#lastKnown[seat] ?? NO_STATE];
  }

  /** Takes down a state that is not `unknown`, and tells the last one that was not. */
  noteState(seat: number, state: CellState): CellState | undefined {
    const before = this.lastState(seat);
    this.#lastKnown[seat] = INDEX.get(state) ?? UNKNOWN;
    return before;
  }

  stateAt(seat: number): CellState | undefined {
    return CELL_STATES[this.#states[seat] ?? NO_STATE];
  }

  /** One byte per cell; the same array as long as no state changes. */
  published(): Uint8Array {
    this.#published ??= this.#states.slice();
    return this.#published;
  }
}

/** The evidence is left behind: it is as large as the rest of the picture, and made anew when somebody looks. */
function keep({ node, kind, facts, causes, progressAt, progressKind, readsRoom }: Cell): KeptCell {
  const kept = causes.length === 0 ? causes : causes.map((cause) => ({ ...cause, evidence: [] }));
  return { node, state: kind, facts, causes: kept, progressAt, progressKind, readsRoom };
}

function isSameCell(left: KeptCell | undefined, right: KeptCell | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return (
    left.progressAt === right.progressAt &&
    left.progressKind === right.progressKind &&
    left.state === right.state &&
    sameJson(left.facts, right.facts) &&
    sameJson(left.causes, right.causes)
  );
}
