import type { Text } from '#lib/text/text.ts';
import type { RevisionsAnswer, TemplateChoice } from '#lib/wire/revision-diff.ts';

export function listOf(text: Text, words: readonly string[]): string {
  return words.join(text.say('screen.list'));
}

/** What is to be said of the list as a whole: which is current and by what, and all that is out of the ordinary. */
export function sayRevisions(text: Text, answer: RevisionsAnswer, now: number): readonly string[] {
  const { by, revisions, hasGaps, templateUnknown } = answer;
  const current = revisions.find((revision) => revision.current);
  if (revisions.length === 0) return [text.say('revision.none.sentence')];
  const found =
    by === 'none' || current === undefined
      ? text.say('revision.by.none.sentence')
      : text.say(`revision.by.${by}.sentence`, { number: current.number });
  return [
    found,
    ...revisions.flatMap(({ number, rolledBackTo, createdAt }) =>
      rolledBackTo && createdAt !== undefined
        ? [text.say('revision.rolledBack.sentence', { number, age: text.age(now - createdAt) })]
        : [],
    ),
    ...(hasGaps ? [text.say('revision.gaps.sentence')] : []),
    ...(templateUnknown > 0 ? [text.say('revision.uncertain.sentence', { count: templateUnknown })] : []),
  ];
}

/** How a choice is called where it can be made; one that is not in the list came with the address. */
export function nameChoice(
  text: Text,
  { revisions }: Pick<RevisionsAnswer, 'revisions'>,
  choice: TemplateChoice,
): string {
  if (choice === 'template') return text.say('diff.choice.template');
  const revision = revisions.find(({ number }) => number === choice);
  if (revision === undefined) return text.say('diff.choice.missing', { number: choice });
  return text.say(revision.current ? 'diff.choice.current' : 'diff.choice.number', { number: choice });
}
