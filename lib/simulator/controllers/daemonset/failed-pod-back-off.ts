/** Failed pods are replaced ever later: 1 s, doubled each time, at most 15 min; forgotten after twice that [EV5]. */
export type FailedPodBackOff = {
  /** Milliseconds that are left to wait; 0 when the pod may be deleted now. */
  readonly waitMillis: (key: string) => number;
  readonly fail: (key: string) => void;
};

const FIRST_MILLIS = 1_000;
const LONGEST_MILLIS = 900_000;

export function createFailedPodBackOff(now: () => number): FailedPodBackOff {
  const entries = new Map<string, { readonly millis: number; readonly since: number }>();
  let sweptAt = now();
  const isForgotten = ({ since }: { readonly since: number }) => now() - since > 2 * LONGEST_MILLIS;
  const entryOf = (key: string) => {
    const entry = entries.get(key);
    return entry === undefined || isForgotten(entry) ? undefined : entry;
  };
  /** Nobody asks again after a key of an older generation or of a node that is gone. */
  const sweep = (): void => {
    if (now() - sweptAt < LONGEST_MILLIS) return;
    sweptAt = now();
    for (const [key, entry] of entries) if (isForgotten(entry)) entries.delete(key);
  };
  return {
    waitMillis: (key) => {
      const entry = entryOf(key);
      // The whole delay is waited anew, however much of it is over: so the controller does it.
      return entry !== undefined && now() - entry.since < entry.millis ? entry.millis : 0;
    },
    fail: (key) => {
      sweep();
      const before = entryOf(key);
      const millis = before === undefined ? FIRST_MILLIS : Math.min(2 * before.millis, LONGEST_MILLIS);
      entries.set(key, { millis, since: now() });
    },
  };
}
