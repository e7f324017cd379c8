import type { Clock } from '#lib/base/clock.ts';

export type FakeClock = Clock & {
  /** Moves both clocks on, and fires what falls due in the order of its time. */
  readonly advance: (millis: number) => void;
  /** How long until each timer that is set, soonest first. */
  readonly pending: () => readonly number[];
};

/** A clock that stands still until it is moved. */
export function createFakeClock(startWall = Date.UTC(2026, 10, 23, 5)): FakeClock {
  let elapsed = 0;
  const timers = new Set<{ readonly due: number; readonly callback: () => void }>();
  const soonest = () => [...timers].toSorted((left, right) => left.due - right.due);
  return {
    now: () => startWall + elapsed,
    monotonic: () => elapsed,
    setTimer: (callback, delayMillis) => {
      const timer = { due: elapsed + Math.max(0, delayMillis), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (millis) => {
      const end = elapsed + millis;
      for (let next = soonest()[0]; next !== undefined && next.due <= end; next = soonest()[0]) {
        timers.delete(next);
        elapsed = Math.max(elapsed, next.due);
        next.callback();
      }
      elapsed = end;
    },
    pending: () => soonest().map(({ due }) => due - elapsed),
  };
}
