import type { Clock } from '#lib/base/clock.ts';

export type LookAgainOptions = {
  readonly clock: Pick<Clock, 'monotonic' | 'setTimer'>;
  /** Resolves when somebody ends it. */
  readonly stopped: Promise<unknown>;
  /** Without it there is no end but the two others. */
  readonly timeoutMillis?: number;
};

/** `Enough` was seen, somebody stopped it, or the time is over. */
export type LookEnding = 'Enough' | 'Stopped' | 'TimedOut';

/** Ages and countdowns are told in seconds, so nothing is gained by looking oftener. */
const INTERVAL_MILLIS = 1_000;
/** A look at thousands of nodes takes its time, and the reader needs most of it: a look rests for so many times as long. */
const REST_FACTOR = 4;

/** Looks at once, then about every second, and a last time when the time is over; `look` says whether it has seen enough. */
export async function lookAgain(
  look: () => boolean,
  { clock, stopped, timeoutMillis = Infinity }: LookAgainOptions,
): Promise<LookEnding> {
  const deadline = clock.monotonic() + timeoutMillis;
  let isStopped = false;
  let wake = () => {};
  void stopped.then(() => {
    isStopped = true;
    wake();
  });
  for (;;) {
    const begun = clock.monotonic();
    if (look()) return 'Enough';
    const rest = Math.max(INTERVAL_MILLIS, REST_FACTOR * (clock.monotonic() - begun));
    const left = deadline - clock.monotonic();
    if (left <= 0) return 'TimedOut';
    await new Promise<void>((resolve) => {
      const cancel = clock.setTimer(resolve, Math.min(rest, left));
      wake = () => {
        cancel();
        resolve();
      };
    });
    if (isStopped) return 'Stopped';
  }
}
