import type { Text } from '#lib/text/text.ts';
import type { SomeNodes, Timeline, TimelineLane, TimelineMarker, TimelineStep } from '#lib/wire/timeline.ts';
import { CELL_STATES } from '../shell/look.ts';
import { listOf } from './revision-words.ts';

function sayNodes(text: Text, { count, names }: SomeNodes): string {
  const named = listOf(text, names);
  return count > names.length ? text.say('timeline.event.more', { nodes: named, count: count - names.length }) : named;
}

/** What happened, in a sentence. */
export function sayMarker(text: Text, marker: TimelineMarker): string {
  switch (marker.kind) {
    case 'RevisionCreated':
    case 'RevisionCurrent':
      return text.say(`timeline.event.${marker.kind}.sentence`, { number: marker.number });
    case 'FirstFailure':
      return text.say('timeline.event.FirstFailure.sentence', {
        node: marker.node,
        state: text.describeCellState(marker.state).word,
      });
    case 'State':
      return sayState(text, marker);
    case 'NodesLost':
    case 'NodesBack':
    case 'NodesCame':
    case 'NodesGone':
      return text.say(`timeline.event.${marker.kind}.sentence`, {
        count: marker.nodes.count,
        nodes: sayNodes(text, marker.nodes),
      });
    case 'WatchBegan':
    case 'SightLost':
    case 'SightRegained':
      return text.say(`timeline.event.${marker.kind}.sentence`);
  }
}

function sayState(text: Text, { from, to }: Extract<TimelineMarker, { readonly kind: 'State' }>): string {
  const words = { from: text.describeDaemonSetState(from).word, to: text.describeDaemonSetState(to).word };
  if (to === 'Stalled') return text.say('timeline.event.Stalled.sentence', words);
  return text.say(from === 'Stalled' ? 'timeline.event.Resumed.sentence' : 'timeline.event.State.sentence', words);
}

function sayCounts(text: Text, counts: TimelineStep['counts']): string {
  if (counts === null) return text.say('timeline.states.gap');
  const words = CELL_STATES.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count === 0 ? [] : [text.say('timeline.state.count', { count, state: text.describeCellState(state).word })];
  });
  return words.length === 0 ? text.say('timeline.states.none') : listOf(text, words);
}

/** The whole picture in two sentences: how it began, and how it is now. */
export function sayChart(text: Text, { steps, from, until }: Timeline): string {
  const begin = text.say('timeline.chart.begin.sentence', {
    age: text.age(until - from),
    states: sayCounts(text, steps[0]?.counts ?? null),
  });
  const end = text.say('timeline.chart.end.sentence', { states: sayCounts(text, steps.at(-1)?.counts ?? null) });
  return text.say('timeline.chart.label', { begin, end });
}

/** How far back it was watched, and what is before that. */
export function sayWatch(text: Text, { watchedSince, from, until }: Timeline): string {
  if (watchedSince === null || watchedSince >= until) return text.say('timeline.unwatched.sentence');
  const duration = text.duration(until - watchedSince);
  return text.say(watchedSince > from ? 'timeline.reconstructed.sentence' : 'timeline.watched.sentence', { duration });
}

export function nameLane(text: Text, { of }: TimelineLane, groupName: (key: string) => string): string {
  switch (of.kind) {
    case 'Group':
      return groupName(of.key);
    case 'Rest':
      return text.say('timeline.lane.rest', { count: of.groups });
    case 'Gone':
      return text.say('timeline.lane.gone');
  }
}

/** The last of a lane's states, in the order of time. */
const MOST_STEPS = 6;

export function sayLane(text: Text, { steps }: TimelineLane, name: string): string {
  const said = steps.slice(-MOST_STEPS).map(({ counts }) => sayCounts(text, counts));
  return text.say('timeline.lane.label', { group: name, state: said.join(' → ') });
}
