import type { Millis } from '#lib/base/clock.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { Transition } from './history.ts';

/** What a cell was from a moment on; `undefined`: there was no such node. */
export type CellChange = {
  readonly at: Millis;
  readonly state: CellState | undefined;
  /** It happened then, as against: we know of it from then on. */
  readonly dated: boolean;
};

/** The past of one cell, oldest first; before the first entry there was nothing. */
export type CellTrack = readonly CellChange[];

export type CellTransition = Extract<Transition, { readonly of: 'Cell' | 'NodeGone' }>;

export type CellNow = {
  /** The last state that was told; undefined for a node that is gone. */
  readonly state?: CellState | undefined;
  /** Since when by the API, as far as there is a trace of it. */
  readonly since?: Millis | undefined;
  /** When the node was made. */
  readonly nodeCreatedAt?: Millis | undefined;
};

/**
 * Follows a cell back from what it is now through its transitions, oldest first, to the beginning of the watch. Further
 * back only the state that still lasts is known, since the moment that the API has for it; what was before is unknown.
 */
export function trackCell(now: CellNow, transitions: readonly CellTransition[], watchedSince: Millis): CellTrack {
  const [first] = transitions;
  if (first === undefined) return inLife(trackLasting(now, watchedSince), now);
  const track: CellChange[] = [
    { at: -Infinity, state: 'unknown', dated: false },
    { at: watchedSince, state: first.from, dated: false },
  ];
  let lastGone = -Infinity;
  for (const [index, transition] of transitions.entries()) {
    if (transition.of === 'Cell') {
      track.push({ at: transition.at, state: transition.to, dated: true });
      continue;
    }
    lastGone = transition.at;
    track.push({ at: transition.at, state: undefined, dated: true });
    const next = transitions[index + 1];
    const state = next === undefined ? now.state : next.from;
    if (state === undefined) continue;
    const bornAt = Math.max(now.nodeCreatedAt ?? transition.at, transition.at);
    track.push({ at: Math.min(bornAt, next?.at ?? Infinity), state, dated: false });
  }
  return lastGone === -Infinity ? inLife(track, now) : track;
}

/** A cell that has not changed since the watch began. */
function trackLasting({ state = 'unknown', since }: CellNow, watchedSince: Millis): CellTrack {
  const told = since !== undefined && since < watchedSince;
  return [
    { at: -Infinity, state: 'unknown', dated: false },
    { at: told ? since : watchedSince, state, dated: told },
  ];
}

/** Before its node was made there was no cell; that is a moment of another clock, and ours has seen it at work. */
function inLife(track: CellTrack, now: CellNow): CellTrack {
  const seenAt = track.find(({ dated }) => dated)?.at ?? Infinity;
  const nodeCreatedAt = Math.min(now.nodeCreatedAt ?? -Infinity, seenAt);
  const later = track.filter(({ at }) => at > nodeCreatedAt);
  const atBirth = track.findLast(({ at }) => at <= nodeCreatedAt);
  return atBirth === undefined ? track : [{ ...atBirth, at: nodeCreatedAt, dated: false }, ...later];
}
