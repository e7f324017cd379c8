import { formatDuration } from './duration.ts';
import type { Locale } from './locale.ts';

/** Under two minutes a pace is told in seconds: "1 min" would hide whether that is 60 or 119 of them. */
const SECONDS_ALONE_MILLIS = 120_000;

/** How long something takes, rounded up, so that "within 70 s" is never too little. */
export function formatPace(millis: number, locale: Locale): string {
  if (!Number.isFinite(millis) || millis <= 0) return formatDuration(0, locale);
  if (millis > SECONDS_ALONE_MILLIS) return formatDuration(Math.ceil(millis / 60_000) * 60_000, locale);
  const seconds = Math.ceil(millis / 1_000);
  return locale === 'ja' ? `${seconds}秒` : `${seconds} s`;
}
