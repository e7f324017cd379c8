import type { QueryClient } from '@tanstack/react-query';
import { systemClock } from '#lib/base/clock.ts';
import { collectSubjects } from './collect-subjects.ts';
import type { FleetSource } from './fleet-context.ts';
import { createFleetStore } from './fleet-store.ts';
import { followFleet } from './follow.ts';
import type { Glance } from './glance.ts';
import { invalidateLists, invalidateSubjects } from './query.ts';
import { createTicker } from './ticker.ts';

const DETAILS_SPAN_MILLIS = 500;
/** A list is told of all nodes, and costs the server more: it is asked for less often. */
const LISTS_SPAN_MILLIS = 2_000;

/** The state that the server drew from: both clocks stand at the beginning of the page until the first tick. */
export function createFleetSource(glance: Glance): FleetSource {
  const { heartbeat } = glance;
  const proof = heartbeat && { monotonic: 0, wall: 0, asOfAgeMillis: heartbeat.asOfAgeMs };
  const store = createFleetStore({ picture: undefined, heartbeat, proof, link: { kind: 'Connecting' } }, (callback) =>
    requestAnimationFrame(callback),
  );
  return { store, ticker: createTicker(systemClock, { monotonic: 0, wall: 0 }), glance };
}

/** Begins to follow the fleet in this window; the result ends it. */
export function startFollowing({ store, ticker }: FleetSource, queryClient: QueryClient): () => void {
  const { proof } = store.getState();
  // The page was asked for after the origin of its time, so the age is rather too high than too low.
  if (proof !== undefined) store.update({ proof: { ...proof, wall: performance.timeOrigin } });
  store.flush();
  const collect = collectSubjects(systemClock, DETAILS_SPAN_MILLIS, (subjects) => {
    const { picture } = store.getState();
    if (picture !== undefined) invalidateSubjects(queryClient, subjects, picture);
  });
  const collectForLists = collectSubjects(systemClock, LISTS_SPAN_MILLIS, ({ nodes }) => {
    if (nodes.size > 0) invalidateLists(queryClient);
  });
  return followFleet({
    store,
    ticker,
    onSubjects: (subjects) => {
      collect(subjects);
      collectForLists(subjects);
    },
  });
}
