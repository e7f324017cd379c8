import type { DaemonSetStatus } from '#lib/domain/objects.ts';
import type { RolloutVerdict } from '#lib/domain/rollout/verdict.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { factsOfVerdict } from '#lib/text/describe/daemonset.ts';
import type { Text } from '#lib/text/text.ts';
import { wrap } from './display-width.ts';
import { DAEMON_SET_MARKS } from './glyphs.ts';
import type { StatusInput } from './status-input.ts';
import { type Column, renderTable } from './table.ts';
import { paint, type Terminal } from './terminal.ts';

type Counter = Exclude<keyof DaemonSetStatus, 'observedGeneration'>;

/** Our own count; in brackets what the status says, where the two differ [P5]. */
function sayCounter({ counted, daemonSet }: DaemonSetView, counter: Counter): string {
  const [ours, theirs] = [counted[counter], daemonSet.status[counter]];
  return ours === theirs ? `${ours}` : `${ours} (${theirs})`;
}

export function saySince({ say, duration }: Text, { since, sinceIsLowerBound }: RolloutVerdict, now: number): string {
  if (since === undefined) return '';
  const words = duration(now - since);
  return sinceIsLowerBound ? say('command.since.atLeast', { duration: words }) : words;
}

function columnsFor(text: Text, { at }: StatusInput): readonly Column<DaemonSetView>[] {
  const { say } = text;
  const counter = (head: string, name: Counter, dispensable: number): Column<DaemonSetView> => ({
    head,
    text: (view) => sayCounter(view, name),
    align: 'end',
    dispensable,
  });
  return [
    {
      head: `  ${say('command.column.state')}`,
      text: ({ verdict }) =>
        `${DAEMON_SET_MARKS[verdict.kind].glyph} ${text.describeDaemonSetState(verdict.kind).word}`,
      style: ({ verdict }) => DAEMON_SET_MARKS[verdict.kind].style,
    },
    { head: say('command.column.namespace'), text: ({ daemonSet }) => daemonSet.namespace, shrinks: true },
    { head: say('command.column.name'), text: ({ daemonSet }) => daemonSet.name, shrinks: true },
    counter(say('command.column.desired'), 'desiredNumberScheduled', 8),
    counter(say('command.column.current'), 'currentNumberScheduled', 2),
    counter(say('command.column.ready'), 'numberReady', 4),
    counter(say('command.column.updated'), 'updatedNumberScheduled', 6),
    counter(say('command.column.available'), 'numberAvailable', 7),
    counter(say('command.column.misscheduled'), 'numberMisscheduled', 1),
    {
      head: say('command.column.revision'),
      text: ({ revision }) => (revision.current === undefined ? '?' : `${revision.current.number}`),
      align: 'end',
      dispensable: 3,
    },
    { head: say('command.column.since'), text: ({ verdict }) => saySince(text, verdict, at), dispensable: 5 },
  ];
}

function differs({ counted, daemonSet: { status } }: DaemonSetView): boolean {
  const counters: readonly Counter[] = [
    'desiredNumberScheduled',
    'currentNumberScheduled',
    'numberReady',
    'updatedNumberScheduled',
    'numberAvailable',
    'numberMisscheduled',
  ];
  return counters.some((counter) => counted[counter] !== status[counter]);
}

const INDENT = '  ';

/** One row per DaemonSet; below the rows of those that are not complete, the sentence about them. */
export function daemonSetLines(text: Text, input: StatusInput, terminal: Terminal): readonly string[] {
  const { daemonSets, at } = input;
  if (daemonSets.length === 0) return [];
  const [head = '', ...rows] = renderTable(columnsFor(text, input), daemonSets, terminal);
  const body = daemonSets.flatMap((view, index) => {
    const row = rows[index] ?? '';
    const { kind } = view.verdict;
    if (kind === 'Complete' || kind === 'Idle') return [row];
    const sentence = text.describeDaemonSet(factsOfVerdict(view.verdict, view.counted), at);
    const room = terminal.columns === undefined ? Infinity : Math.max(1, terminal.columns - INDENT.length);
    return [row, ...wrap(sentence, room).map((line) => INDENT + paint(line, 'muted', terminal))];
  });
  const notes = daemonSets.some(differs) ? wrap(text.say('command.statusDiffers'), terminal.columns ?? Infinity) : [];
  return [head, ...body, ...notes.map((line) => paint(line, 'muted', terminal))];
}
