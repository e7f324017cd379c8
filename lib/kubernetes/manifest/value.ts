import { parseQuantity } from '#lib/domain/room/quantity.ts';
import { listOf, type Raw, rawOf } from '../project/raw.ts';

/*
 * What the rules read of a manifest. A value of the wrong type counts as absent: that it is wrong was said already.
 */

export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The elements of a list as objects, in their places. */
export function rawsOf(value: unknown): readonly Raw[] {
  return listOf(value).map(rawOf);
}

/** Written, and not as null. */
export function isSet(raw: Raw, field: string): boolean {
  return Object.hasOwn(raw, field) && raw[field] !== null && raw[field] !== undefined;
}

/** In billionths; undefined for what is no quantity. */
export function quantityOf(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const parsed = parseQuantity(String(value));
  return parsed.ok ? parsed.value : undefined;
}
