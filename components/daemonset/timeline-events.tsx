'use client';

import { formatTimeOfDay } from '#lib/browser/moment.ts';
import type { TimelineMarker } from '#lib/wire/timeline.ts';
import { Moment } from '../shell/cell-facts.tsx';
import { useText } from '../shell/text-context.ts';
import { useFold } from '../ui/fold.tsx';
import { sayMarker } from './timeline-words.ts';

const FIRST_SHOWN = 12;

type Props = { readonly markers: readonly TimelineMarker[]; readonly omitted: number };

/** What happened, newest first, under the numbers that stand over the picture. */
export function TimelineEvents({ markers, omitted }: Props) {
  const text = useText();
  const numbered = markers.map((marker, index) => ({ marker, number: index + 1 })).toReversed();
  const { shown, button } = useFold(numbered, FIRST_SHOWN, {
    more: text.say('timeline.more', { count: markers.length }),
    fewer: text.say('timeline.fewer'),
  });
  return (
    <div>
      <h3 className="mb-1.5 font-semibold text-sm">{text.say('timeline.happened')}</h3>
      {markers.length === 0 ? (
        <p className="text-sm">{text.say('timeline.nothing.sentence')}</p>
      ) : (
        <ol className="mb-2 flex flex-col text-sm">
          {shown.map(({ marker, number }) => (
            <li
              key={number}
              value={number}
              data-event={marker.kind}
              className="flex flex-wrap items-baseline gap-x-3 border-b py-1"
            >
              <span aria-hidden="true" className="w-6 text-right text-2xs text-muted-fg">
                {number}
              </span>
              <span className="w-36 flex-none whitespace-nowrap text-muted-fg text-xs">
                {formatTimeOfDay(marker.at, text.locale)}
                {text.say('screen.separator')}
                <Moment at={marker.at} />
              </span>
              <span className="wrap-anywhere min-w-48 flex-1">{sayMarker(text, marker)}</span>
            </li>
          ))}
        </ol>
      )}
      {button}
      {omitted > 0 ? (
        <p className="mt-2 text-muted-fg text-xs">{text.say('timeline.omitted.sentence', { count: omitted })}</p>
      ) : null}
    </div>
  );
}
