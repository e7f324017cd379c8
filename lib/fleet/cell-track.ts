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

export type CellTransition = Extract<Transition, { readonly of: 'Cell' | 'NodeCame' | 'NodeGone' }>;

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
  const changes = transitions.map((transition): CellChange => {
    const state = transition.of === 'NodeGone' ? undefined : transition.to;
    return { at: transition.at, state, dated: true };
  });
  if (first?.of === 'NodeCame' || (first === undefined && now.state === undefined)) return changes;
  return [...trackBefore(now, first?.from, watchedSince), ...changes];
}

/** `state` is what it was when the watch began; undefined when it has not changed since. */
function trackBefore(
  { since, nodeCreatedAt = -Infinity, ...now }: CellNow,
  state: CellState | undefined,
  watchedSince: Millis,
) {
  const isToldEarlier = state === undefined && since !== undefined && since < watchedSince;
  const known: CellChange = {
    at: isToldEarlier ? since : watchedSince,
    state: state ?? now.state ?? 'unknown',
    dated: isToldEarlier,
  };
  // A node that is left out now is left out of the time before, too: nobody waited for it that we know of.
  if (known.state === 'excluded' && state === undefined) return [{ ...known, at: -Infinity, dated: false }];
  // Another clock may be ahead of ours; what we have seen was there.
  return nodeCreatedAt < known.at ? [{ at: nodeCreatedAt, state: 'unknown', dated: false } as const, known] : [known];
}
