import type { NodeName } from '#lib/domain/keys.ts';
import { isWanted, type NodePlacement } from '#lib/domain/placement/placement-report.ts';
import { exceedsAllocatable, type Shortage } from '#lib/domain/room/fit.ts';
import { formatQuantity, parseQuantity, toAmount } from '#lib/domain/room/quantity.ts';
import { nameAmount } from '#lib/text/describe/phrase.ts';
import { writeHostPort } from '#lib/text/describe/room.ts';
import type { Text } from '#lib/text/text.ts';
import { sayNodes } from './ledger-lines.ts';
import { paragraph } from './paragraph.ts';
import { type Column, renderTable } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

/** Nodes of which the same is to be said, in their order. */
type Group = {
  readonly nodes: readonly NodePlacement[];
  readonly why: string;
  /** Below its row. */
  readonly help?: string;
};

/** Under the names of the nodes. */
const HELP_DEPTH = 7;
/** More reasons than these are a case for --cells. */
const MOST_GROUPS = 10;

const reasonsOf = ({ eligibility }: NodePlacement) => (eligibility.kind === 'ShouldRun' ? [] : eligibility.reasons);

function listOf({ say }: Text, words: readonly string[]): string {
  return words.join(say('screen.list'));
}

/** The wanted nodes without room, those with the same shortage together, the largest group first. */
export function roomLines(text: Text, nodes: readonly NodePlacement[], terminal: Terminal): readonly string[] {
  const starved = nodes.filter((node) => isWanted(node) && node.shortages.length > 0);
  const groups = Map.groupBy(starved, ({ shortages, preempts = false, fitsInPlace = false }) =>
    JSON.stringify([preempts, fitsInPlace, shortages.some(neverFits), shortages.map(kindOf)]),
  );
  const rows = [...groups.values()].map((group): Group => {
    const help = sayHelp(text, group);
    return { nodes: group, why: sayShort(text, group), ...(help === undefined ? {} : { help }) };
  });
  const columns: readonly Column<Group>[] = [
    ...groupColumns(text, 'starved'),
    // How much is short is what somebody came to read: the names give way.
    { head: text.say('placement.column.short'), text: ({ why }) => why },
  ];
  return groupLines(text, columns, rows, terminal);
}

/** The nodes that are not wanted, those with the same reasons together. */
export function unwantedLines(text: Text, nodes: readonly NodePlacement[], terminal: Terminal): readonly string[] {
  const unwanted = nodes.filter((node) => !isWanted(node));
  const groups = Map.groupBy(unwanted, (node) => sayReasons(text, node));
  const rows = [...groups].map(([why, group]) => ({ nodes: group, why }));
  const columns: readonly Column<Group>[] = [
    ...groupColumns(text, 'muted'),
    { head: text.say('command.column.why'), text: ({ why }) => why, shrinks: true },
  ];
  return groupLines(text, columns, rows, terminal);
}

function groupColumns(text: Text, style: Style): readonly Column<Group>[] {
  return [
    {
      head: text.say('placement.column.nodes'),
      text: ({ nodes }) => text.formatCount(nodes.length),
      align: 'end',
      style: () => style,
    },
    { head: text.say('placement.column.which'), text: ({ nodes }) => sayNodes(text, nodes.map(nameOf)), shrinks: true },
  ];
}

const nameOf = ({ node }: NodePlacement): NodeName => node;

function groupLines(
  text: Text,
  columns: readonly Column<Group>[],
  groups: readonly Group[],
  terminal: Terminal,
): readonly string[] {
  if (groups.length === 0) return [];
  const ranked = groups.toSorted((left, right) => right.nodes.length - left.nodes.length);
  const shown = ranked.slice(0, MOST_GROUPS);
  const rest = ranked.slice(MOST_GROUPS).reduce((sum, { nodes }) => sum + nodes.length, 0);
  const [head = '', ...rows] = renderTable(columns, shown, terminal);
  return [
    head,
    ...shown.flatMap(({ help }, index) => [
      rows[index] ?? '',
      ...(help === undefined ? [] : paragraph(text.say('placement.help', { help }), HELP_DEPTH, terminal, 'muted')),
    ]),
    ...(rest === 0 ? [] : paragraph(text.say('placement.more.groups', { count: rest }), 0, terminal, 'muted')),
  ];
}

function sayReasons(text: Text, node: NodePlacement): string {
  // A placement reason tells of no moment, whatever the time is.
  return listOf(text, [...new Set(reasonsOf(node).map((reason) => text.describeReason(reason, 0).phrase))]);
}

function kindOf(shortage: Shortage): string {
  return shortage.kind === 'HostPortConflict' ? writeHostPort(shortage) : shortage.resource;
}

function neverFits(shortage: Shortage): boolean {
  return shortage.kind === 'InsufficientResource' && exceedsAllocatable(shortage);
}

/** By how much each of what is short falls short, from the least to the most. */
function sayShort(text: Text, group: readonly NodePlacement[]): string {
  const kinds = [
    ...Map.groupBy(
      group.flatMap(({ shortages }) => shortages),
      kindOf,
    ).values(),
  ];
  return listOf(
    text,
    kinds.map((same) => sayOneShort(text, same)),
  );
}

function sayOneShort(text: Text, same: readonly Shortage[]): string {
  const { say } = text;
  const [first] = same;
  if (first?.kind === 'HostPortConflict') {
    const holder =
      same.length === 1 && first.holder !== undefined ? `${first.holder.namespace}/${first.holder.name}` : '_';
    return say('placement.short.hostPort', { port: writeHostPort(first), holder });
  }
  if (first === undefined || first.resource === 'pods') return say('placement.short.pods');
  const { resource } = first;
  const missing = same.map(missingOf).toSorted((left, right) => Number(left - right));
  const [least = 0n, most = least] = [missing[0], missing.at(-1)];
  // "1 to 2,800m" would be read as thousandths alone.
  const inThousandths = resource === 'cpu' && [least, most].some((amount) => amount % 1_000n !== 0n);
  const write = (amount: bigint) =>
    inThousandths ? `${text.formatCount(Number(amount))}m` : text.quantity(resource, formatQuantity(resource, amount));
  const name = nameAmount(text, resource);
  const [from, to] = [write(least), write(most)];
  // What is told in four digits may read the same and not be.
  return from === to
    ? say('placement.short.one', { amount: to, resource: name })
    : say('placement.short.range', { from, to, resource: name });
}

function missingOf(shortage: Shortage): bigint {
  if (shortage.kind === 'HostPortConflict') return 0n;
  const amountOf = (quantity: string) => {
    const parsed = parseQuantity(quantity);
    return parsed.ok ? toAmount(shortage.resource, parsed.value) : 0n;
  };
  return amountOf(shortage.requested) - amountOf(shortage.free);
}

/** Nodes of one group have the same kinds of shortage. */
function sayHelp({ say }: Text, [first]: readonly NodePlacement[]): string | undefined {
  if (first === undefined) return undefined;
  if (first.preempts === true) return say('placement.help.preempts');
  if (first.fitsInPlace === true) return say('placement.help.surge');
  if (first.shortages.some(neverFits)) return say('placement.help.never');
  const short = first.shortages.flatMap((shortage) =>
    shortage.kind === 'InsufficientResource' ? [shortage.resource] : [],
  );
  if (short.length === 0) return say('placement.help.port');
  // Neither is helped by asking for less.
  return say(short.every((resource) => resource === 'pods') ? 'placement.help.slot' : 'placement.help.evict');
}

/** Somebody has to go, or the DaemonSet has to ask for less: neither the scheduler nor the update sees to it. */
export function lacksHelp(node: NodePlacement): boolean {
  if (!isWanted(node) || node.shortages.length === 0) return false;
  return node.preempts !== true && node.fitsInPlace !== true && !node.shortages.some(neverFits);
}

/** Every node in a row of its own. */
export function allNodeLines(text: Text, nodes: readonly NodePlacement[], terminal: Terminal): readonly string[] {
  const { say } = text;
  const columns: readonly Column<NodePlacement>[] = [
    { head: say('command.column.node'), text: nameOf, shrinks: true },
    {
      head: say('placement.column.wanted'),
      text: ({ eligibility }) => say(WANTED[eligibility.kind]),
      style: (node) => (isWanted(node) ? 'plain' : 'muted'),
    },
    {
      head: say('placement.column.fits'),
      text: ({ shortages }) => say(shortages.length === 0 ? 'placement.yes' : 'placement.no'),
      style: ({ shortages }) => (shortages.length === 0 ? 'ok' : 'starved'),
    },
    { head: say('command.column.why'), text: (node) => sayWhy(text, node), shrinks: true },
  ];
  return nodes.length === 0 ? [] : renderTable(columns, nodes, terminal);
}

const WANTED = {
  ShouldRun: 'placement.yes',
  ShouldContinueRunning: 'placement.mayStay',
  ShouldNotRun: 'placement.no',
} as const;

function sayWhy(text: Text, node: NodePlacement): string {
  const shortages = node.shortages.map((shortage) => text.describeReason(shortage, 0).phrase);
  return listOf(
    text,
    [sayReasons(text, node), ...shortages].filter((phrase) => phrase !== ''),
  );
}
