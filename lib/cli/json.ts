import { toRfc3339 } from './rfc3339.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The fields of reasons that hold a moment; all other numbers are amounts. */
const MOMENTS: ReadonlySet<string> = new Set(['since', 'deadline', 'lastSeen', 'availableAt', 'timeAdded']);

/** A reason as the documents have it: plain, and its moments as RFC 3339. */
export function toJson(value: unknown, key = ''): Json {
  if (typeof value === 'number') return MOMENTS.has(key) ? toRfc3339(value) : value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((each: unknown) => toJson(each));
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, each]: [string, unknown]) => [name, toJson(each, name)]));
}
