import { expect, test } from 'vitest';
import { parseDurationMillis } from './duration.ts';

test.for([
  ['500ms', 500],
  ['90s', 90_000],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['0s', 0],
  ['', undefined],
  ['10', undefined],
  ['10 m', undefined],
  ['m', undefined],
  ['-1s', undefined],
  ['1d', undefined],
  ['1s!', undefined],
  ['1__proto__', undefined],
] as const)('%s is %s', ([text, millis]) => {
  expect(parseDurationMillis(text)).toBe(millis);
});
