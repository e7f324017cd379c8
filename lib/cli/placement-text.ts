import { objectKey } from '#lib/domain/keys.ts';
import { isWanted } from '#lib/domain/placement/placement-report.ts';
import { describeObstacle } from '#lib/text/describe/placement.ts';
import { sayAmounts } from '#lib/text/describe/room-amount.ts';
import { createText, type Text } from '#lib/text/text.ts';
import { DAEMON_SET_MARKS, type Mark } from './glyphs.ts';
import { sayNodes } from './ledger-lines.ts';
import { markedParagraph, paragraph } from './paragraph.ts';
import { changeLines } from './placement-changes.ts';
import { countErrors, type PlacementInput, type PlacementItem } from './placement-input.ts';
import { allNodeLines, lacksHelp, roomLines, unwantedLines } from './placement-nodes.ts';
import { labelLines, saySource } from './status-text.ts';
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
    titled(telling, text.say('placement.title.changes'), changeLines(text, item, terminal)),
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
  const { glyph, style } = markOf(item);
  const sentence = text.paragraph([
    ...sayRoom(text, item),
    ...(errors === 0 ? [] : [text.say('placement.refused.sentence', { count: errors })]),
  ]);
  const heading = text.say('command.heading', { name: objectKey(item.daemonSet), sentence });
  return markedParagraph(glyph, heading, style, terminal);
}

function markOf(item: PlacementItem): Mark {
  const { wanted, blocked } = item.report;
  if (countErrors(item) > 0) return DAEMON_SET_MARKS.Stalled;
  if (blocked.length > 0) return DAEMON_SET_MARKS.Blocked;
  // Nothing speaks against it, and nothing would run: rarely what was meant.
  return wanted === 0 ? DAEMON_SET_MARKS.Idle : DAEMON_SET_MARKS.Complete;
}

function sayRoom(text: Text, { report }: PlacementItem): readonly string[] {
  const { wanted, blocked, nodes } = report;
  const values = { wanted, nodes: nodes.length };
  if (wanted === 0) return [text.say('placement.nowhere.sentence', values)];
  if (blocked.length === 0) return [text.say('placement.fits.sentence', values)];
  const preempting = nodes.filter((node) => isWanted(node) && node.preempts === true).length;
  return [
    text.say(blocked.length === wanted ? 'placement.blocked.all.sentence' : 'placement.blocked.sentence', {
      ...values,
      blocked: blocked.length,
      list: sayNodes(text, blocked),
    }),
    ...(preempting === 0 ? [] : [text.say('placement.preempts.sentence', { count: preempting })]),
  ];
}

function sayRequests({ text, item, terminal }: Telling): Section {
  const { from, amounts } = item.report.requests;
  const asks = sayAsked(text, amounts);
  const id = from === 'Pod' ? 'placement.pod.sentence' : 'placement.template.sentence';
  return paragraph(text.say(id, { asks }), 2, terminal, 'muted');
}

/** For the eye, which sees four digits of them: the document has them whole. */
function sayAsked(text: Text, amounts: PlacementItem['report']['requests']['amounts']): string {
  const asked = Object.fromEntries([...amounts].map(([resource, amount]) => [resource, Number(amount)]));
  return sayAmounts(text, asked) || text.say('placement.asks.nothing');
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

function adviceLines({ text, item, terminal }: Telling): Section {
  return item.report.nodes.some(lacksHelp)
    ? paragraph(text.say('placement.advice.sentence', { command: 'rollcall serve' }), 0, terminal, 'muted')
    : [];
}
