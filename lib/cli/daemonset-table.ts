import type { DaemonSetStatus } from '#lib/domain/objects.ts';
import { DAEMON_SET_STATES } from '#lib/domain/rollout/daemonset-state.ts';
import type { RolloutVerdict } from '#lib/domain/rollout/verdict.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import type { Text } from '#lib/text/text.ts';
import { DAEMON_SET_MARKS } from './glyphs.ts';
import { paragraph } from './paragraph.ts';
import type { StatusInput } from './status-input.ts';
import { type Column, renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

type Counter = Exclude<keyof DaemonSetStatus, 'observedGeneration'>;

/** Our own count; in brackets what the status says, where the two differ [P5]. */
function sayCounter({ counted, daemonSet }: DaemonSetView, counter: Counter): string {
  const [ours, theirs] = [counted[counter], daemonSet.status[counter]];
  return ours === theirs ? `${ours}` : `${ours} (${theirs})`;
}

export function saySince({ say, duration }: Text, { since, sinceIsLowerBound }: RolloutVerdict, now: number): string {
  // At the first look at something of which the API keeps no trace, nothing is known.
  if (since === undefined || (sinceIsLowerBound && now - since < 1_000)) return '';
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

/** One row per DaemonSet; where there is no room for all, the last row counts the others by their states. */
export function daemonSetLines(text: Text, input: StatusInput, room: number, terminal: Terminal): readonly string[] {
  const { daemonSets } = input;
  if (daemonSets.length === 0) return [];
  const notes = daemonSets.some(differs) ? paragraph(text.say('command.statusDiffers'), 0, terminal, 'muted') : [];
  const space = room - HEAD_ROWS - notes.length;
  const shown = daemonSets.length <= space ? daemonSets : daemonSets.slice(0, Math.max(1, space - 1));
  const rest = daemonSets.slice(shown.length);
  const table = renderTable(columnsFor(text, input), shown, terminal);
  return [...table, ...(rest.length === 0 ? [] : paragraph(sayRest(text, rest), 2, terminal, 'muted')), ...notes];
}

const HEAD_ROWS = 1;

function sayRest(text: Text, rest: readonly DaemonSetView[]): string {
  const states = DAEMON_SET_STATES.flatMap((state) => {
    const count = rest.filter(({ verdict }) => verdict.kind === state).length;
    const word = text.describeDaemonSetState(state).word;
    return count === 0 ? [] : [text.say('command.more.daemonSets.state', { count, state: word })];
  });
  const list = states.join(text.locale === 'ja' ? '、' : ', ');
  return text.say('command.more.daemonSets.rows', { count: rest.length, states: list });
}
