import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWatchLine } from './decode.ts';
import { LineSplitter } from './lines.ts';

function split(chunks: readonly Uint8Array[], limit?: number) {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line), limit);
  const fits = chunks.every((chunk) => splitter.push(chunk));
  return { lines, fits, rest: splitter.takeRest() };
}

test('splits at 0x0A alone: U+2028, U+0085, CR within a line are text', () => {
  expect(split([Buffer.from('a\u2028b\u0085c\rd\ne\r\n\nf')])).toStrictEqual({
    lines: ['a\u2028b\u0085c\rd', 'e', ''],
    fits: true,
    rest: 'f',
  });
});

test('(A13) where the chunks are split makes no difference', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'é', '🙂', '\u2028', '\r'), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 5 }), (given, size) => {
      const bytes = Buffer.from(given);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(split(chunks)).toStrictEqual(split([bytes]));
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('(D9) invalid UTF-8 becomes U+FFFD', () => {
  expect(split([Uint8Array.of(0x61, 0xff, 0xc0, 0xaf, 0x0a)]).lines).toStrictEqual(['a\ufffd\ufffd\ufffd']);
});

test('(D3) a line past the limit is refused as soon as it is, in one chunk or many', () => {
  expect(split([Buffer.from('12345\n')], 4).fits).toBe(false);
  expect(split([Buffer.from('123'), Buffer.from('45')], 4).fits).toBe(false);
  expect(split([Buffer.from('1234\n1234\n')], 4).fits).toBe(true);
});

test('[17] whatever a line is, decoding it throws nothing', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ type: fc.constantFrom('ADDED', 'DELETED', 'BOOKMARK', 'ERROR', 7), object: fc.jsonValue() })
      .map((message) => JSON.stringify(message)),
  );
  fc.assert(
    fc.property(anything, (line) => {
      expect(decodeWatchLine(line).kind).toMatch(/^(Object|Bookmark|Error|Broken|Unknown)$/);
    }),
    { seed: 6, numRuns: 5_000 },
  );
});
