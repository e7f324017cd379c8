import type { ObjectStore } from '../object-store.ts';
import type { Outlet } from './outlet.ts';
import type { Watch } from './watch.ts';

/**
 * Gives all open watches their turns: soon after the store has changed, one after another, and in between to whatever
 * else waits for the event loop. Nothing is written while the store still tells of a change.
 */
export type WatchHub = {
  readonly add: (watch: Watch, outlet: Outlet) => void;
  /** Everybody who listens is told at once what has happened so far. */
  readonly tellAll: () => void;
  readonly stop: () => void;
};

export function createWatchHub(store: ObjectStore): WatchHub {
  const watches = new Set<Watch>();
  let isPlanned = false;

  const takeTurns = (): void => {
    isPlanned = false;
    let isMore = false;
    for (const watch of watches) isMore = watch.turn() || isMore;
    if (isMore) plan();
  };
  const plan = (): void => {
    if (isPlanned || watches.size === 0) return;
    isPlanned = true;
    setImmediate(takeTurns);
  };
  const stopListening = store.subscribe(plan);
  return {
    add: (watch, outlet) => {
      watches.add(watch);
      outlet.onClose(() => watches.delete(watch));
      outlet.onRoom(plan);
      plan();
    },
    tellAll: () => {
      for (const watch of watches) {
        for (let isMore = watch.turn(); isMore; ) isMore = watch.turn();
      }
    },
    stop: stopListening,
  };
}
