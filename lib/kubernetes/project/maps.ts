import type { StringMap } from '#lib/domain/objects.ts';
import type { ProjectionContext } from './context.ts';
import { isRaw } from './raw.ts';
import { cleanText } from './text.ts';

const EMPTY: StringMap = Object.freeze({});

/** Labels, selectors and their kin: string to string; other values are left out. */
export function stringMapOf(value: unknown, context: ProjectionContext): StringMap {
  return mapOf(value, context, (each) => (typeof each === 'string' ? each : undefined));
}

/** Resource quantities; a manifest may write `cpu: 2`, which means the same as "2". */
export function resourceListOf(value: unknown, context: ProjectionContext): StringMap {
  return mapOf(value, context, (each) =>
    typeof each === 'string' ? each : typeof each === 'number' ? String(each) : undefined,
  );
}

function mapOf(value: unknown, context: ProjectionContext, textOf: (each: unknown) => string | undefined): StringMap {
  if (!isRaw(value)) return EMPTY;
  const map: Record<string, string> = {};
  let count = 0;
  for (const key of Object.keys(value)) {
    const text = textOf(value[key]);
    if (text === undefined) continue;
    setOwn(map, context.text(cleanText(key)), context.text(cleanText(text)));
    count += 1;
  }
  return count === 0 ? EMPTY : context.share(map);
}

/** An assignment to `__proto__` would set the prototype; as a label it is a key like any other (D5). */
function setOwn(map: Record<string, string>, key: string, value: string): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
