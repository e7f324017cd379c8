/** Milliseconds since the Unix epoch. */
export type Millis = number;

/** Ends a timer; calling it again does nothing. */
export type CancelTimer = () => void;

/**
 * The only door to time. `now` is the wall clock (compared with the API's timestamps); `monotonic` never goes back and
 * is what ages and time-outs are measured with; both in milliseconds.
 */
export type Clock = {
  readonly now: () => Millis;
  readonly monotonic: () => number;
  readonly setTimer: (callback: () => void, delayMillis: number) => CancelTimer;
};

/** setTimeout fires at once for anything above 2^31 - 1 milliseconds; such a timer waits its longest instead. */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (callback, delayMillis) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMillis), LONGEST_TIMER_MILLIS));
    return () => clearTimeout(timer);
  },
};
