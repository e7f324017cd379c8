import { expect, test } from 'vitest';
import { addAmounts, amountText, NOTHING, parseAmount } from './amount.ts';

/** What resource.Quantity of apimachinery makes of each. */
test.each([
  ['0', '0'],
  ['0.5', '500m'],
  ['1500m', '1500m'],
  ['2000m', '2'],
  ['1000', '1k'],
  ['1500', '1500'],
  ['20000', '20k'],
  ['1e3', '1e3'],
  ['12e2', '1200'],
  ['1E', '1E'],
  ['1024', '1024'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['0.5Ki', '512'],
  ['1Ki', '1Ki'],
  ['1025Ki', '1025Ki'],
  ['100000000000000001', '100000000000000001'],
  ['1u', '1m'],
])('%s is written %s', (text, canonical) => {
  expect(amountText(parseAmount(text))).toBe(canonical);
});

test.each([
  { a: '1Gi', b: '512Mi', sum: '1536Mi' },
  { a: '0', b: '512Mi', sum: '512Mi' },
  { a: '1G', b: '1Ki', sum: '1000001024' },
  { a: '1Gi', b: '1G', sum: '2073741824' },
  { a: '300m', b: '700m', sum: '1' },
])('$a and $b are $sum', ({ a, b, sum }) => {
  expect(amountText(addAmounts(parseAmount(a), parseAmount(b)))).toBe(sum);
  expect(addAmounts(NOTHING, parseAmount(b))).toStrictEqual(parseAmount(b));
});
