import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatQuantity, parseQuantity, roundToMillis, toAmount, writeNanos } from './quantity.ts';

type Row = { readonly name: string; readonly text: string; readonly nanos: bigint | undefined };

const unit = 1_000_000_000n;
const rows: readonly Row[] = [
  { name: '[FT7] reads whole numbers', text: '3', nanos: 3n * unit },
  { name: '[FT7] reads decimals', text: '1.5', nanos: 1_500_000_000n },
  { name: '[FT7] reads a point without digits before it', text: '.5', nanos: 500_000_000n },
  { name: '[FT7] reads a point without digits after it', text: '5.', nanos: 5n * unit },
  { name: '[FT7] reads a plus sign', text: '+2', nanos: 2n * unit },
  { name: '[FT7] reads a minus sign', text: '-2m', nanos: -2_000_000n },
  { name: '[FT7] reads nano', text: '7n', nanos: 7n },
  { name: '[FT7] reads micro', text: '7u', nanos: 7_000n },
  { name: '[FT7] reads milli', text: '7m', nanos: 7_000_000n },
  { name: '[FT7] reads kilo', text: '7k', nanos: 7_000n * unit },
  { name: '[FT7] reads mega', text: '7M', nanos: 7n * 10n ** 6n * unit },
  { name: '[FT7] reads giga', text: '7G', nanos: 7n * 10n ** 9n * unit },
  { name: '[FT7] reads tera', text: '7T', nanos: 7n * 10n ** 12n * unit },
  { name: '[FT7] reads peta', text: '7P', nanos: 7n * 10n ** 15n * unit },
  { name: '[FT7] reads exa', text: '7E', nanos: 7n * 10n ** 18n * unit },
  { name: '[FT7] reads kibi', text: '7Ki', nanos: 7n * 2n ** 10n * unit },
  { name: '[FT7] reads mebi', text: '7Mi', nanos: 7n * 2n ** 20n * unit },
  { name: '[FT7] reads gibi', text: '1.5Gi', nanos: 3n * 2n ** 29n * unit },
  { name: '[FT7] reads tebi', text: '7Ti', nanos: 7n * 2n ** 40n * unit },
  { name: '[FT7] reads pebi', text: '7Pi', nanos: 7n * 2n ** 50n * unit },
  { name: '[FT7] reads exbi', text: '7Ei', nanos: 7n * 2n ** 60n * unit },
  { name: '[FT7] reads an exponent', text: '12e6', nanos: 12_000_000n * unit },
  { name: '[FT7] reads a signed exponent', text: '12E-2', nanos: 120_000_000n },
  { name: '[FT7] rounds what is finer than a billionth away from zero', text: '0.1n', nanos: 1n },
  { name: '[FT7] rounds a tiny exponent up, at no cost', text: '1e-999999999', nanos: 1n },
  { name: '[FT7] caps at int64, at no cost', text: '1e999999999', nanos: (2n ** 63n - 1n) * unit },
  { name: '[FT7] zero stays zero whatever its exponent', text: '0e999999999', nanos: 0n },
  { name: '[FT7] refuses the empty text', text: '', nanos: undefined },
  { name: '[FT7] refuses a lone sign', text: '-', nanos: undefined },
  { name: '[FT7] refuses a lone suffix', text: 'Ki', nanos: undefined },
  { name: '[FT7] refuses an unknown suffix', text: '1K', nanos: undefined },
  { name: '[FT7] refuses an exponent without digits', text: '1e', nanos: undefined },
  { name: '[FT7] refuses a suffix and an exponent', text: '1Ee3', nanos: undefined },
  { name: '[FT7] refuses space', text: '1 Gi', nanos: undefined },
  { name: '[FT7] refuses two points', text: '1.2.3', nanos: undefined },
  { name: '[FT7] refuses a page of digits', text: '1'.repeat(129), nanos: undefined },
];

test.for(rows)('$name', ({ text, nanos }) => {
  const expected =
    nanos === undefined ? { ok: false, error: { kind: 'UnparsableQuantity', text } } : { ok: true, value: nanos };
  expect(parseQuantity(text)).toStrictEqual(expected);
});

test('[FT7] rounds cpu up to thousandths and all else up to whole units, away from zero', () => {
  expect(toAmount('cpu', 1_000_001n)).toBe(2n);
  expect(toAmount('cpu', 2_000_000n)).toBe(2n);
  expect(toAmount('memory', 1n)).toBe(1n);
  expect(toAmount('memory', unit + 1n)).toBe(2n);
  expect(toAmount('memory', -unit - 1n)).toBe(-2n);
  expect(roundToMillis(1n)).toBe(1_000_000n);
});

test('[FT7] writes amounts as Kubernetes does, losing nothing', () => {
  expect(formatQuantity('cpu', 1500n)).toBe('1500m');
  expect(formatQuantity('cpu', 2000n)).toBe('2');
  expect(formatQuantity('cpu', -250n)).toBe('-250m');
  expect(formatQuantity('memory', 3n * 2n ** 29n)).toBe('1536Mi');
  expect(formatQuantity('memory', 1000n)).toBe('1000');
  expect(formatQuantity('memory', 1024n)).toBe('1Ki');
  expect(formatQuantity('ephemeral-storage', -(2n ** 30n))).toBe('-1Gi');
  expect(formatQuantity('hugepages-2Mi', 2n ** 21n)).toBe('2Mi');
  expect(formatQuantity('nvidia.com/gpu', 1024n)).toBe('1024');
  expect(formatQuantity('memory', 0n)).toBe('0');
});

test('[FT7] what is written is read as the same amount', () => {
  const amounts = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
  const resources = fc.constantFrom('cpu', 'memory', 'nvidia.com/gpu');
  const law = fc.property(resources, amounts, (resource, amount) => {
    const read = parseQuantity(formatQuantity(resource, amount));
    expect(read.ok ? toAmount(resource, read.value) : undefined).toBe(amount);
    expect(parseQuantity(writeNanos(amount))).toStrictEqual({ ok: true, value: amount });
  });
  fc.assert(law, { seed: 7, numRuns: 500 });
});

test('[FT7] keeps answering right when a stranger sends more texts than are remembered', () => {
  for (let index = 0; index < 10_000; index += 1) parseQuantity(`${index}m`);
  expect(parseQuantity('42m')).toStrictEqual({ ok: true, value: 42_000_000n });
});
