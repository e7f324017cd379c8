import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '#lib/domain/keys.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { ListedRevision } from '#lib/domain/rollout/revision-list.ts';
import type { SomeNodes, TimelineMarker } from '#lib/wire/timeline.ts';
import type { CellTrack } from './cell-track.ts';
import type { BlindSpan, Transition } from './history.ts';
import type { Window } from './state-sweep.ts';

export type MarkersInput = {
  readonly window: Window;
  /** Of this DaemonSet, oldest first. */
  readonly transitions: readonly Transition[];
  readonly revisions: readonly ListedRevision[];
  readonly tracks: readonly { readonly node: string; readonly track: CellTrack }[];
  readonly blind: readonly BlindSpan[];
  readonly watchedSince: Millis | undefined;
};

const MOST_MARKERS = 100;
const FAILURES: ReadonlySet<CellState | undefined> = new Set<CellState>(['failed', 'starved', 'missing']);
/** A switch that dies takes its nodes with it within a minute: one marker. */
const TOGETHER_MILLIS = 60_000;
/** Shorter than anybody looks. */
const BLINK_MILLIS = 2_000;
/** A revision that is made becomes the current one a moment later; that is not said twice. */
const JUST_MADE_MILLIS = 60_000;

/** What happened within the window, in the order of time; of too much the newest. */
export function markersOf(input: MarkersInput): {
  readonly markers: readonly TimelineMarker[];
  readonly omitted: number;
} {
  const { from, until } = input.window;
  const rollouts = revisionMarkers(input);
  const all = [
    ...rollouts,
    ...stateMarkers(input.transitions),
    ...nodeMarkers(input.transitions),
    ...firstFailures(input, rollouts),
    ...sightMarkers(input),
  ].filter(({ at }) => at >= from && at <= until);
  const sorted = all.toSorted((left, right) => left.at - right.at);
  return { markers: sorted.slice(-MOST_MARKERS), omitted: Math.max(0, sorted.length - MOST_MARKERS) };
}

function revisionMarkers({ revisions, transitions }: MarkersInput): readonly TimelineMarker[] {
  const created = revisions.flatMap(({ number, hash, createdAt, rolledBackTo }): TimelineMarker[] =>
    // Of one that was rolled back to the number is younger than the revision.
    createdAt === undefined || rolledBackTo ? [] : [{ at: createdAt, kind: 'RevisionCreated', number, hash }],
  );
  const current = transitions.flatMap((each): TimelineMarker[] => {
    if (each.of !== 'Revision') return [];
    const { at, to } = each;
    const justMade = revisions.some(
      ({ hash, createdAt = Infinity, rolledBackTo }) =>
        hash === to.hash && !rolledBackTo && Math.abs(at - createdAt) < JUST_MADE_MILLIS,
    );
    return justMade ? [] : [{ at, kind: 'RevisionCurrent', number: to.number, hash: to.hash }];
  });
  return [...created, ...current];
}

/**
 * A time in which nothing was known is no state: what is told is what it was before and what it was afterwards. So it is
 * with a state that was left again at once, as each rollout is not observed for the blink of an eye.
 */
function stateMarkers(transitions: readonly Transition[]): readonly TimelineMarker[] {
  const markers: Extract<TimelineMarker, { readonly kind: 'State' }>[] = [];
  let last: DaemonSetState | undefined;
  for (const each of transitions) {
    if (each.of !== 'DaemonSet') continue;
    const { at, from, to } = each;
    if (from !== 'Unknown') last = from;
    if (to === 'Unknown' || last === undefined || last === to) continue;
    const before = markers.at(-1);
    const isBlink = before !== undefined && before.to === last && at - before.at < BLINK_MILLIS;
    if (isBlink) markers.pop();
    const marker = { at: isBlink ? before.at : at, kind: 'State', from: isBlink ? before.from : last, to } as const;
    if (marker.from !== to) markers.push(marker);
    last = to;
  }
  return markers;
}

const NODE_KINDS = ['NodesLost', 'NodesBack', 'NodesCame', 'NodesGone'] as const;

function nodeMarkers(transitions: readonly Transition[]): readonly TimelineMarker[] {
  // What may not be read any more did not go, and when it may be read again it did not come.
  const born = firstReadiness(transitions);
  const hidden = new Set(transitions.flatMap((each) => (each.of === 'NodeGone' && each.hidden ? [each.node] : [])));
  return NODE_KINDS.flatMap((kind) => {
    const happened = transitions.flatMap((each) => {
      const node = nodeOf(each, kind);
      if (node === undefined || (kind === 'NodesCame' && hidden.has(node))) return [];
      return kind === 'NodesBack' && born.has(each) ? [] : [{ at: each.at, node }];
    });
    return together(happened).map(
      (group): TimelineMarker => ({ at: group[0]?.at ?? 0, kind, nodes: someNodes(group) }),
    );
  });
}

function nodeOf(transition: Transition, kind: (typeof NODE_KINDS)[number]): NodeName | undefined {
  if (transition.of === 'NodeGone') return kind === 'NodesGone' && !transition.hidden ? transition.node : undefined;
  if (transition.of === 'NodeCame') return kind === 'NodesCame' ? transition.node : undefined;
  if (transition.of !== 'Cell') return undefined;
  const { node, from, to } = transition;
  if (kind === 'NodesLost' && to === 'nodeDown') return node;
  return kind === 'NodesBack' && from === 'nodeDown' && to !== 'excluded' ? node : undefined;
}

/** A node that came and was not ready yet is not back when it is. */
function firstReadiness(transitions: readonly Transition[]): ReadonlySet<Transition> {
  const latest = new Map<NodeName, Transition['of']>();
  const found = new Set<Transition>();
  for (const each of transitions) {
    if (!('node' in each)) continue;
    if (latest.get(each.node) === 'NodeCame') found.add(each);
    latest.set(each.node, each.of);
  }
  return found;
}

type Happened = { readonly at: Millis; readonly node: string };

function together(happened: readonly Happened[]): readonly (readonly Happened[])[] {
  const groups: Happened[][] = [];
  for (const each of happened) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && each.at - group[0].at <= TOGETHER_MILLIS) group.push(each);
    else groups.push([each]);
  }
  return groups;
}

function someNodes(happened: readonly Happened[]): SomeNodes {
  const names = [...new Set(happened.map(({ node }) => node))].toSorted();
  return { count: names.length, names: names.slice(0, 3) };
}

type FirstFailure = Extract<TimelineMarker, { readonly kind: 'FirstFailure' }>;

/** The first failure after each revision; one that was there when the watch began has no moment. */
function firstFailures(
  { tracks, window }: MarkersInput,
  rollouts: readonly TimelineMarker[],
): readonly TimelineMarker[] {
  const begins = [window.from, ...rollouts.map(({ at }) => at)].toSorted((left, right) => left - right);
  const first = new Map<number, FirstFailure>();
  for (const { node, track } of tracks) {
    for (const { at, state, dated } of track) {
      if (!dated || state === undefined || !FAILURES.has(state) || at < window.from) continue;
      const rollout = begins.findLastIndex((begin) => begin <= at);
      if (at < (first.get(rollout)?.at ?? Infinity)) first.set(rollout, { at, kind: 'FirstFailure', node, state });
    }
  }
  return [...first.values()];
}

function sightMarkers({ blind, watchedSince }: MarkersInput): readonly TimelineMarker[] {
  const began = watchedSince === undefined ? [] : [{ at: watchedSince, kind: 'WatchBegan' } as const];
  const spans = blind.flatMap(({ from, until }): TimelineMarker[] =>
    watchedSince === undefined || from < watchedSince
      ? []
      : [
          { at: from, kind: 'SightLost' },
          ...(until === undefined ? [] : [{ at: until, kind: 'SightRegained' } as const]),
        ],
  );
  return [...began, ...spans];
}
