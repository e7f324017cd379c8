import { expect, test } from 'vitest';
import { toRfc3339 } from './rfc3339.ts';

const rows: readonly (readonly [number | undefined | null, string | null])[] = [
  [Date.UTC(2026, 10, 23, 5, 3, 0), '2026-11-23T05:03:00Z'],
  [Date.UTC(2026, 10, 23, 5, 3, 0, 250), '2026-11-23T05:03:00.250Z'],
  [0, '1970-01-01T00:00:00Z'],
  [-62_135_596_800_000, '0001-01-01T00:00:00Z'],
  [undefined, null],
  [null, null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [Date.UTC(10_000, 0, 1), null],
];
test.for(rows)('%s is written %s [D11]', ([millis, text]) => {
  expect(toRfc3339(millis)).toBe(text);
});
