import { RESOURCES } from '#lib/domain/objects.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { factsOfVerdict } from '#lib/text/describe/daemonset.ts';
import type { FleetFacts } from '#lib/text/describe/fleet.ts';
import { createText, type Text } from '#lib/text/text.ts';
import { cellLines, nodeLines } from './cell-table.ts';
import { detailSections } from './daemonset-details.ts';
import { daemonSetLines } from './daemonset-table.ts';
import { paragraph, rowsOf } from './paragraph.ts';
import { toRfc3339 } from './rfc3339.ts';
import { fitBlocks } from './screenful.ts';
import type { StatusInput } from './status-input.ts';
import type { Style, Terminal } from './terminal.ts';
import { type Block, troubleBlocks } from './trouble-block.ts';

function fleetFacts(input: StatusInput): FleetFacts {
  const { nodes } = input;
  const bytes = (view: DaemonSetView) =>
    Uint8Array.from(nodes, (name) => CELL_STATES.indexOf(view.cells.get(name)?.kind ?? 'excluded'));
  return {
    daemonSets: input.daemonSets.map(({ daemonSet, verdict, explainedByNodes }) => ({
      namespace: daemonSet.namespace,
      name: daemonSet.name,
      state: verdict.kind,
      since: verdict.since ?? null,
      explainedByNodes,
    })),
    nodes,
    nodeTroubles: input.nodeTroubles,
    cells: new Map(input.daemonSets.map((view) => [view.daemonSet.uid, bytes(view)])),
    knowledge: Object.fromEntries(RESOURCES.map((resource) => [resource, input.health[resource].state])),
  };
}

function sayFirst(text: Text, input: StatusInput): string {
  const [view] = input.daemonSets;
  if (!input.single || view === undefined) return text.describeFleet(fleetFacts(input), { now: input.at });
  return text.describeDaemonSet(factsOfVerdict(view.verdict, view.counted, view.causes), input.at);
}

export function saySource(
  { say }: Text,
  { cluster, at, source }: Pick<StatusInput, 'cluster' | 'at' | 'source'>,
): string {
  const moment = toRfc3339(at - (at % 1_000)) ?? '?';
  if (source === 'Files') return say('command.source.files', { moment });
  return cluster.version === null
    ? say('command.source.cluster.noVersion', { name: cluster.name, moment })
    : say('command.source.cluster', { name: cluster.name, version: cluster.version, moment });
}

/** What may not be read, what is lost by it, and the rule that would grant it. */
function healthLines(text: Text, { health }: StatusInput): readonly string[] {
  return RESOURCES.flatMap((resource) => {
    const { state, note } = health[resource];
    if (state === 'Known') return [];
    const { sentence, grant } = text.describeKnowledge(resource, state);
    const said = note === undefined ? sentence : text.say('command.noteOfReader', { sentence, note });
    return grant === undefined ? [said] : [said, `${text.say('knowledge.grant')} ${grant}`];
  });
}

function ignoredLines({ say, locale }: Text, { ignored }: StatusInput): readonly string[] {
  const kinds = Object.entries(ignored);
  if (kinds.length === 0) return [];
  const list = kinds.map(([kind, count]) => say('command.ignored.one', { kind, count }));
  return [say('command.ignored', { list: list.join(locale === 'ja' ? '、' : ', ') })];
}

export function labelLines(
  { say }: Text,
  { simulated, live }: Pick<StatusInput, 'simulated' | 'live'>,
): readonly string[] {
  if (simulated === undefined) return [];
  const { scenario } = simulated;
  return [say(live ? 'command.simulated.live' : 'command.simulated', { scenario })];
}

type Section = readonly string[];

/** Where nobody's screen is at the other end, as much as most screens have. */
const USUAL_ROWS = 40;
/** So much of a screenful the table and the nodes take at least, when they want it. */
const TABLE_SHARE = 1 / 3;
const NODES_SHARE = 1 / 6;
/** Empty lines between the sections of the fleet. */
const GAPS = 4;
/** A table of one row, and what tells that there is more. */
const LEAST_ROWS = 4;

/**
 * The whole fleet, the worst first: a row per DaemonSet, what is to be told of those that are not fine, the nodes in
 * trouble. With --cells somebody asked for everything; else it is at most so many rows of the screen.
 */
function fleetSections(text: Text, input: StatusInput, room: number, terminal: Terminal): readonly Section[] {
  const blocks = troubleBlocks(text, input, terminal);
  const least = (share: number) => Math.max(LEAST_ROWS, Math.floor(room * share));
  const wanted = {
    table: daemonSetLines(text, input, Infinity, terminal),
    nodes: nodeLines(text, input, Infinity, terminal),
  };
  const atFirst = {
    table: Math.min(rowsOf(wanted.table, terminal), least(TABLE_SHARE)),
    nodes: Math.min(rowsOf(wanted.nodes, terminal), least(NODES_SHARE)),
  };
  const told = blockLines(text, blocks, room - atFirst.table - atFirst.nodes, terminal);
  const left = room - rowsOf(told, terminal);
  const table = daemonSetLines(text, input, left - atFirst.nodes, terminal);
  return [table, told, nodeLines(text, input, left - rowsOf(table, terminal), terminal)];
}

function blockLines(text: Text, blocks: readonly Block[], room: number, terminal: Terminal): Section {
  const { lines, left, shortened } = fitBlocks(blocks, room, terminal);
  if (left + shortened === 0) return lines;
  const more = left === 0 ? text.say('command.more.shortened') : text.say('command.more.blocks', { count: left });
  return [...lines, ...paragraph(more, 0, terminal, 'muted')];
}

/** `status` for people: the sentence first, then the DaemonSets, worst first, then the nodes that are in trouble. */
export function statusText(input: StatusInput, terminal: Terminal): string {
  const text = createText(terminal.locale);
  const fold = (lines: readonly string[], style: Style = 'plain') =>
    lines.flatMap((line) => paragraph(line, 0, terminal, style));
  const head = [
    ...fold([...labelLines(text, input), sayFirst(text, input)], 'strong'),
    ...fold([saySource(text, input)], 'muted'),
  ];
  const foot = fold([...healthLines(text, input), ...ignoredLines(text, input)]);
  const room = input.cells
    ? Infinity
    : (terminal.rows ?? USUAL_ROWS + 1) - 1 - rowsOf([...head, ...foot], terminal) - GAPS;
  const [view] = input.daemonSets;
  const body =
    input.single && view !== undefined
      ? detailSections(text, view, input, terminal)
      : fleetSections(text, input, room, terminal);
  const cells =
    input.cells || input.single ? input.daemonSets.map((each) => cellLines(text, each, input, terminal)) : [];
  return `${[head, ...body, ...cells, foot]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
