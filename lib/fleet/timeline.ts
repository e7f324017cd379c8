import type { Millis } from '#lib/base/clock.ts';
import { type NodeName, nodeName } from '#lib/domain/keys.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { ListedRevision } from '#lib/domain/rollout/revision-list.ts';
import { type GroupBy, groupKeyOf } from '#lib/wire/group-by.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import type { Timeline, TimelineRange } from '#lib/wire/timeline.ts';
import { type CellTrack, type CellTransition, trackCell } from './cell-track.ts';
import type { BlindSpan, Transition } from './history.ts';
import { momentsOf } from './state-sweep.ts';
import { lanesOf, stepsOf } from './timeline-lanes.ts';
import { markersOf } from './timeline-markers.ts';

export type TimelineInput = {
  readonly now: Millis;
  /** Undefined: this rollout while it is news, else the last day. */
  readonly range: TimelineRange | undefined;
  readonly groupBy: GroupBy;
  readonly daemonSet: { readonly createdAt?: Millis | undefined; readonly state: DaemonSetState };
  readonly revisions: readonly ListedRevision[];
  readonly nodes: readonly PictureNode[];
  /** The last state of a cell that was told, whatever is known now. */
  readonly lastState: (node: NodeName) => CellState | undefined;
  /** Since when by the API; asked only for what lies before the watch. */
  readonly sinceOf: (node: NodeName) => Millis | undefined;
  /** Of this DaemonSet, oldest first. */
  readonly transitions: readonly Transition[];
  readonly blind: readonly BlindSpan[];
  /** Since when every transition of this DaemonSet is held; undefined: never watched. */
  readonly watchedSince: Millis | undefined;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** More moments than this cannot be told apart on a screen. */
const MOST_MOMENTS = 300;
/** A rollout is shown with a little of what was before it. */
const MARGIN = 0.05;
const SHORTEST = 60_000;

/** What became of a DaemonSet's cells over time, as far as that is known: gaps are left, never filled in. */
export function timelineOf(input: TimelineInput): Timeline {
  const { now, watchedSince, transitions, revisions } = input;
  // What nobody could see before the watch is not what was watched with gaps.
  const blind = input.blind.filter(({ until = Infinity }) => until > (watchedSince ?? now));
  const rolloutSince = rolloutSinceOf(input);
  const range = rangeOf(input, rolloutSince);
  const from = beginningOf(range, input, rolloutSince);
  const window = { from, until: now };
  const tracks = tracksOf(input, from);
  const sampling = {
    blind,
    moments: momentsOf(
      tracks.map(({ track }) => ({ track, lane: 0 })),
      blind,
      window,
      MOST_MOMENTS,
    ),
  };
  const { markers, omitted } = markersOf({ window, transitions, revisions, tracks, blind, watchedSince });
  return {
    range,
    from,
    until: now,
    watchedSince: watchedSince ?? null,
    steps: stepsOf(
      tracks.map(({ track }) => track),
      sampling,
    ),
    lanes: lanesOf(tracks, sampling),
    markers,
    omittedMarkers: omitted,
  };
}

/** A revision that was rolled back to is older than the rollout: then only we can have seen when it began. */
function rolloutSinceOf({ revisions, transitions }: TimelineInput): Millis | undefined {
  const current = revisions.find((revision) => revision.current);
  const seen = transitions.findLast((each) => each.of === 'Revision' && each.to.hash === current?.hash);
  return current === undefined || current.rolledBackTo ? seen?.at : current.createdAt;
}

const FINISHED: ReadonlySet<DaemonSetState> = new Set<DaemonSetState>(['Complete', 'Idle']);

function rangeOf({ range, daemonSet, now }: TimelineInput, rolloutSince: Millis | undefined): TimelineRange {
  if (range !== undefined) return range;
  if (rolloutSince === undefined) return 'day';
  return now - rolloutSince < DAY || !FINISHED.has(daemonSet.state) ? 'rollout' : 'day';
}

function beginningOf(
  range: TimelineRange,
  { now, daemonSet, watchedSince }: TimelineInput,
  rolloutSince: Millis | undefined,
): Millis {
  const wanted = {
    rollout: () => {
      const since = rolloutSince ?? watchedSince ?? now;
      return since - (now - since) * MARGIN;
    },
    hour: () => now - HOUR,
    day: () => now - DAY,
    watched: () => watchedSince ?? now,
  }[range]();
  return Math.round(Math.min(now - SHORTEST, Math.max(wanted, daemonSet.createdAt ?? -Infinity)));
}

type NodeTrack = { readonly node: NodeName; readonly track: CellTrack; readonly group: string | undefined };

function tracksOf(input: TimelineInput, from: Millis): readonly NodeTrack[] {
  const { now, groupBy, nodes, lastState, sinceOf, transitions, watchedSince = now } = input;
  // Of a cell that was never told nothing is known, unless its node came while nobody could see.
  const untold = input.blind.at(-1)?.until === undefined && input.blind.length > 0 ? undefined : 'unknown';
  const byNode = Map.groupBy(transitions.filter(isOfCell), ({ node }) => node);
  const present = nodes.map((node): NodeTrack => {
    const name = nodeName(node.name);
    const own = byNode.get(name) ?? [];
    byNode.delete(name);
    const since = from < watchedSince && own.length === 0 ? sinceOf(name) : undefined;
    const cell = { state: lastState(name) ?? untold, since, nodeCreatedAt: node.createdAt ?? undefined };
    return { node: name, track: trackCell(cell, own, watchedSince), group: groupKeyOf(node, groupBy, now) };
  });
  const gone = [...byNode].map(([node, own]) => ({ node, track: trackCell({}, own, watchedSince), group: undefined }));
  return [...present, ...gone];
}

function isOfCell(transition: Transition): transition is CellTransition {
  return transition.of === 'Cell' || transition.of === 'NodeCame' || transition.of === 'NodeGone';
}
