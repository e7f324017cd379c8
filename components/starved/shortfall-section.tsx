'use client';

import { useText } from '../shell/text-context.ts';
import { useFold } from '../ui/fold.tsx';
import { Section } from '../ui/section.tsx';
import { ShortfallCard } from './shortfall-card.tsx';
import type { Shortfall } from './shortfalls.ts';

const CARDS_AT_FIRST = 3;

/** By how much it is short, and what a smaller request would win: for the cluster, since a request has no pool. */
export function ShortfallSection({ shortfalls }: { readonly shortfalls: readonly Shortfall[] }) {
  const text = useText();
  const fold = useFold(shortfalls, CARDS_AT_FIRST, {
    more: text.say('starved.more', { count: shortfalls.length }),
    fewer: text.say('starved.fewer', { count: CARDS_AT_FIRST }),
  });
  if (shortfalls.length === 0) return null;
  return (
    <Section title={text.say('starved.shortfall')}>
      <ul className="grid gap-x-8 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        {fold.shown.map((shortfall) => (
          <ShortfallCard key={`${shortfall.sizing.daemonSet} ${shortfall.sizing.resource}`} shortfall={shortfall} />
        ))}
      </ul>
      {fold.button === null ? null : <div className="mt-2">{fold.button}</div>}
    </Section>
  );
}
