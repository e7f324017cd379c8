'use client';

import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { useText } from '../text-context.ts';
import { IN_FLIGHT_LOOK, STUCK_LOOK } from './budget-looks.ts';
import { MeterBar } from './meter-bar.tsx';

/** A budget in a row of a list: stuck, in flight, and where the limit is; the numbers beside it. */
export function SmallMeter({ budget }: { readonly budget: NonNullable<PictureDaemonSet['budget']> }) {
  const text = useText();
  const { limit, used, stuck } = budget;
  const segments = [
    { key: 'stuck', count: stuck, look: STUCK_LOOK },
    { key: 'inFlight', count: Math.max(0, used - stuck), look: IN_FLIGHT_LOOK },
  ];
  return (
    <span className="flex items-center gap-2">
      <span className="block w-24 flex-none">
        <MeterBar label={text.say('attention.meter', { used, limit, stuck })} limit={limit} segments={segments} />
      </span>
      <span className="whitespace-nowrap text-xs">{text.say('attention.budget', { used, limit })}</span>
    </span>
  );
}
