import type { Clock, Millis } from '#lib/base/clock.ts';

/** Both clocks at one moment. */
export type Tick = { readonly monotonic: number; readonly wall: Millis };

export type Ticker = {
  readonly getTick: () => Tick;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads the clocks now: a hidden tab's timers may be a minute late, so nothing ever counts ticks. */
  readonly tick: () => void;
  readonly start: () => void;
  readonly stop: () => void;
};

const SECOND = 1_000;

/** The one clock of the page: once per second everybody hears of it, and redraws only if its own text changed [8.3]. */
export function createTicker(clock: Clock, initial: Tick): Ticker {
  const listeners = new Set<() => void>();
  let current = initial;
  let cancel = (): void => {};

  function tick(): void {
    current = { monotonic: clock.monotonic(), wall: clock.now() };
    for (const listener of listeners) listener();
  }
  function goOn(): void {
    cancel = clock.setTimer(() => {
      tick();
      goOn();
    }, SECOND);
  }
  return {
    getTick: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tick,
    start: () => {
      cancel();
      tick();
      goOn();
    },
    stop: () => cancel(),
  };
}
