'use client';

import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Millis } from '#lib/base/clock.ts';
import type { Picture, PictureDaemonSet, Simulated } from '#lib/wire/picture.ts';
import type { FleetState, FleetStore } from './fleet-store.ts';
import { ageOf, type Freshness, freshnessOf, isUntrusted } from './freshness.ts';
import type { Glance } from './glance.ts';
import type { Tick, Ticker } from './ticker.ts';

/* How components see the store. Each hook draws its component again only when what it returns is another value. */

export type FleetSource = {
  readonly store: FleetStore;
  readonly ticker: Ticker;
  readonly glance: Glance;
};

export const FleetContext = createContext<FleetSource | undefined>(undefined);

export function useFleetSource(): FleetSource {
  const source = useContext(FleetContext);
  if (source === undefined) throw new Error('a hook of the fleet is used outside its provider');
  return source;
}

/** `select` gives back the same object while nothing it reads has changed. */
export function useFleet<Selected>(select: (state: FleetState) => Selected): Selected {
  const { store } = useFleetSource();
  const read = (): Selected => select(store.getState());
  return useSyncExternalStore(store.subscribe, read, read);
}

/** For what depends on the time: a string or a word, so that a second that changes nothing draws nothing. */
export function useFleetAt<Value extends string | number | boolean | undefined>(
  select: (state: FleetState, tick: Tick) => Value,
): Value {
  const { store, ticker } = useFleetSource();
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [store.subscribe(listener), ticker.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [store, ticker],
  );
  const read = (): Value => select(store.getState(), ticker.getTick());
  return useSyncExternalStore(subscribe, read, read);
}

export function usePicture(): Picture | undefined {
  return useFleet((state) => state.picture);
}

export function useDaemonSets(): readonly PictureDaemonSet[] {
  const { glance } = useFleetSource();
  return useFleet((state) => state.picture?.daemonSets ?? glance.daemonSets);
}

export function useNodeTroubles(): Picture['nodeTroubles'] {
  const { glance } = useFleetSource();
  return useFleet((state) => state.picture?.nodeTroubles ?? glance.nodeTroubles);
}

export function useKnowledge(): Picture['knowledge'] {
  const { glance } = useFleetSource();
  return useFleet((state) => state.picture?.knowledge ?? glance.knowledge);
}

/** Of the picture that is shown, or of the glance before it. */
function sourceKindOf(state: FleetState, glance: Glance): Picture['source'] {
  return state.picture?.source ?? glance.source;
}

export function freshnessAt(state: FleetState, tick: Tick, glance: Glance): Freshness {
  const source = sourceKindOf(state, glance);
  return freshnessOf({
    ageMillis: state.proof === undefined ? undefined : ageOf(state.proof, tick),
    link: state.link,
    filesAsOf: source.kind === 'Files' ? source.asOf : undefined,
  });
}

/** The time of the server, which every "since" is measured against; of files the moment they speak of. */
export function serverNowAt(state: FleetState, tick: Tick, glance: Glance): Millis {
  const source = sourceKindOf(state, glance);
  if (source.kind === 'Files') return source.asOf;
  if (state.heartbeat === undefined || state.proof === undefined) return tick.wall;
  return state.heartbeat.now + Math.max(0, tick.monotonic - state.proof.monotonic);
}

/** Of a cluster that is made up; undefined for every other. */
export function useSimulated(): Simulated | undefined {
  const { glance } = useFleetSource();
  return useFleet((state) => {
    const source = sourceKindOf(state, glance);
    return source.kind === 'Cluster' ? source.simulated : undefined;
  });
}

/** Text that depends on the server's time, made anew each second and drawn only when it is another. */
export function useServerText(say: (now: Millis) => string): string {
  const { glance } = useFleetSource();
  return useFleetAt((state, tick) => say(serverNowAt(state, tick, glance)));
}

export function useIsUntrusted(): boolean {
  const { glance } = useFleetSource();
  return useFleetAt((state, tick) => isUntrusted(freshnessAt(state, tick, glance).kind));
}

/** The server's time for what is made on demand: read it in an event or an effect, not while drawing. */
export function useServerClock(): () => Millis {
  const { store, ticker, glance } = useFleetSource();
  return useCallback(() => serverNowAt(store.getState(), ticker.getTick(), glance), [store, ticker, glance]);
}
