import type { Millis } from '#lib/base/clock.ts';
import type { Holder } from '#lib/domain/rollout/verdict.ts';
import { compareNodeNames } from '#lib/fleet/node-order.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import type { Text } from '#lib/text/text.ts';
import { paragraph } from './paragraph.ts';
import { type Column, renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

const NODES_NAMED = 3;

/** The first names, and how many more there are. */
export function sayNodes({ say, locale }: Text, nodes: readonly string[]): string {
  const shown = nodes.slice(0, NODES_NAMED).join(locale === 'ja' ? '、' : ', ');
  const more = nodes.length - NODES_NAMED;
  return more > 0 ? say('command.nodes.more', { nodes: shown, more }) : shown;
}

/** What the budget is, and what it lets happen now; of OnDelete, why there is none. */
function budgetLines(text: Text, view: DaemonSetView, terminal: Terminal): readonly string[] {
  const { budget, verdict, daemonSet } = view;
  const { kind: state, reason } = verdict;
  // It may also be that what the budget is reckoned from cannot be read.
  if (budget === undefined && daemonSet.updateStrategy.kind !== 'OnDelete') return [];
  const { meter, text: sentences } = text.describeBudget(budget ?? null, { state, reason });
  if (budget === undefined) return paragraph(sentences, 0, terminal);
  return paragraph(text.say('command.ledger', { meter, kind: budget.kind, text: sentences }), 0, terminal);
}

/** The budget, and below it who uses it: one line per reason, what is stuck first, then by how many they are. */
export function foldedLedger(
  text: Text,
  view: DaemonSetView,
  now: Millis,
  depth: number,
  terminal: Terminal,
): readonly string[] {
  const { budget, verdict } = view;
  if (budget === undefined) return [];
  const { kind, need, holders } = budget;
  const { meter } = text.describeBudget(budget, { state: verdict.kind, reason: verdict.reason });
  const groups = Map.groupBy(holders, ({ kind, reason }) => `${kind} ${reason}`);
  const lines = [...groups.values()]
    .toSorted((left, right) => rankOf(left) - rankOf(right) || right.length - left.length)
    .flatMap((group) => paragraph(sayGroup(text, group, now), depth + 2, terminal));
  return [...paragraph(text.say(`command.ledger.need.${kind}`, { meter, need }), depth, terminal), ...lines];
}

function rankOf([first]: readonly Holder[]): number {
  return first?.kind === 'stuck' ? 0 : 1;
}

function sayGroup(text: Text, group: readonly Holder[], now: Millis): string {
  const [first] = group;
  if (first === undefined) return '';
  const { kind, reason } = text.describeHolder(first, now);
  const values = { kind, reason, nodes: sayNodes(text, group.map(({ node }) => node).toSorted(compareNodeNames)) };
  const since = Math.min(...group.flatMap((holder) => holder.since ?? []));
  return Number.isFinite(since)
    ? text.say('command.ledger.waiting.since', { ...values, duration: text.duration(now - since) })
    : text.say('command.ledger.waiting', values);
}

/** The budget and every one of its holders; with surge, apart, the wanted nodes without an available pod. */
export function wholeLedger(text: Text, view: DaemonSetView, now: Millis, terminal: Terminal): readonly string[] {
  const { holders = [], unavailable = [] } = view.budget ?? {};
  const beside =
    unavailable.length === 0
      ? []
      : [
          ...paragraph(text.say('command.ledger.unavailable', { count: unavailable.length }), 0, terminal),
          ...holderTable(text, unavailable, now, terminal),
        ];
  return [...budgetLines(text, view, terminal), ...holderTable(text, holders, now, terminal), ...beside];
}

function holderTable(text: Text, holders: readonly Holder[], now: Millis, terminal: Terminal): readonly string[] {
  if (holders.length === 0) return [];
  const { say } = text;
  const rows = holders
    .map((holder) => ({ holder, said: text.describeHolder(holder, now) }))
    .toSorted(
      (left, right) =>
        rankOf([left.holder]) - rankOf([right.holder]) || compareNodeNames(left.holder.node, right.holder.node),
    );
  type Row = (typeof rows)[number];
  const columns: readonly Column<Row>[] = [
    {
      head: `  ${say('command.column.kind')}`,
      text: ({ said }) => `  ${said.kind}`,
      style: ({ holder }) => (holder.kind === 'stuck' ? 'starved' : 'rolling'),
    },
    { head: say('command.column.node'), text: ({ holder }) => holder.node, shrinks: true },
    { head: say('command.column.pod'), text: ({ holder }) => holder.pod ?? '', dispensable: 2 },
    { head: say('command.column.why'), text: ({ said }) => said.reason, shrinks: true },
    { head: say('command.column.row'), text: ({ holder, said }) => `${holder.row} ${said.row}`, dispensable: 1 },
    {
      head: say('command.column.since'),
      text: ({ holder }) => (holder.since === undefined ? '' : text.duration(now - holder.since)),
      dispensable: 3,
    },
  ];
  return renderTable(columns, rows, terminal);
}
