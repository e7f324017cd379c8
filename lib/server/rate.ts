export type RateLimit = { readonly perSecond: number; readonly burst: number };

/** Says how long to wait, in whole seconds, or undefined for "go on". */
export type RateLimiter = { readonly take: (source: string) => number | undefined; readonly size: () => number };

/** So many sources are remembered; beyond it the one that asked longest ago is forgotten, which favours it. */
const SOURCES_LIMIT = 10_000;

type Bucket = { tokens: number; at: number };

/** A token bucket per source address. `monotonic` is in milliseconds. */
export function createRateLimiter({ perSecond, burst }: RateLimit, monotonic: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(source) {
      const now = monotonic();
      const known = buckets.get(source);
      const tokens =
        known === undefined ? burst : Math.min(burst, known.tokens + ((now - known.at) / 1000) * perSecond);
      const left = tokens >= 1 ? tokens - 1 : tokens;
      // Deleted first, so that the map's order is that of the last request.
      buckets.delete(source);
      buckets.set(source, { tokens: left, at: now });
      if (buckets.size > SOURCES_LIMIT) forgetFirst(buckets);
      return tokens >= 1 ? undefined : Math.max(1, Math.ceil((1 - tokens) / perSecond));
    },
    size: () => buckets.size,
  };
}

function forgetFirst(buckets: Map<string, Bucket>): void {
  for (const source of buckets.keys()) {
    buckets.delete(source);
    return;
  }
}
