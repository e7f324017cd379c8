import { isWanted } from '#lib/domain/placement/placement-report.ts';
import { effectiveBudget } from '#lib/domain/rollout/budget-limit.ts';
import type { TemplateChange } from '#lib/domain/rollout/template-change.ts';
import { sayChange } from '#lib/text/describe/template-change.ts';
import type { Text } from '#lib/text/text.ts';
import { sayNodes } from './ledger-lines.ts';
import { paragraph } from './paragraph.ts';
import type { PlacementItem } from './placement-input.ts';
import { type Column, renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What applying it would change: who gains and loses it, where the update would stop, and what differs. */
export function changeLines(text: Text, item: PlacementItem, terminal: Terminal): readonly string[] {
  const { change } = item.report;
  const fold = (sentences: readonly string[]) => sentences.flatMap((sentence) => paragraph(sentence, 0, terminal));
  if (change === undefined) return fold([text.say('placement.change.new.sentence')]);
  const isKept = change.template.some(({ area }) => area !== 'other');
  return [
    ...fold([...sayMoves(text, change), sayTemplate(text, item, change.template), ...sayRollout(text, item)]),
    ...(isKept ? templateTable(text, change.template, terminal) : []),
  ];
}

type Change = NonNullable<PlacementItem['report']['change']>;

function sayMoves(text: Text, change: Change): readonly string[] {
  return (['gains', 'loses'] as const).flatMap((which) => {
    const nodes = change[which];
    if (nodes.length === 0) return [];
    return [text.say(`placement.change.${which}.sentence`, { count: nodes.length, list: sayNodes(text, nodes) })];
  });
}

function sayTemplate({ say }: Text, { daemonSet }: PlacementItem, template: readonly TemplateChange[]): string {
  if (template.length === 0) return say('placement.change.same.sentence');
  if (template.every(({ area }) => area === 'other'))
    return say('placement.change.other.sentence', { command: 'kubectl rollout restart' });
  const onDelete = daemonSet.updateStrategy.kind === 'OnDelete';
  return say('placement.change.template.sentence', { count: template.length, onDelete: `${onDelete}` });
}

/** Where the rolling update would stop. */
function sayRollout(text: Text, { daemonSet, report }: PlacementItem): readonly string[] {
  const budget = effectiveBudget(daemonSet, report.wanted);
  const count = report.nodes.filter(
    (node) => isWanted(node) && node.shortages.length > 0 && node.preempts !== true,
  ).length;
  if (budget === undefined || count === 0 || report.change?.template.length === 0) return [];
  const { kind, limit } = budget;
  const id = count < limit ? 'placement.rollout.passes.sentence' : 'placement.rollout.blocks.sentence';
  const inPlace = text.say('placement.rollout.inPlace.sentence', { count: Math.min(count, limit) });
  return [text.paragraph([text.say(id, { count, limit, kind }), ...(kind === 'maxUnavailable' ? [inPlace] : [])])];
}

function templateTable(text: Text, changes: readonly TemplateChange[], terminal: Terminal): readonly string[] {
  const { say } = text;
  const rows = changes.map((change) => sayChange(text, change));
  type Row = (typeof rows)[number];
  const columns: readonly Column<Row>[] = [
    { head: say('placement.column.container'), text: ({ where }) => where, dispensable: 1 },
    { head: say('placement.column.field'), text: ({ what }) => what, shrinks: true },
    { head: say('placement.column.before'), text: ({ before }) => before, shrinks: true },
    { head: say('placement.column.after'), text: ({ after }) => after, shrinks: true },
  ];
  return renderTable(columns, rows, terminal);
}
