'use client';

import { serverNowAt, useFleetAt, useFleetSource } from '#lib/browser/fleet-context.ts';
import type { FleetState } from '#lib/browser/fleet-store.ts';
import { ageOf, LAGGING_MILLIS } from '#lib/browser/freshness.ts';
import type { Glance } from '#lib/browser/glance.ts';
import { readingOf } from '#lib/browser/reading.ts';
import { useText } from '../shell/text-context.ts';

type Props = {
  /** The same sentence as the server said it, for the time until the snapshot is here. */
  readonly served: string;
};

const NO_NODES = { nodes: [], cells: new Map<string, Uint8Array>() };

function factsOf(state: FleetState, glance: Glance) {
  return state.picture ?? { ...NO_NODES, daemonSets: glance.daemonSets, knowledge: glance.knowledge };
}

/** The first line of the page: what · where · since when [P8]. */
export function FleetSentence({ served }: Props) {
  const text = useText();
  const { glance } = useFleetSource();
  const sentence = useFleetAt((state, tick) => {
    const isFiles = (state.picture?.source ?? glance.source).kind === 'Files';
    const ageMillis = isFiles || state.proof === undefined ? null : (ageOf(state.proof, tick) ?? null);
    if (state.picture === undefined && (ageMillis === null || ageMillis <= LAGGING_MILLIS)) return served;
    const reading = readingOf(state.heartbeat);
    return text.describeFleet(factsOf(state, glance), {
      now: serverNowAt(state, tick, glance),
      ageMillis,
      ...(reading === undefined ? {} : { reading }),
    });
  });
  return (
    <h1 data-sentence="" className="font-semibold text-lg leading-7">
      {sentence}
    </h1>
  );
}
