import type { Millis } from '#lib/base/clock.ts';
import { objectKey } from '#lib/domain/keys.ts';
import { type AttentionDaemonSet, findAttention } from '#lib/domain/rollout/attention.ts';
import { causeToMend } from '#lib/domain/rollout/causes/cause-to-mend.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { factsOfVerdict } from '#lib/text/describe/daemonset.ts';
import type { Text } from '#lib/text/text.ts';
import { alsoSeen, causeLines, listCauses, titleLines } from './cause-lines.ts';
import { CELL_MARKS, DAEMON_SET_MARKS } from './glyphs.ts';
import { foldedLedger } from './ledger-lines.ts';
import { markedParagraph, paragraph } from './paragraph.ts';
import type { StatusInput } from './status-input.ts';
import type { Terminal } from './terminal.ts';

/** What is told of one thing that is not fine, at two lengths. */
export type Block = {
  readonly brief: readonly string[];
  readonly whole: readonly string[];
};

const DEPTH = 2;

type Ranked = AttentionDaemonSet & { readonly view: DaemonSetView };
type Trouble = StatusInput['nodeTroubles'][number];

/** The views come worst first, by priority among equals [RS2]: their order stands for the priority, which they do not have. */
function rank(view: DaemonSetView, index: number, all: readonly DaemonSetView[]): Ranked {
  const { daemonSet, verdict, progress, explainedByNodes } = view;
  const { nodes, slowed = false } = verdict.evidence;
  return {
    view,
    namespace: daemonSet.namespace,
    name: daemonSet.name,
    state: verdict.kind,
    priority: all.length - index,
    concerned: nodes.length,
    slowed,
    finishes: progress.finishes ?? null,
    explainedByNodes,
  };
}

/** One block per thing that wants attention, worst first, dead nodes as one; then one per rollout that is under way. */
export function troubleBlocks(text: Text, input: StatusInput, terminal: Terminal): readonly Block[] {
  const ranked = input.daemonSets.map(rank);
  const rows = findAttention(ranked, input.nodeTroubles);
  const told = new Set(rows.flatMap((row) => (row.kind === 'DaemonSet' ? [row.daemonSet] : [])));
  const others = ranked.filter((each) => !told.has(each) && !each.explainedByNodes && !isAtRest(each));
  return [
    ...rows.map((row) =>
      row.kind === 'DaemonSet'
        ? daemonSetBlock(text, row.daemonSet.view, input.at, terminal)
        : nodesBlock(
            text,
            row.trouble,
            row.held.map(({ view }) => view),
            input.at,
            terminal,
          ),
    ),
    ...others.map(({ view }) => daemonSetBlock(text, view, input.at, terminal)),
  ];
}

function isAtRest({ state }: AttentionDaemonSet): boolean {
  return state === 'Complete' || state === 'Idle';
}

function daemonSetBlock(text: Text, view: DaemonSetView, now: Millis, terminal: Terminal): Block {
  const { daemonSet, verdict, counted, causes } = view;
  const { glyph, style } = DAEMON_SET_MARKS[verdict.kind];
  const sentence = text.describeDaemonSet(factsOfVerdict(verdict, counted, causes), now);
  const heading = text.say('command.heading', { name: objectKey(daemonSet), sentence });
  const head = markedParagraph(glyph, heading, style, terminal);
  const progress = progressLines(text, view, now, terminal);
  const ledger = isHeld(view) ? foldedLedger(text, view, now, DEPTH, terminal) : [];
  return {
    brief: [...head, ...firstTitle(text, view, terminal)],
    whole: [...head, ...ledger, ...causesOf(text, view, now, terminal), ...progress],
  };
}

/** Somebody uses the budget, and it matters: a rollout that moves as it should needs no ledger. */
function isHeld({ budget, verdict }: DaemonSetView): boolean {
  return (
    budget !== undefined && budget.used > 0 && (verdict.kind !== 'Progressing' || verdict.evidence.slowed === true)
  );
}

function firstTitle(text: Text, { causes }: DaemonSetView, terminal: Terminal): readonly string[] {
  const [cause] = causes;
  return cause === undefined ? [] : paragraph(listCauses(text, [cause.code]), DEPTH, terminal, 'muted');
}

/** Where the first only points at another its name is enough [TX10]. */
function causesOf(text: Text, { causes }: DaemonSetView, now: Millis, terminal: Terminal): readonly string[] {
  const [first, ...others] = causes;
  if (first === undefined) return [];
  const place = { now, depth: DEPTH, terminal };
  const next = causeToMend(causes);
  if (next === undefined || next === first)
    return [...causeLines(text, first, place), ...alsoSeen(text, others, place)];
  return [
    ...titleLines(text, first, false, place),
    ...causeLines(text, next, place),
    ...alsoSeen(
      text,
      others.filter((cause) => cause !== next),
      place,
    ),
  ];
}

/** How far and how fast, and when it will be done: of what is under way, and of what is held up. */
function progressLines(text: Text, { progress }: DaemonSetView, now: Millis, terminal: Terminal): readonly string[] {
  const { last, remaining, eta } = text.describeProgress(progress, now);
  if (remaining === undefined && eta === undefined) return [];
  const said = [remaining, last, eta].filter((part) => part !== undefined).join(text.locale === 'ja' ? '・' : ' · ');
  return paragraph(said, DEPTH, terminal, 'muted');
}

/** Nodes in the same trouble, once for all DaemonSets; the worst rollout that they hold up gives the advice. */
function nodesBlock(
  text: Text,
  trouble: Trouble,
  held: readonly DaemonSetView[],
  now: Millis,
  terminal: Terminal,
): Block {
  const { glyph, style } = CELL_MARKS.nodeDown;
  const head = markedParagraph(glyph, text.describeNodeTrouble(trouble, now).sentence, style, terminal);
  const names = held.map(({ daemonSet }) => objectKey(daemonSet)).join(text.locale === 'ja' ? '、' : ', ');
  const holds = held.length === 0 ? [] : paragraph(text.say('command.holds', { list: names }), DEPTH, terminal);
  const [worst] = held;
  const cause = worst === undefined ? [] : causesOf(text, worst, now, terminal);
  const title = worst === undefined ? [] : firstTitle(text, worst, terminal);
  return { brief: [...head, ...title], whole: [...head, ...holds, ...cause] };
}
