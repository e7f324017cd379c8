import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeLetters,
  decodeTextColumn,
  decodeTimeColumn,
  encodeLetters,
  encodeTextColumn,
  encodeTimeColumn,
} from './column.ts';

const names = ['a', 'b', '__proto__', 'd'];
const value = fc.option(fc.constantFrom('a', 'b', 'x', '', '__proto__'), { nil: null });

test('a column of texts gives back the texts', () => {
  const law = fc.property(fc.array(value, { minLength: 4, maxLength: 4 }), (texts) => {
    expect(decodeTextColumn(encodeTextColumn(texts, names), names)).toStrictEqual(texts);
  });
  fc.assert(law, { seed: 7, numRuns: 300 });
});

test('a column of times gives back the times, also those that are no whole seconds, far apart or no numbers at all', () => {
  const time = fc.option(
    fc.oneof(
      fc.integer(),
      fc.nat().map((n) => n * 1_000),
      fc.double().map((n) => n + 0.5),
    ),
    { nil: null },
  );
  const law = fc.property(fc.array(time, { maxLength: 5 }), (times) => {
    expect(decodeTimeColumn(encodeTimeColumn(times), times.length)).toStrictEqual(times);
  });
  fc.assert(law, { seed: 7, numRuns: 300 });
});

test('letters give back the numbers, and refuse what is too long, too short or too large', () => {
  expect(encodeLetters(Uint8Array.of(0, 9, 5))).toBe('ajf');
  expect(decodeLetters('ajf', 3, 10)).toStrictEqual(Uint8Array.of(0, 9, 5));
  expect([decodeLetters('ajf', 2, 10), decodeLetters('ajf', 4, 10), decodeLetters('ajf', 3, 9)]).toStrictEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
