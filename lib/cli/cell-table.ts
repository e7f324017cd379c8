import { objectKey } from '#lib/domain/keys.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { compareNodeNames } from '#lib/fleet/node-order.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import type { Text } from '#lib/text/text.ts';
import { wrap } from './display-width.ts';
import { CELL_MARKS } from './glyphs.ts';
import { sayNodes } from './ledger-lines.ts';
import { paragraph } from './paragraph.ts';
import type { StatusInput } from './status-input.ts';
import { listNodes, type NodeStatus } from './status-nodes.ts';
import { type Column, renderTable } from './table.ts';
import { paint, type Terminal } from './terminal.ts';

function sayState(text: Text, state: CellState): string {
  return `${CELL_MARKS[state].glyph} ${text.describeCellState(state).word}`;
}

function sayWhy(text: Text, cell: Cell, now: number): string {
  return text.describeCell({ state: cell.kind, reasons: cell.evidence.reasons }, now).phrase;
}

/** The first name, and how many more. */
function sayDaemonSets({ say }: Text, [first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : say('command.names.more', { names: first, more: others.length });
}

/** Of severity 2 and more [experience 2]. */
const TROUBLE: ReadonlySet<CellState> = new Set(['failed', 'missing', 'starved', 'nodeDown', 'misscheduled']);

/** Nodes of which the same is to be said, in natural order. */
type NodeRow = { readonly nodes: readonly NodeStatus[]; readonly why: string; readonly daemonSets: string };

/** One row per node in trouble, however many DaemonSets it concerns, and one for all nodes of which the same is said. */
export function nodeLines(
  text: Text,
  { daemonSets, at }: StatusInput,
  room: number,
  terminal: Terminal,
): readonly string[] {
  const { say } = text;
  const nodes = listNodes(daemonSets).filter(({ state }) => TROUBLE.has(state));
  if (nodes.length === 0) return [];
  const rows = groupNodes(text, nodes, at);
  const shown = rows.length <= room - HEAD_ROWS ? rows : rows.slice(0, Math.max(1, room - HEAD_ROWS - 1));
  const rest = rows.slice(shown.length).reduce((sum, row) => sum + row.nodes.length, 0);
  return [
    say('command.nodesInTrouble', { count: nodes.length }),
    ...renderTable(nodeColumns(text), shown, terminal),
    ...(rest === 0 ? [] : paragraph(say('command.more.nodes', { count: rest }), 2, terminal, 'muted')),
  ];
}

const HEAD_ROWS = 2;

function groupNodes(text: Text, nodes: readonly NodeStatus[], now: number): readonly NodeRow[] {
  const rows = new Map<string, NodeRow>();
  for (const node of nodes) {
    const why = sayWhy(text, node.worst, now);
    const key = [node.state, why, ...node.incomplete].join('\n');
    const daemonSets = sayDaemonSets(text, node.incomplete);
    rows.set(key, { nodes: [...(rows.get(key)?.nodes ?? []), node], why, daemonSets });
  }
  return [...rows.values()];
}

function nodeColumns(text: Text): readonly Column<NodeRow>[] {
  const { say } = text;
  const stateOf = ({ nodes: [first] }: NodeRow) => first?.state ?? 'unknown';
  return [
    {
      head: `  ${say('command.column.state')}`,
      text: (row) => sayState(text, stateOf(row)),
      style: (row) => CELL_MARKS[stateOf(row)].style,
    },
    {
      head: say('command.column.node'),
      text: ({ nodes }) =>
        sayNodes(
          text,
          nodes.map(({ name }) => name),
        ),
      shrinks: true,
    },
    { head: say('command.column.why'), text: ({ why }) => why, shrinks: true },
    { head: say('command.column.daemonSets'), text: ({ daemonSets }) => daemonSets, dispensable: 1 },
  ];
}

function sayRevision({ revisions }: DaemonSetView, cell: Cell): string {
  const hash = cell.evidence.pods[0]?.hash;
  if (hash === undefined) return '';
  const known = revisions.find(({ revision }) => revision.hash === hash);
  return known === undefined ? `? (${hash})` : `${known.revision.revision}`;
}

/** States in which nothing has to be explained. */
const AT_REST: ReadonlySet<CellState> = new Set(['ok', 'old', 'excluded']);
const INDENT = '    ';

/** All that is known about the cell, below its row. */
function sentenceLines(text: Text, cell: Cell, now: number, terminal: Terminal): readonly string[] {
  const { sentences } = text.describeCell({ state: cell.kind, reasons: cell.evidence.reasons }, now);
  const room = terminal.columns === undefined ? Infinity : Math.max(1, terminal.columns - INDENT.length);
  return sentences.flatMap((sentence) => wrap(sentence, room)).map((line) => INDENT + paint(line, 'muted', terminal));
}

/** How many cells are in each state, worst first. */
function sayTally(text: Text, cells: readonly Cell[]): string {
  return CELL_STATES.flatMap((state) => {
    const count = cells.filter(({ kind }) => kind === state).length;
    return count === 0 ? [] : [`${sayState(text, state)} ${text.formatCount(count)}`];
  }).join('   ');
}

/** The cells of one DaemonSet: with --cells all of them, otherwise those that are neither well nor left out. */
export function cellLines(
  text: Text,
  view: DaemonSetView,
  { at, cells: withAll, single }: StatusInput,
  terminal: Terminal,
): readonly string[] {
  const { say } = text;
  const all = [...view.cells.values()].sort((left, right) => compareNodeNames(left.node, right.node));
  const shown = withAll ? all : all.filter(({ kind }) => !AT_REST.has(kind));
  const name = objectKey(view.daemonSet);
  const title = single ? [] : [paint(say('command.cellsOf', { name, count: all.length }), 'strong', terminal)];
  const columns: readonly Column<Cell>[] = [
    {
      head: `  ${say('command.column.state')}`,
      text: ({ kind }) => sayState(text, kind),
      style: ({ kind }) => CELL_MARKS[kind].style,
    },
    { head: say('command.column.node'), text: ({ node }) => node, shrinks: true },
    { head: say('command.column.pod'), text: ({ evidence }) => evidence.pods[0]?.name ?? '', dispensable: 1 },
    { head: say('command.column.revision'), text: (cell) => sayRevision(view, cell), align: 'end', dispensable: 2 },
    { head: say('command.column.why'), text: (cell) => sayWhy(text, cell, at), shrinks: true },
  ];
  const [head = '', ...rows] = shown.length === 0 ? [] : renderTable(columns, shown, terminal);
  const body = shown.flatMap((cell, index) => {
    const row = rows[index] ?? '';
    return single && !AT_REST.has(cell.kind) ? [row, ...sentenceLines(text, cell, at, terminal)] : [row];
  });
  const tally = all.length === 0 ? [] : wrap(sayTally(text, all), terminal.columns ?? Infinity);
  return [...title, ...tally, ...(shown.length === 0 ? [] : [head, ...body])];
}
