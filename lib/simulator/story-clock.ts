import { type Clock, systemClock } from '#lib/base/clock.ts';

/**
 * The time of a simulated cluster. While it is stepped, time stands still but for `advance`, which runs every timer at
 * its moment, in order, as fast as the machine can; so a story that takes hours is told in a second, and always the same
 * way. `goLive` lets real time take over.
 */
export type StoryClock = Clock & {
  /** Runs what is due in the next `millis`, and stands still then. */
  readonly advance: (millis: number) => void;
  /**
   * Runs what is due until the present moment and follows real time from then on. A timer set before stays set. Nothing
   * is skipped: what became due while the machine was catching up runs, too.
   */
  readonly goLive: () => void;
  /** The moment of the next timer; undefined when nothing is planned. */
  readonly nextTimerAt: () => number | undefined;
  /** No timer fires from now on. */
  readonly stop: () => void;
};

type Timer = { readonly at: number; readonly order: number; readonly run: () => void; canceled: boolean };

export function createStoryClock(start: number, real: Clock = systemClock): StoryClock {
  const queue: Timer[] = [];
  let current = start;
  let order = 0;
  let live = false;
  let stopped = false;
  let running = false;
  let cancelWake: (() => void) | undefined;

  /** A clock that is set back does not take the story back. */
  const now = (): number => {
    if (live && !running) current = Math.max(current, real.now());
    return current;
  };
  const runUntil = (end: number): void => {
    running = true;
    try {
      for (let timer = queue[0]; timer !== undefined && timer.at <= end && !stopped; timer = queue[0]) {
        pop(queue);
        if (timer.canceled) continue;
        current = Math.max(current, timer.at);
        timer.run();
      }
      if (!stopped) current = Math.max(current, end);
    } finally {
      running = false;
    }
  };
  const wake = (): void => {
    cancelWake?.();
    cancelWake = undefined;
    while (queue[0]?.canceled === true) pop(queue);
    const [head] = queue;
    if (!live || stopped || running || head === undefined) return;
    cancelWake = real.setTimer(
      () => {
        runUntil(real.now());
        wake();
      },
      Math.max(0, head.at - real.now()),
    );
  };
  return {
    now,
    // Ages inside a story are ages on its own clock.
    monotonic: now,
    setTimer: (run, delayMillis) => {
      const timer: Timer = { at: now() + Math.max(0, delayMillis), order, run, canceled: false };
      order += 1;
      push(queue, timer);
      if (queue[0] === timer) wake();
      return () => {
        timer.canceled = true;
      };
    },
    advance: (millis) => {
      if (live) throw new Error('a story that is live follows real time');
      runUntil(current + millis);
    },
    goLive: () => {
      // Catching up takes time itself: until the story has come to where the real clock stands.
      while (!stopped && current < real.now()) runUntil(real.now());
      live = true;
      wake();
    },
    nextTimerAt: () => {
      while (queue[0]?.canceled === true) pop(queue);
      return queue[0]?.at;
    },
    stop: () => {
      stopped = true;
      cancelWake?.();
      queue.length = 0;
    },
  };
}

/** Two timers of one moment fire in the order in which they were set: a story must not depend on luck. */
function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Timer[], timer: Timer): void {
  heap.push(timer);
  let index = heap.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(timer, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    const [left, right] = [heap[child], heap[child + 1]];
    if (left !== undefined && right !== undefined && isBefore(right, left)) child += 1;
    const least = heap[child];
    if (least === undefined || !isBefore(least, last)) break;
    heap[index] = least;
    index = child;
  }
  heap[index] = last;
}
