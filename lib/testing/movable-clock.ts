import { type CancelTimer, type Clock, systemClock } from '#lib/base/clock.ts';

export type MovableClock = Clock & {
  /** Moves both clocks on; timers that fall due by that fire at once, in their order. */
  readonly advance: (millis: number) => void;
  /** By how much it is further on than the real time. */
  readonly ahead: () => number;
};

type Timer = { readonly due: number; readonly callback: () => void; cancel: CancelTimer };

/** The real time, but further on: for what takes minutes in a cluster that is really there. */
export function createMovableClock(aheadMillis = 0): MovableClock {
  let ahead = aheadMillis;
  const timers = new Set<Timer>();
  const monotonic = () => systemClock.monotonic() + ahead;
  const fire = (timer: Timer): void => {
    timers.delete(timer);
    timer.callback();
  };
  const arm = (timer: Timer): void => {
    timer.cancel();
    timer.cancel = systemClock.setTimer(() => fire(timer), timer.due - monotonic());
  };
  return {
    now: () => systemClock.now() + ahead,
    monotonic,
    setTimer: (callback, delayMillis) => {
      const timer: Timer = { due: monotonic() + Math.max(0, delayMillis), callback, cancel: () => {} };
      timers.add(timer);
      arm(timer);
      return () => {
        timer.cancel();
        timers.delete(timer);
      };
    },
    ahead: () => ahead,
    advance: (millis) => {
      ahead += millis;
      const due = [...timers].filter((timer) => timer.due <= monotonic());
      for (const timer of due.sort((left, right) => left.due - right.due)) {
        if (!timers.has(timer)) continue;
        timer.cancel();
        fire(timer);
      }
      for (const timer of timers) arm(timer);
    },
  };
}
