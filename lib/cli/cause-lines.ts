import type { Millis } from '#lib/base/clock.ts';
import type { Cause, CauseCommand } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { Text } from '#lib/text/text.ts';
import { displayWidth, padEnd } from './display-width.ts';
import { paragraph } from './paragraph.ts';
import { paint, type Terminal } from './terminal.ts';

type Place = { readonly now: Millis; readonly depth: number; readonly terminal: Terminal };

/** One line per command, with what it does before it. It is never folded: it is there to be copied. */
function commandLines({ say }: Text, commands: readonly CauseCommand[], { depth, terminal }: Place): readonly string[] {
  const words = { look: say('command.line.look'), change: say('command.line.change') };
  const width = Math.max(displayWidth(words.look), displayWidth(words.change));
  return commands.map(({ command, changes }) => {
    const word = padEnd(changes ? words.change : words.look, width);
    return `${' '.repeat(depth)}${paint(word, changes ? 'starved' : 'muted', terminal)}  ${command}`;
  });
}

/** Code and title, how sure we are unless it is a fact, and in full whether the rollout waits for it. */
export function titleLines(
  text: Text,
  cause: Cause,
  inFull: boolean,
  { now, depth, terminal }: Place,
): readonly string[] {
  const { title } = text.describeCause(cause, now);
  const said = [
    text.say('command.cause', { code: cause.code, title }),
    ...(cause.confidence === 'H' ? [] : [text.describeConfidence(cause.confidence)]),
    ...(inFull && cause.holdsBudget ? [text.say('command.cause.holdsBudget')] : []),
  ];
  return paragraph(said.join(text.locale === 'ja' ? '・' : ' · '), depth, terminal, 'strong');
}

/** What is the matter, what to do about it, and the lines that do it. */
export function causeLines(text: Text, cause: Cause, place: Place): readonly string[] {
  return tell(text, cause, false, place);
}

/** The same with what was read. */
export function causeInFull(text: Text, cause: Cause, place: Place): readonly string[] {
  const { depth, terminal } = place;
  // One event may be the evidence of several nodes.
  const evidence = new Set(cause.evidence.map((each) => text.describeEvidence(each)));
  return [
    ...tell(text, cause, true, place),
    ...[...evidence].flatMap((said) => paragraph(said, depth + 2, terminal, 'muted')),
  ];
}

function tell(text: Text, cause: Cause, inFull: boolean, place: Place): readonly string[] {
  const { now, depth, terminal } = place;
  const { sentence, advice } = text.describeCause(cause, now);
  return [
    ...titleLines(text, cause, inFull, place),
    ...paragraph(sentence, depth, terminal),
    ...paragraph(advice, depth, terminal),
    ...commandLines(text, cause.commands, { ...place, depth: depth + 2 }),
  ];
}

/** Causes of which code and name are enough. */
export function alsoSeen(text: Text, others: readonly Cause[], { depth, terminal }: Place): readonly string[] {
  if (others.length === 0) return [];
  const list = listCauses(
    text,
    others.map(({ code }) => code),
  );
  return paragraph(text.say('command.cause.alsoSeen', { list }), depth, terminal);
}

export function listCauses(text: Text, codes: readonly CauseCode[]): string {
  return codes
    .map((code) => text.say('command.cause', { code, title: text.nameCause(code) }))
    .join(text.locale === 'ja' ? '、' : ', ');
}
