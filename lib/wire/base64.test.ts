import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

test('is the base64 of RFC 4648, and gives back the bytes', () => {
  const law = fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
    expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(decodeBase64(encodeBase64(bytes))).toStrictEqual(bytes);
  });
  fc.assert(law, { seed: 7, numRuns: 500 });
});

test.for(['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'A=A=', 'AA\n=', 'ÄAAA', 'AA-_'])('refuses %j', (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});
