'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { freshnessAt, useFleetAt, useFleetSource } from '#lib/browser/fleet-context.ts';
import { isUntrusted } from '#lib/browser/freshness.ts';
import { starvedAddress } from '#lib/browser/starved-url.ts';
import type { FleetPart } from '#lib/text/describe/fleet.ts';
import { sayFleetParts } from '../shell/fleet-facts.ts';
import { useText } from '../shell/text-context.ts';

type Props = {
  /** The same sentence as the server said it, for the time until the snapshot is here. */
  readonly served: readonly FleetPart[];
};

/** What is about starved nodes leads to them, and to what would make room. */
function Piece({ part: { text, about } }: { readonly part: FleetPart }) {
  if (about === undefined) return text;
  return (
    <Link
      prefetch={false}
      href={starvedAddress({})}
      className="underline decoration-line-strong underline-offset-4 hover:decoration-current"
    >
      {text}
    </Link>
  );
}

/** The first line of the page: what · where · since when [P8]. */
export function FleetSentence({ served }: Props) {
  const text = useText();
  const { glance } = useFleetSource();
  // As one string, since it is drawn anew when another value comes and at no other time.
  const written = useFleetAt((state, tick) => {
    const isEarly = state.picture === undefined && !isUntrusted(freshnessAt(state, tick, glance).kind);
    return JSON.stringify(isEarly ? served : sayFleetParts(text, state, tick, glance));
  });
  const parts = useMemo(() => JSON.parse(written) as readonly FleetPart[], [written]);
  return (
    <h1 data-sentence="" className="font-semibold text-base leading-6 sm:text-lg sm:leading-7">
      {parts.map((part, at) => (
        <Piece key={at} part={part} />
      ))}
    </h1>
  );
}
