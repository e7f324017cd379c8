import type { StringMap } from '#lib/domain/objects.ts';
import type { ProjectionContext } from './context.ts';
import { isRaw } from './raw.ts';
import { cleanText } from './text.ts';

const EMPTY: StringMap = Object.freeze({});

/** Labels, annotations' kin, selectors: string to string; other values are left out. fromEntries keeps `__proto__` data (D5). */
export function stringMapOf(value: unknown, context: ProjectionContext): StringMap {
  if (!isRaw(value)) return EMPTY;
  const entries: [string, string][] = [];
  for (const key of Object.keys(value)) {
    const text = value[key];
    if (typeof text === 'string') entries.push([context.text(cleanText(key)), context.text(cleanText(text))]);
  }
  return entries.length === 0 ? EMPTY : context.share(Object.fromEntries(entries));
}

/** Resource quantities; a manifest may write `cpu: 2`, which means the same as "2". */
export function resourceListOf(value: unknown, context: ProjectionContext): StringMap {
  if (!isRaw(value)) return EMPTY;
  const texts = Object.entries(value).map(([key, each]) => [key, typeof each === 'number' ? String(each) : each]);
  return stringMapOf(Object.fromEntries(texts), context);
}
