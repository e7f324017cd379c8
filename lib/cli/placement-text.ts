import { objectKey } from '#lib/domain/keys.ts';
import { isWanted } from '#lib/domain/placement/placement-report.ts';
import { effectiveBudget } from '#lib/domain/rollout/budget-limit.ts';
import type { TemplateChange } from '#lib/domain/rollout/template-change.ts';
import { describeObstacle } from '#lib/text/describe/placement.ts';
import { sayChange } from '#lib/text/describe/template-change.ts';
import { createText, type Text } from '#lib/text/text.ts';
import { sayNodes } from './ledger-lines.ts';
import { markedParagraph, paragraph } from './paragraph.ts';
import { countErrors, type PlacementInput, type PlacementItem } from './placement-input.ts';
import { allNodeLines, roomLines, unwantedLines } from './placement-nodes.ts';
import { labelLines, saySource } from './status-text.ts';
import { type Column, renderTable } from './table.ts';
import { paint, type Style, type Terminal } from './terminal.ts';

type Section = readonly string[];
type Telling = { readonly text: Text; readonly item: PlacementItem; readonly terminal: Terminal };

/** `placement` for people: of each DaemonSet the sentence first, then what is wrong, what changes, and the nodes. */
export function placementText(input: PlacementInput, terminal: Terminal): string {
  const text = createText(terminal.locale);
  const fold = (lines: readonly string[], style: Style) => lines.flatMap((line) => paragraph(line, 0, terminal, style));
  const head = [
    ...fold(labelLines(text, { ...input, live: false }), 'strong'),
    ...fold([saySource(text, input)], 'muted'),
  ];
  const sections = input.items.flatMap((item) => itemSections({ text, item, terminal }, input.cells));
  const notes = fold(
    input.notes.map((name) => text.say(`placement.note.${name}.sentence`)),
    'muted',
  );
  return `${[head, ...sections, notes]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function itemSections(telling: Telling, withAll: boolean): readonly Section[] {
  const { text, item, terminal } = telling;
  const { nodes } = item.report;
  const unwanted = nodes.filter((node) => !isWanted(node)).length;
  return [
    [...headLines(telling), ...sayRequests(telling)],
    problemLines(telling),
    changeLines(telling),
    titled(telling, text.say('placement.title.noRoom', { count: item.report.blocked.length }), [
      ...roomLines(text, nodes, terminal),
      ...adviceLines(telling),
    ]),
    titled(telling, text.say('placement.title.notWanted', { count: unwanted }), unwantedLines(text, nodes, terminal)),
    withAll
      ? titled(telling, text.say('placement.title.nodes', { count: nodes.length }), allNodeLines(text, nodes, terminal))
      : [],
  ];
}

function titled({ terminal }: Telling, title: string, lines: Section): Section {
  return lines.length === 0 ? [] : [paint(title, 'strong', terminal), ...lines];
}

function headLines({ text, item, terminal }: Telling): Section {
  const errors = countErrors(item);
  const { blocked } = item.report;
  const [mark, style]: [string, Style] =
    errors > 0 ? ['✕', 'failed'] : blocked.length > 0 ? ['▲', 'starved'] : ['✓', 'ok'];
  const sentence = text.paragraph([
    ...sayRoom(text, item),
    ...(errors === 0 ? [] : [text.say('placement.refused.sentence', { count: errors })]),
  ]);
  const heading = text.say('command.heading', { name: objectKey(item.daemonSet), sentence });
  return markedParagraph(mark, heading, style, terminal);
}

function sayRoom(text: Text, { report }: PlacementItem): readonly string[] {
  const { wanted, blocked, nodes } = report;
  const values = { wanted, nodes: nodes.length };
  if (wanted === 0) return [text.say('placement.nowhere.sentence', values)];
  if (blocked.length === 0) return [text.say('placement.fits.sentence', values)];
  const preempting = nodes.filter((node) => isWanted(node) && node.preempts === true).length;
  return [
    text.say('placement.blocked.sentence', { ...values, blocked: blocked.length, list: sayNodes(text, blocked) }),
    ...(preempting === 0 ? [] : [text.say('placement.preempts.sentence', { count: preempting })]),
  ];
}

function sayRequests({ text, item, terminal }: Telling): Section {
  const id = item.report.requests.from === 'Pod' ? 'placement.pod.sentence' : 'placement.template.sentence';
  return paragraph(text.say(id), 2, terminal, 'muted');
}

function problemLines(telling: Telling): Section {
  const { text, item, terminal } = telling;
  const { problems, obstacles } = item;
  const said = [
    ...problems.map(({ path, message, severity, line }) => ({
      severity,
      sentence:
        line === undefined
          ? text.say('placement.problem', { path, message })
          : text.say('placement.problem.line', { path, message, line: `${line}` }),
    })),
    ...obstacles.map((obstacle) => ({
      severity: obstacle.severity,
      sentence: text.say('placement.problem', { path: obstacle.path, message: describeObstacle(text, obstacle) }),
    })),
  ];
  return titled(
    telling,
    text.say('placement.title.problems'),
    said.flatMap(({ severity, sentence }) =>
      markedParagraph(
        severity === 'error' ? '✕' : '▲',
        sentence,
        severity === 'error' ? 'failed' : 'starved',
        terminal,
      ),
    ),
  );
}

function changeLines(telling: Telling): Section {
  const { text, item, terminal } = telling;
  const { change } = item.report;
  const title = text.say('placement.title.changes');
  const say = (sentence: string) => paragraph(sentence, 0, terminal);
  if (change === undefined) return titled(telling, title, say(text.say('placement.change.new.sentence')));
  const { gains, loses, template } = change;
  const onDelete = item.daemonSet.updateStrategy.kind === 'OnDelete';
  const moved = (id: 'gains' | 'loses', nodes: readonly string[]) =>
    nodes.length === 0
      ? []
      : say(text.say(`placement.change.${id}.sentence`, { count: nodes.length, list: sayNodes(text, nodes) }));
  return titled(telling, title, [
    ...moved('gains', gains),
    ...moved('loses', loses),
    ...(template.length === 0
      ? say(text.say('placement.change.same.sentence'))
      : [
          ...say(text.say('placement.change.template.sentence', { count: template.length, onDelete: `${onDelete}` })),
          ...rolloutLines(telling),
          ...templateTable(text, template, terminal),
        ]),
  ]);
}

/** Where the rolling update would stop. */
function rolloutLines({ text, item, terminal }: Telling): Section {
  const { wanted, nodes } = item.report;
  const budget = effectiveBudget(item.daemonSet, wanted);
  const count = nodes.filter((node) => isWanted(node) && node.shortages.length > 0 && node.preempts !== true).length;
  if (budget === undefined || count === 0) return [];
  const { kind, limit } = budget;
  const id = count < limit ? 'placement.rollout.passes.sentence' : 'placement.rollout.blocks.sentence';
  const sentences = [
    text.say(id, { count, limit, kind }),
    ...(kind === 'maxUnavailable'
      ? [text.say('placement.rollout.inPlace.sentence', { count: Math.min(count, limit) })]
      : []),
  ];
  return paragraph(text.paragraph(sentences), 0, terminal);
}

function templateTable(text: Text, changes: readonly TemplateChange[], terminal: Terminal): Section {
  const { say } = text;
  const rows = changes.map((change) => sayChange(text, change));
  type Row = (typeof rows)[number];
  const columns: readonly Column<Row>[] = [
    { head: say('placement.column.container'), text: ({ where }) => where, dispensable: 1 },
    { head: say('placement.column.field'), text: ({ what }) => what },
    { head: say('placement.column.before'), text: ({ before }) => before, shrinks: true },
    { head: say('placement.column.after'), text: ({ after }) => after, shrinks: true },
  ];
  return renderTable(columns, rows, terminal);
}

function adviceLines({ text, item, terminal }: Telling): Section {
  const { blocked } = item.report;
  return blocked.length === 0
    ? []
    : paragraph(text.say('placement.advice.sentence', { command: 'rollcall serve' }), 0, terminal, 'muted');
}
