import { expect, test } from 'vitest';
import { formatStreamId, parseStreamId } from './id.ts';

test('an id is its epoch and its sequence, and reads back', () => {
  expect(formatStreamId({ epoch: 'k3f9-2', sequence: 17 })).toBe('k3f9-2.17');
  expect(parseStreamId('k3f9-2.17')).toStrictEqual({ epoch: 'k3f9-2', sequence: 17 });
});

const garbage = [
  '',
  '.',
  'a',
  'a.',
  '.1',
  'a.-1',
  'a.01',
  'a.1e3',
  'a.1.2',
  'A.1',
  'a b.1',
  'a.9007199254740993',
  `${'a'.repeat(65)}.1`,
  'a.1\n',
];
test.for(garbage)('[E7] %j is no id', (text) => {
  expect(parseStreamId(text)).toBeUndefined();
});
