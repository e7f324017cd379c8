import { RESOURCES } from '#lib/domain/objects.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { factsOfVerdict } from '#lib/text/describe/daemonset.ts';
import type { FleetFacts } from '#lib/text/describe/fleet.ts';
import { createText, type Text } from '#lib/text/text.ts';
import { cellLines, nodeLines } from './cell-table.ts';
import { detailLines } from './daemonset-details.ts';
import { daemonSetLines } from './daemonset-table.ts';
import { wrap } from './display-width.ts';
import { toRfc3339 } from './rfc3339.ts';
import type { StatusInput } from './status-input.ts';
import { paint, type Terminal } from './terminal.ts';

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
    nodeTroubles: input.nodeTroubles.map(({ node, pool = null, kind, phase, since = null }) => ({
      pool,
      kind,
      phase,
      nodes: 1,
      names: [node],
      since,
    })),
    cells: new Map(input.daemonSets.map((view) => [view.daemonSet.uid, bytes(view)])),
    knowledge: Object.fromEntries(RESOURCES.map((resource) => [resource, input.health[resource].state])),
  };
}

function sayFirst(text: Text, input: StatusInput): string {
  const [view] = input.daemonSets;
  if (!input.single || view === undefined) return text.describeFleet(fleetFacts(input), { now: input.at });
  return text.describeDaemonSet(factsOfVerdict(view.verdict, view.counted), input.at);
}

function saySource({ say }: Text, { cluster, at, source }: StatusInput): string {
  const moment = toRfc3339(at) ?? '?';
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

/** `status` for people: the sentence first, then the DaemonSets, worst first, then the nodes that are in trouble. */
export function statusText(input: StatusInput, terminal: Terminal): string {
  const text = createText(terminal.locale);
  const fold = (lines: readonly string[]) =>
    terminal.columns === undefined ? lines : lines.flatMap((line) => wrap(line, terminal.columns ?? Infinity));
  const { simulated } = input;
  const label = simulated === undefined ? [] : [text.say('command.simulated', { scenario: simulated.scenario })];
  const bold = fold([...label, sayFirst(text, input)]).map((line) => paint(line, 'strong', terminal));
  const [view] = input.daemonSets;
  const sections: readonly (readonly string[])[] = [
    [...bold, ...fold([saySource(text, input)]).map((line) => paint(line, 'muted', terminal))],
    input.single && view !== undefined
      ? detailLines(text, view, input, terminal)
      : daemonSetLines(text, input, terminal),
    input.single ? [] : nodeLines(text, input, terminal),
    ...(input.cells || input.single ? input.daemonSets.map((each) => cellLines(text, each, input, terminal)) : []),
    fold([...healthLines(text, input), ...ignoredLines(text, input)]),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
