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

/** Looks at once, then every second, and a last time when the time is over; `look` says whether it has seen enough. */
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
    if (look()) return 'Enough';
    const left = deadline - clock.monotonic();
    if (left <= 0) return 'TimedOut';
    await new Promise<void>((resolve) => {
      const cancel = clock.setTimer(resolve, Math.min(INTERVAL_MILLIS, left));
      wake = () => {
        cancel();
        resolve();
      };
      if (isStopped) wake();
    });
    if (isStopped) return 'Stopped';
  }
}
