import type { Millis } from '#lib/base/clock.ts';

/** Retry-After in seconds or as a date; undefined for anything else. Not yet bounded. */
export function parseRetryAfter(header: unknown, now: Millis): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (/^-?\d{1,15}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date - now;
}
