import type { Millis } from '#lib/base/clock.ts';

/** RFC 3339, to the second where the time is whole seconds, as Kubernetes writes it; null for what it cannot write. */
export function toRfc3339(millis: Millis | undefined | null): string | null {
  if (millis === undefined || millis === null || Number.isNaN(new Date(millis).getTime())) return null;
  const text = new Date(millis).toISOString();
  // A year before 0 or after 9999 is written with a sign and six digits, which RFC 3339 does not know.
  return /^\d{4}-/.test(text) ? text.replace('.000Z', 'Z') : null;
}
