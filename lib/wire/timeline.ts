import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';

/*
 * Answer of GET /api/daemonsets/[namespace]/[name]/timeline?range=rollout&group=zone: JSON, as the details are; times are
 * milliseconds. A step holds from its moment up to that of the next one, the
 * last one up to `until`; equal ones are one.
 */

/** What is looked at: this rollout, the last hour, the last day, all that was watched. */
export const TIMELINE_RANGES = ['rollout', 'hour', 'day', 'watched'] as const;
export type TimelineRange = (typeof TIMELINE_RANGES)[number];

export function parseTimelineRange(text: string): TimelineRange | undefined {
  return TIMELINE_RANGES.find((range) => range === text);
}

/** How many nodes are in each state; states without any are left out, and so are excluded nodes. */
export type StateCounts = { readonly [State in CellState]?: number };

/** `counts` null: nothing was known then. */
export type TimelineStep = { readonly at: number; readonly counts: StateCounts | null };

export type TimelineLane = {
  readonly of:
    | { readonly kind: 'Group'; readonly key: string }
    /** The groups that have no lane of their own. */
    | { readonly kind: 'Rest'; readonly groups: number }
    /** Nodes that are not there any more, so that nobody can say of which group they were. */
    | { readonly kind: 'Gone' };
  /** The most that were counted at a time. */
  readonly nodes: number;
  readonly steps: readonly TimelineStep[];
};

/** Node names: how many, and the first three. */
export type SomeNodes = { readonly count: number; readonly names: readonly string[] };

export type TimelineMarker = { readonly at: number } & (
  | { readonly kind: 'RevisionCreated'; readonly number: number; readonly hash: string }
  /** Seen by us; of a rollback the API keeps no moment. */
  | { readonly kind: 'RevisionCurrent'; readonly number: number; readonly hash: string }
  | { readonly kind: 'FirstFailure'; readonly node: string; readonly state: CellState }
  | { readonly kind: 'State'; readonly from: DaemonSetState; readonly to: DaemonSetState }
  | { readonly kind: 'NodesLost'; readonly nodes: SomeNodes }
  | { readonly kind: 'NodesBack'; readonly nodes: SomeNodes }
  | { readonly kind: 'NodesCame'; readonly nodes: SomeNodes }
  | { readonly kind: 'NodesGone'; readonly nodes: SomeNodes }
  | { readonly kind: 'WatchBegan' }
  | { readonly kind: 'SightLost' }
  | { readonly kind: 'SightRegained' }
);

export type Timeline = {
  readonly range: TimelineRange;
  readonly from: number;
  readonly until: number;
  /** Before it, what is drawn follows from the timestamps of what is still there; null: never watched. */
  readonly watchedSince: number | null;
  readonly steps: readonly TimelineStep[];
  readonly lanes: readonly TimelineLane[];
  /** In the order of time. */
  readonly markers: readonly TimelineMarker[];
  /** Older ones that found no place. */
  readonly omittedMarkers: number;
};
