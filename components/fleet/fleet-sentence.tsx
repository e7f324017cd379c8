'use client';

import { freshnessAt, useFleetAt, useFleetSource } from '#lib/browser/fleet-context.ts';
import { isUntrusted } from '#lib/browser/freshness.ts';
import { sayFleet } from '../shell/fleet-facts.ts';
import { useText } from '../shell/text-context.ts';

type Props = {
  /** The same sentence as the server said it, for the time until the snapshot is here. */
  readonly served: string;
};

/** The first line of the page: what · where · since when [P8]. */
export function FleetSentence({ served }: Props) {
  const text = useText();
  const { glance } = useFleetSource();
  const sentence = useFleetAt((state, tick) => {
    const isEarly = state.picture === undefined && !isUntrusted(freshnessAt(state, tick, glance).kind);
    return isEarly ? served : sayFleet(text, state, tick, glance);
  });
  return (
    <h1 data-sentence="" className="font-semibold text-base leading-6 sm:text-lg sm:leading-7">
      {sentence}
    </h1>
  );
}
