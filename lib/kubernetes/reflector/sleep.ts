import type { Clock } from '#lib/base/clock.ts';

/** Waits by the injected clock, not at all for nothing; ends early when the signal is aborted. */
export function sleep(clock: Clock, millis: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || millis <= 0) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.setTimer(resolve, millis);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(cancel);
}
