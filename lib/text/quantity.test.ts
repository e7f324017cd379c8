import { expect, test } from 'vitest';
import { formatQuantity } from './quantity.ts';

const rows: readonly {
  readonly name: string;
  readonly resource: string;
  readonly quantity: string;
  readonly text: string;
}[] = [
  { name: 'a part of a CPU', resource: 'cpu', quantity: '300m', text: '300m' },
  { name: 'CPU with a fraction', resource: 'cpu', quantity: '1.93', text: '1,930m' },
  { name: 'whole CPUs, written in m', resource: 'cpu', quantity: '4000m', text: '4' },
  { name: 'CPU in nanos', resource: 'cpu', quantity: '2500000n', text: '2.5m' },
  { name: 'CPU that is over-committed', resource: 'cpu', quantity: '-300m', text: '-300m' },
  { name: 'memory in Ki', resource: 'memory', quantity: '8145428Ki', text: '7.768 GiB' },
  { name: 'memory in bytes', resource: 'memory', quantity: '128974848', text: '123 MiB' },
  { name: 'memory in decimal units', resource: 'memory', quantity: '1e9', text: '953.7 MiB' },
  { name: 'no memory', resource: 'memory', quantity: '0', text: '0 B' },
  { name: 'memory that is over-committed', resource: 'memory', quantity: '-64Mi', text: '-64 MiB' },
  { name: 'huge pages are bytes', resource: 'hugepages-2Mi', quantity: '1Gi', text: '1 GiB' },
  { name: 'pods are counted', resource: 'pods', quantity: '1110', text: '1,110' },
  { name: 'devices are counted', resource: 'nvidia.com/gpu', quantity: '8', text: '8' },
  { name: 'what is no quantity stays', resource: 'cpu', quantity: 'lots', text: 'lots' },
];
test.for(rows)('[FT8] $name', ({ resource, quantity, text }) => {
  expect(formatQuantity(resource, quantity, 'en')).toBe(text);
  expect(formatQuantity(resource, quantity, 'ja')).toBe(text);
});
