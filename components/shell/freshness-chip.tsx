'use client';

import { freshnessAt, useFleetAt, useFleetSource } from '#lib/browser/fleet-context.ts';
import type { Freshness } from '#lib/browser/freshness.ts';
import { formatMoment } from '#lib/browser/moment.ts';
import type { Text } from '#lib/text/text.ts';
import { Glyph } from '../ui/glyph.tsx';
import type { GlyphName } from '../ui/glyph-shapes.ts';
import { Popover } from '../ui/popover.tsx';
import { FreshnessDetails } from './freshness-details.tsx';
import { useText } from './text-context.ts';

type Chip = { readonly glyph: GlyphName; readonly classes: string };
const CHIPS: Readonly<Record<Freshness['kind'], Chip>> = {
  Files: { glyph: 'dot', classes: 'border-line text-fg' },
  Loading: { glyph: 'question', classes: 'border-line-strong text-muted-fg' },
  Live: { glyph: 'dot', classes: 'border-line text-fg' },
  Lagging: { glyph: 'quarter', classes: 'border-starved text-starved-fg' },
  Stale: { glyph: 'hatched', classes: 'border-fg bg-fg text-bg' },
  Offline: { glyph: 'cross', classes: 'border-fg bg-fg text-bg' },
};

function sayFreshness(text: Text, freshness: Freshness): string {
  switch (freshness.kind) {
    case 'Files':
      return text.say('screen.fresh.Files', { moment: formatMoment(freshness.asOf) });
    case 'Loading':
      return text.say('screen.fresh.Loading');
    case 'Lagging': {
      const id = freshness.lost === undefined ? 'screen.fresh.Lagging' : 'screen.fresh.Reconnecting';
      return text.say(id, { age: text.duration(freshness.ageMillis) });
    }
    case 'Live':
    case 'Stale':
    case 'Offline':
      return text.say(`screen.fresh.${freshness.kind}`, { age: text.duration(freshness.ageMillis) });
  }
}

/** The one place that says how old the data is; it is always on the screen [5.1] [reliability 14]. */
export function FreshnessChip() {
  const text = useText();
  const { glance } = useFleetSource();
  const kind = useFleetAt((state, tick) => freshnessAt(state, tick, glance).kind);
  const words = useFleetAt((state, tick) => sayFreshness(text, freshnessAt(state, tick, glance)));
  const { glyph, classes } = CHIPS[kind];
  return (
    <Popover
      label={text.say('screen.fresh.details')}
      trigger={
        <button
          type="button"
          data-freshness={kind}
          className={`flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 text-xs ${classes}`}
        >
          <Glyph name={glyph} size={10} />
          {words}
        </button>
      }
    >
      <FreshnessDetails />
    </Popover>
  );
}
