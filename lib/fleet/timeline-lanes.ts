import type { Millis } from '#lib/base/clock.ts';
import { CELL_STATES, type CellState, compareCellStates } from '#lib/domain/placement/cell-state.ts';
import type { LaneRun, StateCounts, TimelineLane, TimelineStep } from '#lib/wire/timeline.ts';
import type { CellTrack } from './cell-track.ts';
import type { BlindSpan } from './history.ts';
import { sweep, type Tally } from './state-sweep.ts';

/** `group` undefined: the node is gone, and nobody can say what it was grouped by. */
export type GroupedTrack = { readonly track: CellTrack; readonly group: string | undefined };

export type Sampling = { readonly moments: readonly Millis[]; readonly blind: readonly BlindSpan[] };

/** More lanes than these are no picture any more; the groups beyond share one. */
const MOST_LANES = 24;

/** Counts of all cells, where equal steps in a row are one. */
export function stepsOf(tracks: readonly CellTrack[], { moments, blind }: Sampling): readonly TimelineStep[] {
  const steps: TimelineStep[] = [];
  let last: string | undefined;
  const push = (step: TimelineStep): void => {
    const text = JSON.stringify(step.counts);
    if (text !== last) steps.push(step);
    last = text;
  };
  const laned = tracks.map((track) => ({ track, lane: 0 }));
  sweep(laned, 1, moments, blind, {
    onMoment: (at, [all]) => push({ at, counts: inOrder(all?.counts() ?? {}) }),
    onBlind: (at) => push({ at, counts: null }),
  });
  return steps;
}

function inOrder(counts: StateCounts): StateCounts {
  return Object.fromEntries(
    CELL_STATES.flatMap((state) => (counts[state] === undefined ? [] : [[state, counts[state]]])),
  );
}

/** One lane per group in natural order; of too many groups those that were worst have their own. */
export function lanesOf(tracks: readonly GroupedTrack[], sampling: Sampling): readonly TimelineLane[] {
  const keys = [...new Set(tracks.map(({ group }) => group))].filter((key) => key !== undefined).toSorted(compareKeys);
  const alone = sweepLanes(tracks, keys, sampling);
  const hasGone = tracks.some(({ group }) => group === undefined);
  if (keys.length + (hasGone ? 1 : 0) <= MOST_LANES) return alone;
  const worst = new Set(
    [...keys.keys()]
      .toSorted((left, right) => compareLanes(alone[left], alone[right]) || left - right)
      .slice(0, MOST_LANES - (hasGone ? 2 : 1)),
  );
  return sweepLanes(
    tracks,
    keys.filter((_, index) => worst.has(index)),
    sampling,
  );
}

const collator = new Intl.Collator('en', { numeric: true });

/** Nodes without a key come last. */
function compareKeys(left: string, right: string): number {
  if (left === '' || right === '') return left === right ? 0 : left === '' ? 1 : -1;
  return collator.compare(left, right);
}

/** The worst that a lane ever was, then how often it changed. */
function compareLanes(left: TimelineLane | undefined, right: TimelineLane | undefined): number {
  const worstOf = (lane: TimelineLane | undefined): CellState =>
    (lane?.runs ?? []).reduce<CellState>((worst, { state }) => worseOf(worst, state ?? 'excluded'), 'excluded');
  return compareCellStates(worstOf(left), worstOf(right)) || (right?.runs.length ?? 0) - (left?.runs.length ?? 0);
}

function worseOf(left: CellState, right: CellState): CellState {
  return compareCellStates(left, right) <= 0 ? left : right;
}

/** A lane for each of `keys`, then one for all other groups, then one for nodes that are gone; only those that have nodes. */
function sweepLanes(
  tracks: readonly GroupedTrack[],
  keys: readonly string[],
  sampling: Sampling,
): readonly TimelineLane[] {
  const [rest, gone] = [keys.length, keys.length + 1];
  const places = new Map(keys.map((key, index) => [key, index]));
  const laned = tracks.map(({ track, group }) => ({
    track,
    lane: group === undefined ? gone : (places.get(group) ?? rest),
  }));
  const runs = runsOf(laned, keys.length + 2, sampling);
  const sizes = Map.groupBy(laned, ({ lane }) => lane);
  const others = new Set(tracks.flatMap(({ group }) => (group === undefined || places.has(group) ? [] : [group])));
  const names: readonly TimelineLane['of'][] = [
    ...keys.map((key) => ({ kind: 'Group', key }) as const),
    { kind: 'Rest', groups: others.size },
    { kind: 'Gone' },
  ];
  return names.flatMap((of, lane) => {
    const nodes = sizes.get(lane)?.length ?? 0;
    return nodes === 0 ? [] : [{ of, nodes, runs: runs[lane] ?? [] }];
  });
}

function runsOf(
  laned: readonly { readonly track: CellTrack; readonly lane: number }[],
  lanes: number,
  { moments, blind }: Sampling,
): readonly (readonly LaneRun[])[] {
  const runs: LaneRun[][] = Array.from({ length: lanes }, () => []);
  const push = (lane: LaneRun[] | undefined, run: LaneRun): void => {
    const last = lane?.at(-1);
    if (last?.state !== run.state || last.nodes !== run.nodes) lane?.push(run);
  };
  sweep(laned, lanes, moments, blind, {
    onMoment: (at, tallies, touched) => {
      for (const lane of touched) push(runs[lane], { at, ...worstIn(tallies[lane]) });
    },
    onBlind: (at) => {
      for (const lane of runs) push(lane, { at, state: null, nodes: 0 });
    },
  });
  return runs;
}

function worstIn(tally: Tally | undefined): Omit<LaneRun, 'at'> {
  const counts = tally?.counts() ?? {};
  const state = CELL_STATES.find((each) => counts[each] !== undefined);
  return state === undefined ? { state: null, nodes: 0 } : { state, nodes: counts[state] ?? 0 };
}
