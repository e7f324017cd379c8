import { objectKey } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, DaemonSetStatus } from '#lib/domain/objects.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import type { Text } from '#lib/text/text.ts';
import { makeVisible } from '#lib/text/visible.ts';
import { saySince } from './daemonset-table.ts';
import { wrap } from './display-width.ts';
import { DAEMON_SET_MARKS } from './glyphs.ts';
import type { StatusInput } from './status-input.ts';
import { type Column, renderTable } from './table.ts';
import { paint, type Terminal } from './terminal.ts';

type CounterRow = { readonly name: string; readonly status: DaemonSetStatus };

/** Our counts above those of the status: the same eight, so that a difference is seen [P5]. */
function counterLines({ say }: Text, { counted, daemonSet }: DaemonSetView, terminal: Terminal): readonly string[] {
  const counter = (head: string, name: keyof DaemonSetStatus): Column<CounterRow> => ({
    head,
    text: ({ status }) => `${status[name]}`,
    align: 'end',
  });
  const columns: readonly Column<CounterRow>[] = [
    { head: '', text: ({ name }) => name },
    counter(say('command.column.desired'), 'desiredNumberScheduled'),
    counter(say('command.column.current'), 'currentNumberScheduled'),
    counter(say('command.column.ready'), 'numberReady'),
    counter(say('command.column.updated'), 'updatedNumberScheduled'),
    counter(say('command.column.available'), 'numberAvailable'),
    { ...counter(say('command.column.unavailable'), 'numberUnavailable'), dispensable: 2 },
    { ...counter(say('command.column.misscheduled'), 'numberMisscheduled'), dispensable: 3 },
    { ...counter(say('command.column.observedGeneration'), 'observedGeneration'), dispensable: 1 },
  ];
  const rows = [
    { name: say('command.row.counted'), status: counted },
    { name: say('command.row.status'), status: daemonSet.status },
  ];
  return renderTable(columns, rows, terminal);
}

type RevisionRow = DaemonSetView['revisions'][number];

function revisionLines({ say }: Text, view: DaemonSetView, terminal: Terminal): readonly string[] {
  const { current, by } = view.revision;
  const note =
    by === 'template' ? [] : [say(by === 'highest' ? 'command.revision.byHighest' : 'command.revision.none')];
  const columns: readonly Column<RevisionRow>[] = [
    {
      head: say('command.column.revision'),
      text: ({ revision }) =>
        revision.hash !== undefined && revision.hash === current?.hash
          ? say('command.revision.current', { number: `${revision.revision}` })
          : `${revision.revision}`,
    },
    { head: say('command.column.hash'), text: ({ revision }) => revision.hash ?? '' },
    { head: say('command.column.pods'), text: ({ pods }) => `${pods}`, align: 'end' },
  ];
  const table = view.revisions.length === 0 ? [] : renderTable(columns, view.revisions, terminal);
  return [...table, ...note];
}

function sayStrategy({ say }: Text, { updateStrategy, minReadySeconds }: DaemonSetRecord): string {
  const ready = `${minReadySeconds}`;
  if (updateStrategy.kind === 'OnDelete') return say('command.strategy.onDelete', { minReadySeconds: ready });
  const { maxSurge, maxUnavailable } = updateStrategy;
  // Exactly one of the two is not zero [RU1].
  return maxSurge === 0 || maxSurge === '0%'
    ? say('command.strategy.maxUnavailable', { amount: `${maxUnavailable}`, minReadySeconds: ready })
    : say('command.strategy.maxSurge', { amount: `${maxSurge}`, minReadySeconds: ready });
}

/** Everything about one DaemonSet but its cells. */
export function detailLines(
  text: Text,
  view: DaemonSetView,
  { at }: StatusInput,
  terminal: Terminal,
): readonly string[] {
  const { daemonSet, verdict, kubectl } = view;
  const { glyph, style } = DAEMON_SET_MARKS[verdict.kind];
  const state = paint(`${glyph} ${text.describeDaemonSetState(verdict.kind).word}`, style, terminal);
  const since = saySince(text, verdict, at);
  const name = makeVisible(objectKey(daemonSet));
  const title = [state, name, since].filter((part) => part !== '').join('  ');
  const fold = (line: string) => wrap(line, terminal.columns ?? Infinity);
  return [
    title,
    ...fold(sayStrategy(text, daemonSet)),
    ...fold(text.say('command.kubectl', { command: 'kubectl rollout status', message: kubectl.message })),
    '',
    ...counterLines(text, view, terminal),
    '',
    ...revisionLines(text, view, terminal),
  ];
}
