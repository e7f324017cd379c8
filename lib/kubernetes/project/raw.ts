import type { Millis } from '#lib/base/clock.ts';
import type { IntOrPercent } from '#lib/domain/objects.ts';
import { cleanText } from './text.ts';

/** A value of JSON before anything is known about it. Only own properties exist: JSON.parse never sets a prototype. */
export type Raw = Readonly<Record<string, unknown>>;

const NOTHING: Raw = Object.freeze({});

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is anything else. */
export function rawOf(value: unknown): Raw {
  return isRaw(value) ? value : NOTHING;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string without invisible characters; undefined for anything else and for the empty string. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return cleanText(value);
}

/** A whole number, also when written as a string (D10); undefined for anything that is not one exactly. */
export function integerOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? Number(number) : undefined;
}

/** A counter: 0 when absent, negative or no number. */
export function countOf(value: unknown): number {
  return Math.max(0, integerOf(value) ?? 0);
}

export function intOrPercentOf(value: unknown, whenAbsent: number): IntOrPercent {
  return typeof value === 'string' ? cleanText(value) : (integerOf(value) ?? whenAbsent);
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT/;
const YEAR_2200 = Date.UTC(2200, 0, 1);

/** RFC 3339 to milliseconds. The year 0001 is Go's zero time, and 9999 means nothing either: both are undefined (D11). */
export function timeOf(value: unknown): Millis | undefined {
  if (typeof value !== 'string' || !TIMESTAMP.test(value)) return undefined;
  const millis = Date.parse(value);
  return millis > 0 && millis < YEAR_2200 ? millis : undefined;
}
