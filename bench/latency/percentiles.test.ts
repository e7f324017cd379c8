import { expect, test } from 'vitest';
import { describeValues, percentile } from './percentiles.ts';

const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

const rows = [
  { name: 'the 99th percentile of a hundred values is the second largest', values: hundred, share: 0.99, value: 99 },
  { name: 'the median of two values is the smaller, which was measured', values: [3, 1], share: 0.5, value: 1 },
  { name: 'the share 1 is the largest', values: [2, 9, 4], share: 1, value: 9 },
  { name: 'the share 0 is the smallest', values: [2, 9, 4], share: 0, value: 2 },
  { name: 'of nothing there is none', values: [], share: 0.5, value: Number.NaN },
];
test.for(rows)('$name', ({ values, share, value }) => {
  expect(percentile(values, share)).toBe(value);
});

test('a line has p50, p90, p99 and the maximum', () => {
  expect(describeValues(hundred)).toBe('   50.0    90.0    99.0   100.0');
});
