import type { Millis } from '#lib/base/clock.ts';
import { CELL_STATES, type CellState, compareCellStates } from '#lib/domain/placement/cell-state.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import type { TimelineLane, TimelineStep } from '#lib/wire/timeline.ts';
import type { CellTrack } from './cell-track.ts';
import type { BlindSpan } from './history.ts';
import { type LanedTrack, sweep } from './state-sweep.ts';

/** `group` undefined: the node is gone, and nobody can say what it was grouped by. */
export type GroupedTrack = { readonly track: CellTrack; readonly group: string | undefined };

export type Sampling = { readonly moments: readonly Millis[]; readonly blind: readonly BlindSpan[] };

/** More lanes than these are no picture any more; the groups beyond share one. */
const MOST_LANES = 24;

/** Counts of all cells. */
export function stepsOf(tracks: readonly CellTrack[], sampling: Sampling): readonly TimelineStep[] {
  const laned = tracks.map((track) => ({ track, lane: 0 }));
  return stepsByLane(laned, 1, sampling)[0] ?? [];
}

function stepsByLane(
  laned: readonly LanedTrack[],
  lanes: number,
  { moments, blind }: Sampling,
): readonly (readonly TimelineStep[])[] {
  const steps: TimelineStep[][] = Array.from({ length: lanes }, () => []);
  const push = (lane: TimelineStep[] | undefined, step: TimelineStep): void => {
    const last = lane?.at(-1);
    if (last === undefined || !sameJson(last.counts, step.counts)) lane?.push(step);
  };
  sweep(laned, lanes, moments, blind, {
    onMoment: (at, tallies, touched) => {
      for (const lane of touched) push(steps[lane], { at, counts: tallies[lane]?.counts() ?? {} });
    },
    onBlind: (at) => {
      for (const lane of steps) push(lane, { at, counts: null });
    },
  });
  return steps;
}

/** One lane per group in natural order; of too many groups those that were worst have their own. */
export function lanesOf(tracks: readonly GroupedTrack[], sampling: Sampling): readonly TimelineLane[] {
  const keys = [...new Set(tracks.map(({ group }) => group))].filter((key) => key !== undefined).toSorted(compareKeys);
  const alone = sweepLanes(tracks, keys, sampling);
  if (alone.length <= MOST_LANES) return alone;
  const hasGone = alone.some(({ of }) => of.kind === 'Gone');
  const worst = alone.toSorted(compareLanes).flatMap(({ of }) => (of.kind === 'Group' ? [of.key] : []));
  const own = new Set(worst.slice(0, MOST_LANES - (hasGone ? 2 : 1)));
  return sweepLanes(
    tracks,
    keys.filter((key) => own.has(key)),
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
function compareLanes(left: TimelineLane, right: TimelineLane): number {
  return compareCellStates(worstOf(left), worstOf(right)) || right.steps.length - left.steps.length;
}

function worstOf({ steps }: TimelineLane): CellState {
  return CELL_STATES.find((state) => steps.some(({ counts }) => counts?.[state] !== undefined)) ?? 'excluded';
}

/** A lane for each of `keys`, then one for all other groups, then one for nodes that are gone; only those that count any. */
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
  const steps = stepsByLane(laned, keys.length + 2, sampling);
  const others = new Set(tracks.flatMap(({ group }) => (group === undefined || places.has(group) ? [] : [group])));
  const names: readonly TimelineLane['of'][] = [
    ...keys.map((key) => ({ kind: 'Group', key }) as const),
    { kind: 'Rest', groups: others.size },
    { kind: 'Gone' },
  ];
  return names.flatMap((of, lane) => {
    const own = steps[lane] ?? [];
    const nodes = Math.max(0, ...own.map(totalOf));
    return nodes === 0 ? [] : [{ of, nodes, steps: own }];
  });
}

function totalOf({ counts }: TimelineStep): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}
