import type { Millis } from '#lib/base/clock.ts';
import { objectKey } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, DaemonSetStatus } from '#lib/domain/objects.ts';
import type { RevisionList } from '#lib/domain/rollout/revision-list.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import type { Text } from '#lib/text/text.ts';
import { makeVisible } from '#lib/text/visible.ts';
import { saySince } from './daemonset-table.ts';
import { DAEMON_SET_MARKS } from './glyphs.ts';
import { paragraph } from './paragraph.ts';
import { rolloutSections } from './rollout-sections.ts';
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

type RevisionRow = {
  readonly number: string;
  readonly hash: string;
  readonly pods: number | undefined;
  readonly createdAt: Millis | undefined;
  readonly note: string;
};

function revisionRows({ say }: Text, { revisions, unlisted }: RevisionList): readonly RevisionRow[] {
  const listed = revisions.map(({ number, hash, createdAt, pods, current, rolledBackTo }) => ({
    number: current ? say('command.revision.current', { number: `${number}` }) : `${number}`,
    hash,
    pods,
    createdAt,
    note: rolledBackTo ? say('command.revision.rolledBackTo') : '',
  }));
  const stray = unlisted.map(({ hash, pods }) => ({
    number: '?',
    hash: hash ?? say('command.revision.withoutHash'),
    pods,
    createdAt: undefined,
    note: say('command.revision.unlisted'),
  }));
  return [...listed, ...stray];
}

/** The revisions, newest first, with what is odd about them. */
function revisionLines(text: Text, list: RevisionList, now: Millis, terminal: Terminal): readonly string[] {
  const { say } = text;
  const columns: readonly Column<RevisionRow>[] = [
    { head: say('command.column.revision'), text: ({ number }) => number },
    { head: say('command.column.hash'), text: ({ hash }) => hash },
    { head: say('command.column.pods'), text: ({ pods }) => `${pods ?? '?'}`, align: 'end' },
    {
      head: say('command.column.age'),
      text: ({ createdAt }) => (createdAt === undefined ? '' : text.duration(now - createdAt)),
      dispensable: 1,
    },
    { head: say('command.column.note'), text: ({ note }) => note, shrinks: true },
  ];
  const rows = revisionRows(text, list);
  const notes = [
    ...(list.by === 'template'
      ? []
      : [say(list.by === 'highest' ? 'command.revision.byHighest' : 'command.revision.none')]),
    ...(list.hasGaps ? [say('command.revision.gaps')] : []),
    ...(list.templateUnknown > 0 ? [say('command.revision.templateUnknown', { count: list.templateUnknown })] : []),
  ];
  const table = rows.length === 0 ? [] : renderTable(withoutEmpty(columns, rows), rows, terminal);
  return [...table, ...notes.flatMap((note) => paragraph(note, 0, terminal, 'muted'))];
}

/** A column in which no row says anything is none. */
function withoutEmpty<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly Column<Row>[] {
  return columns.filter(({ text }) => rows.some((row) => text(row) !== ''));
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

/** Who it is, in which strategy, and what kubectl would say. */
function titleLines(text: Text, { daemonSet, verdict, kubectl }: DaemonSetView, now: Millis, terminal: Terminal) {
  const { glyph, style } = DAEMON_SET_MARKS[verdict.kind];
  const state = paint(`${glyph} ${text.describeDaemonSetState(verdict.kind).word}`, style, terminal);
  const name = makeVisible(objectKey(daemonSet));
  const title = [state, name, saySince(text, verdict, now)].filter((part) => part !== '').join('  ');
  const told = text.say('command.kubectl', { command: 'kubectl rollout status', message: kubectl.message });
  return [title, ...paragraph(sayStrategy(text, daemonSet), 0, terminal), ...paragraph(told, 0, terminal)];
}

/** Everything about one DaemonSet but its cells. */
export function detailSections(
  text: Text,
  view: DaemonSetView,
  { at, revisions }: StatusInput,
  terminal: Terminal,
): readonly (readonly string[])[] {
  return [
    titleLines(text, view, at, terminal),
    counterLines(text, view, terminal),
    ...rolloutSections(text, view, at, terminal),
    revisions === undefined ? [] : revisionLines(text, revisions, at, terminal),
  ];
}
