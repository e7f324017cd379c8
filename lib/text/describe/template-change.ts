import type { TemplateChange } from '#lib/domain/rollout/template-change.ts';
import type { Speaker } from '../speaker.ts';

export type ChangeWords = {
  readonly where: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
};

/** A difference in four words. Where a value is not kept, they say that it is there, and whether it is another. */
export function sayChange(speaker: Speaker, change: TemplateChange): ChangeWords {
  const { area, container, subject, kind, before, after } = change;
  const { say } = speaker;
  const isOrder = area === 'containers' && subject === '';
  return {
    where: container ?? say('diff.pod'),
    what: isOrder ? say('diff.area.containers.order') : say(`diff.area.${area}`, { subject }),
    before:
      sayValue(speaker, before) ?? unkept(speaker, kind, { added: undefined, removed: 'present', changed: 'notKept' }),
    after:
      sayValue(speaker, after) ?? unkept(speaker, kind, { added: 'added', removed: 'removed', changed: 'changed' }),
  };
}

function sayValue({ say }: Speaker, value: string | undefined): string | undefined {
  return value === '' ? say('diff.value.empty') : value;
}

type Unkept = 'present' | 'added' | 'removed' | 'notKept' | 'changed';

function unkept(
  { say }: Speaker,
  kind: TemplateChange['kind'],
  words: Readonly<Record<TemplateChange['kind'], Unkept | undefined>>,
): string {
  const word = words[kind];
  return word === undefined ? '–' : say(`diff.value.${word}`);
}
