import type { Context } from './context.ts';

/**
 * Keys that want to be looked at, each once however often it is named, as client-go's work queue: a key that is named
 * while it waits is looked at once; after a failure it waits twice as long as the time before.
 */
export type WorkQueue = {
  /** Soon: after what a controller takes to notice. */
  readonly add: (key: string) => void;
  readonly addAfter: (key: string, millis: number) => void;
  /** After a failure: 5 ms, doubled each time up to 1000 s. */
  readonly addRateLimited: (key: string) => void;
  /** Forgets the failures of a key. */
  readonly forget: (key: string) => void;
  readonly stop: () => void;
};

const FIRST_RETRY_MILLIS = 5;
const LONGEST_RETRY_MILLIS = 1_000_000;

export type WorkQueueOptions = {
  /** What a look costs beside the usual latency; a controller of a large cluster is slower to come round. */
  readonly extraMillis?: () => number;
};

export function createWorkQueue(
  { clock, random, settings }: Pick<Context, 'clock' | 'random' | 'settings'>,
  process: (key: string) => void,
  { extraMillis = () => 0 }: WorkQueueOptions = {},
): WorkQueue {
  const waiting = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  const failures = new Map<string, number>();
  const schedule = (key: string, delay: number): void => {
    const at = clock.now() + delay;
    const before = waiting.get(key);
    if (before !== undefined && before.at <= at) return;
    before?.cancel();
    const cancel = clock.setTimer(() => {
      waiting.delete(key);
      process(key);
    }, delay);
    waiting.set(key, { at, cancel });
  };
  const [shortest, longest] = settings.latencyMillis;
  return {
    add: (key) => schedule(key, shortest + random() * (longest - shortest) + extraMillis()),
    addAfter: (key, millis) => schedule(key, millis),
    addRateLimited: (key) => {
      const times = failures.get(key) ?? 0;
      failures.set(key, times + 1);
      schedule(key, Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** times));
    },
    forget: (key) => {
      failures.delete(key);
    },
    stop: () => {
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
