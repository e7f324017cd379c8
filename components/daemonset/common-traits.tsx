'use client';

import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';

type Props = Pick<DaemonSetDetails, 'commonTraits'>;

/** What sets the affected nodes apart, with both numbers: a share of few says little [5.4]. */
export function CommonTraitsSection({ commonTraits }: Props) {
  const text = useText();
  return (
    <Section title={text.say('diagnosis.traits')}>
      {commonTraits.length === 0 ? (
        <p className="text-sm">{text.say('diagnosis.traits.none.sentence')}</p>
      ) : (
        <ul className="flex flex-col gap-1 text-sm" data-traits="">
          {commonTraits.map((trait) => (
            <li key={`${trait.key} ${trait.value}`} className="wrap-anywhere">
              {text.describeTrait(trait)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
