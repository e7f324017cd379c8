import { createElement, type ReactNode } from 'react';
import { FleetContext, type FleetSource } from '#lib/browser/fleet-context.ts';
import { createFleetStore, type FleetState } from '#lib/browser/fleet-store.ts';
import { glanceOf } from '#lib/browser/glance.ts';
import type { Ticker } from '#lib/browser/ticker.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { makeHeartbeat } from './fake-stream.ts';
import { makePicture } from './pictures.ts';

/** A page as the browser has it `ageMillis` after the proof: nothing ticks, nothing is fetched. */
export type PageMoment = {
  readonly picture?: Picture;
  readonly ageMillis?: number;
  readonly state?: Partial<FleetState>;
};

export function makeFleetSource({ picture = makePicture(), ageMillis = 0, state = {} }: PageMoment = {}): FleetSource {
  const heartbeat = makeHeartbeat({ asOfAgeMs: ageMillis });
  const proof = { monotonic: 0, wall: 0, asOfAgeMillis: ageMillis };
  const initial: FleetState = { picture, heartbeat, proof, link: { kind: 'Open' }, ...state };
  const store = createFleetStore(initial, (callback) => callback());
  const ticker: Ticker = {
    getTick: () => NOW,
    subscribe: () => () => {},
    tick: () => {},
    start: () => {},
    stop: () => {},
  };
  return { store, ticker, glance: glanceOf(picture, heartbeat) };
}

const NOW = { monotonic: 0, wall: 0 };

export function inFleet(source: FleetSource, children: ReactNode): ReactNode {
  return createElement(FleetContext, { value: source }, children);
}
