import type { Clock } from '#lib/base/clock.ts';

export type SharedAnswer<Value> = {
  readonly ask: () => Promise<Value>;
  /** What is kept is not told any more; what is being made is, to those who wait for it. */
  readonly drop: () => void;
};

/** One answer for all who ask while it is made, kept for a while after; a failure is not kept. */
export function shareAnswer<Value>(
  make: () => Promise<Value>,
  { clock, keepMillis }: { readonly clock: Pick<Clock, 'monotonic'>; readonly keepMillis: number },
): SharedAnswer<Value> {
  let kept: { readonly value: Value; readonly until: number } | undefined;
  let making: Promise<Value> | undefined;
  let drops = 0;

  async function begin(): Promise<Value> {
    const dropsBefore = drops;
    try {
      const value = await make();
      if (drops === dropsBefore) kept = { value, until: clock.monotonic() + keepMillis };
      return value;
    } finally {
      making = undefined;
    }
  }

  return {
    ask: async () => {
      if (kept !== undefined && clock.monotonic() < kept.until) return kept.value;
      kept = undefined;
      making ??= begin();
      return making;
    },
    drop: () => {
      drops += 1;
      kept = undefined;
    },
  };
}
