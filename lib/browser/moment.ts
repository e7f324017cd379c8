import type { Millis } from '#lib/base/clock.ts';

/** A moment as everybody writes it, in UTC, so that server and browser print the same: 2026-11-23 05:03:00 UTC. */
export function formatMoment(millis: Millis): string {
  const iso = new Date(millis).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** The time of day on this machine. */
export function formatTimeOfDay(millis: Millis, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(millis);
}
