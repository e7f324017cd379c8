import { isDeepStrictEqual } from 'node:util';
import type { KnownDifference } from './known-differences.ts';

export type Comparison = {
  /** What must be equal: the answers without what is known to differ. */
  readonly controlPlane: unknown;
  readonly simulator: unknown;
  /** Known differences that are none any more: they must leave the list. */
  readonly settled: readonly KnownDifference[];
};

/** Takes from both answers what is known to differ, and finds out what no longer does. */
export function compare(controlPlane: unknown, simulator: unknown, known: readonly KnownDifference[]): Comparison {
  const settled = known.filter(({ at }) => isDeepStrictEqual(valueAt(controlPlane, at), valueAt(simulator, at)));
  return {
    controlPlane: known.reduce((value, { at }) => without(value, at), controlPlane),
    simulator: known.reduce((value, { at }) => without(value, at), simulator),
    settled,
  };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((each, key) => (isRecord(each) ? each[key] : undefined), value);
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? without(each, rest) : each));
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  const { [key]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...others, [key]: without(inner, rest) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
