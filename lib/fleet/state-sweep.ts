import type { Millis } from '#lib/base/clock.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { StateCounts } from '#lib/wire/timeline.ts';
import type { CellTrack } from './cell-track.ts';
import type { BlindSpan } from './history.ts';

export type Window = { readonly from: Millis; readonly until: Millis };
/** A track and the lane that it counts in. */
export type LanedTrack = { readonly track: CellTrack; readonly lane: number };

type Event = {
  readonly at: Millis;
  readonly lane: number;
  readonly from: CellState | undefined;
  readonly to: CellState | undefined;
};

/** Nodes per state in one lane, kept up to date change by change. */
class Tally {
  readonly #counts = new Map<CellState, number>();

  move(from: CellState | undefined, to: CellState | undefined): void {
    if (from !== undefined) this.#counts.set(from, (this.#counts.get(from) ?? 0) - 1);
    if (to !== undefined) this.#counts.set(to, (this.#counts.get(to) ?? 0) + 1);
  }

  /** Excluded nodes are not told: there may be thousands, and none is waited for. */
  counts(): StateCounts {
    return Object.fromEntries(
      CELL_STATES.flatMap((state) => {
        const count = this.#counts.get(state) ?? 0;
        return count > 0 && state !== 'excluded' ? [[state, count]] : [];
      }),
    );
  }
}

/** What is told at each moment: which lanes may say something else, or that nothing can be seen from now on. */
export type Listener = {
  readonly onMoment: (at: Millis, lanes: readonly Tally[], touched: Iterable<number>) => void;
  readonly onBlind: (at: Millis) => void;
};

/** Goes through the window from its beginning and tells of each of `moments` what is so then. */
export function sweep(
  tracks: readonly LanedTrack[],
  lanes: number,
  moments: readonly Millis[],
  blind: readonly BlindSpan[],
  { onMoment, onBlind }: Listener,
): void {
  const tallies = Array.from({ length: lanes }, () => new Tally());
  const events = eventsOf(tracks);
  const touched = new Set(tallies.keys());
  let next = 0;
  for (const at of moments) {
    for (let event = events[next]; event !== undefined && event.at <= at; event = events[next]) {
      tallies[event.lane]?.move(event.from, event.to);
      touched.add(event.lane);
      next += 1;
    }
    if (isBlind(blind, at)) {
      onBlind(at);
      for (const lane of tallies.keys()) touched.add(lane);
    } else {
      onMoment(at, tallies, touched);
      touched.clear();
    }
  }
}

function eventsOf(tracks: readonly LanedTrack[]): readonly Event[] {
  const events = tracks.flatMap(({ track, lane }) =>
    track.map(({ at, state }, index): Event => ({ at, lane, from: track[index - 1]?.state, to: state })),
  );
  return events.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

/** A span begins with its first moment, and what is seen again is seen at its last. */
function isBlind(spans: readonly BlindSpan[], at: Millis): boolean {
  return spans.some(({ from, until = Infinity }) => from <= at && at < until);
}

/** The moments at which something changed within the window, its beginning first. */
function changesIn(
  tracks: readonly LanedTrack[],
  blind: readonly BlindSpan[],
  { from, until }: Window,
): readonly Millis[] {
  const within = (at: Millis): boolean => at > from && at <= until;
  const found = new Set<Millis>();
  for (const { track } of tracks) for (const { at } of track) if (within(at)) found.add(at);
  for (const span of blind) for (const at of [span.from, span.until ?? Infinity]) if (within(at)) found.add(at);
  return [from, ...[...found].sort((left, right) => left - right)];
}

/**
 * The moments to tell of: all at which something changed; when that are more than `most`, of each part of the window the
 * worst one and the last one. So a failure that came and went is not lost between two moments.
 */
export function momentsOf(
  tracks: readonly LanedTrack[],
  blind: readonly BlindSpan[],
  window: Window,
  most: number,
): readonly Millis[] {
  const all = changesIn(tracks, blind, window);
  if (all.length <= most) return all;
  const parts = Math.floor((most - 1) / 2);
  const length = (window.until - window.from) / parts;
  const chosen = new Map<number, { worst: Millis; counts: StateCounts; last: Millis }>();
  const choose = (at: Millis, counts: StateCounts): void => {
    const part = Math.min(parts - 1, Math.floor((at - window.from) / length));
    const before = chosen.get(part);
    if (before === undefined || isWorse(counts, before.counts)) chosen.set(part, { worst: at, counts, last: at });
    else before.last = at;
  };
  sweep(
    tracks.map(({ track }) => ({ track, lane: 0 })),
    1,
    all.slice(1),
    blind,
    { onMoment: (at, [tally]) => choose(at, tally?.counts() ?? {}), onBlind: (at) => choose(at, {}) },
  );
  const told = [...chosen.values()].flatMap(({ worst, last }) => (worst === last ? [worst] : [worst, last]));
  return [window.from, ...told];
}

/** More nodes in the worst state in which they differ. */
function isWorse(left: StateCounts, right: StateCounts): boolean {
  const state = CELL_STATES.find((each) => (left[each] ?? 0) !== (right[each] ?? 0));
  return state !== undefined && (left[state] ?? 0) > (right[state] ?? 0);
}
