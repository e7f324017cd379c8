import { expect, test } from 'vitest';
import { chooseEncoding } from './content-encoding.ts';

const rows = [
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0.5, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', undefined],
  ['*', 'br'],
  ['*, br;q=0', 'gzip'],
  ['identity', undefined],
  ['GZIP ; Q=1', 'gzip'],
  ['br;q=garbage', undefined],
  ['', undefined],
  [null, undefined],
] as const;
test.for(rows)('%j is answered in %j', ([accept, encoding]) => {
  expect(chooseEncoding(accept)).toBe(encoding);
});
