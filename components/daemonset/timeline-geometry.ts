import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { TimelineStep } from '#lib/wire/timeline.ts';
import { CELL_LOOKS, CELL_STATES } from '../shell/look.ts';

/** The time that a picture shows, and how wide it is. */
export type Scale = { readonly from: number; readonly until: number; readonly width: number };

export function xOf({ from, until, width }: Scale, at: number): number {
  const share = (at - from) / Math.max(1, until - from);
  return Math.round(Math.min(1, Math.max(0, share)) * width * 2) / 2;
}

export type Span<Value> = { readonly x: number; readonly width: number; readonly value: Value };

/** What holds from one moment to the next, as stretches of the picture. */
export function spansOf<Value extends { readonly at: number }>(
  scale: Scale,
  values: readonly Value[],
): readonly Span<Value>[] {
  return values.flatMap((value, index) => {
    const x = xOf(scale, value.at);
    const end = xOf(scale, values[index + 1]?.at ?? scale.until);
    return end > x ? [{ x, width: end - x, value }] : [];
  });
}

/** From the ground up: what is well carries what is not, so that trouble stands against the empty sky. */
const STACK: readonly CellState[] = [
  'ok',
  'old',
  'progressing',
  'misscheduled',
  'nodeDown',
  'unknown',
  'starved',
  'missing',
  'failed',
];
/** One failed node of five thousand is thinner than a hair, and must be seen all the same [P7]. */
const THINNEST = 2;
/** What is under way, and what is unknown, is not lost either; only what is well may be. */
const RAISED_FROM_SEVERITY = 1;

export type Frame = { readonly height: number; readonly thinnest?: number };

export type Areas = {
  readonly paths: readonly { readonly state: CellState; readonly path: string }[];
  readonly gaps: readonly Pick<Span<unknown>, 'x' | 'width'>[];
  /** How many nodes the full height stands for. */
  readonly most: number;
};

/** The states stacked on each other, step by step; where nothing was known there is a gap. */
export function areasOf(scale: Scale, steps: readonly TimelineStep[], { height, thinnest = THINNEST }: Frame): Areas {
  const most = Math.max(1, ...steps.map(({ counts }) => totalOf(counts)));
  const paths = new Map<CellState, string>();
  const gaps: Pick<Span<unknown>, 'x' | 'width'>[] = [];
  for (const { x, width, value } of spansOf(scale, steps)) {
    if (value.counts === null) {
      gaps.push({ x, width });
      continue;
    }
    let y = height;
    for (const [state, thickness] of thicknesses(value.counts, most, { height, thinnest })) {
      const top = round(y - thickness);
      paths.set(state, `${paths.get(state) ?? ''}M${x} ${round(y)}H${round(x + width)}V${top}H${x}Z`);
      y -= thickness;
    }
  }
  const stacked = STACK.flatMap((state) => {
    const path = paths.get(state);
    return path === undefined ? [] : [{ state, path }];
  });
  return { paths: stacked, gaps, most };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function totalOf(counts: TimelineStep['counts']): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}

/** What is not well is at least `thinnest` thick; the thickest layer gives what that takes. */
function thicknesses(
  counts: NonNullable<TimelineStep['counts']>,
  most: number,
  { height, thinnest }: Required<Frame>,
): readonly (readonly [CellState, number])[] {
  const layers = STACK.flatMap((state): [CellState, number][] => {
    const count = counts[state] ?? 0;
    return count === 0 ? [] : [[state, (count / most) * height]];
  });
  const thickest = layers.toSorted(([, left], [, right]) => right - left)[0]?.[0];
  let borrowed = 0;
  const raised = layers.map(([state, thickness]): [CellState, number] => {
    if (state === thickest || CELL_LOOKS[state].severity < RAISED_FROM_SEVERITY || thickness >= thinnest)
      return [state, thickness];
    borrowed += thinnest - thickness;
    return [state, thinnest];
  });
  return raised.map(([state, thickness]) => [
    state,
    state === thickest ? Math.max(0, thickness - borrowed) : thickness,
  ]);
}

/** Stretches in which the worst state is one that needs a look, however the numbers change [S2]. */
export function troublesOf(scale: Scale, steps: readonly TimelineStep[]): readonly Span<CellState>[] {
  const worst = spansOf(scale, steps).map(({ x, width, value }) => ({
    x,
    width,
    value: STACK.findLast((state) => (value.counts?.[state] ?? 0) > 0 && CELL_LOOKS[state].severity >= 2),
  }));
  const merged: Span<CellState>[] = [];
  for (const { x, width, value } of worst) {
    const last = merged.at(-1);
    if (value === undefined) continue;
    if (last?.value === value && last.x + last.width === x)
      merged[merged.length - 1] = { ...last, width: last.width + width };
    else merged.push({ x, width, value });
  }
  return merged;
}

/** The states that the picture has, in the order of the legend. */
export function statesIn(steps: readonly TimelineStep[]): readonly CellState[] {
  return CELL_STATES.filter((state) => steps.some(({ counts }) => (counts?.[state] ?? 0) > 0));
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TICK_STEPS: readonly number[] = [
  ...[10, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 30, 60, 180, 365].map((days) => days * DAY),
];
/** A label needs about this much. */
const TICK_WIDTH = 84;

/** Moments at round distances from now; the edges, now among them, are left out. */
export function ticksOf({ from, until, width }: Scale): readonly { readonly at: number; readonly ago: number }[] {
  const most = Math.max(1, Math.floor(width / TICK_WIDTH));
  const step = TICK_STEPS.find((each) => (until - from) / each <= most) ?? until - from;
  const count = Math.max(0, Math.ceil((until - from) / Math.max(1, step)) - 1);
  const all = Array.from({ length: count }, (_, index) => (count - index) * step);
  return all.filter(isRound).map((ago) => ({ at: until - ago, ago }));
}

/** An age is told in one unit, so that what is no whole number of it would be told like its neighbour. */
function isRound(ago: number): boolean {
  const unit = [DAY, HOUR, MINUTE].find((each) => ago >= each);
  return unit === undefined || ago % unit === 0;
}

export type MarkerBadge = { readonly x: number; readonly first: number; readonly last: number };

const BADGE_WIDTH = 22;

/** Numbers over the picture, counted from 1 in the order of time; those that would cover each other share a place. */
export function badgesOf(scale: Scale, markers: readonly { readonly at: number }[]): readonly MarkerBadge[] {
  const badges: { x: number; first: number; last: number }[] = [];
  for (const [index, { at }] of markers.entries()) {
    const x = xOf(scale, at);
    const before = badges.at(-1);
    if (before !== undefined && x - before.x < BADGE_WIDTH) before.last = index + 1;
    else badges.push({ x, first: index + 1, last: index + 1 });
  }
  return badges;
}
