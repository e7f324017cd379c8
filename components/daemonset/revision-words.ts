import type { TemplateChange } from '#lib/domain/rollout/template-change.ts';
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

export type ChangeWords = {
  readonly where: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
};

/** A difference in four words. Where a value is not kept, they say that it is there, and whether it is another. */
export function sayChange(text: Text, { area, container, subject, kind, before, after }: TemplateChange): ChangeWords {
  const isOrder = area === 'containers' && subject === '';
  return {
    where: container ?? text.say('diff.pod'),
    what: isOrder ? text.say('diff.area.containers.order') : text.say(`diff.area.${area}`, { subject }),
    before: sayValue(text, before) ?? unkept(text, kind, { added: undefined, removed: 'present', changed: 'notKept' }),
    after: sayValue(text, after) ?? unkept(text, kind, { added: 'added', removed: 'removed', changed: 'changed' }),
  };
}

function sayValue(text: Text, value: string | undefined): string | undefined {
  return value === '' ? text.say('diff.value.empty') : value;
}

type Unkept = 'present' | 'added' | 'removed' | 'notKept' | 'changed';

function unkept(
  text: Text,
  kind: TemplateChange['kind'],
  words: Readonly<Record<TemplateChange['kind'], Unkept | undefined>>,
): string {
  const word = words[kind];
  return word === undefined ? '–' : text.say(`diff.value.${word}`);
}
