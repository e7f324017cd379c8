import type { Clock } from '#lib/base/clock.ts';
import type { ObjectStore } from '../object-store.ts';

/** How long the real server waits for a revision that it has not reached, before it says that it is too large. */
const WAIT_MILLIS = 3_000;

/** True as soon as the cluster has reached a revision; false when it has not by then. */
export function untilReached(store: ObjectStore, clock: Clock, revision: number): Promise<boolean> {
  if (store.revision() >= revision) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (isReached: boolean): void => {
      stop();
      cancelTimer();
      resolve(isReached);
    };
    const stop = store.subscribe((change) => {
      if (change.revision >= revision) settle(true);
    });
    const cancelTimer = clock.setTimer(() => settle(store.revision() >= revision), WAIT_MILLIS);
  });
}
