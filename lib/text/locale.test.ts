import { expect, test } from 'vitest';
import { negotiateLocale } from './locale.ts';

const rows: readonly (readonly [string | undefined, string])[] = [
  [undefined, 'en'],
  ['', 'en'],
  ['ja', 'ja'],
  ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
  ['en-GB,ja;q=0.9', 'en'],
  ['de-DE, ja;q=0.5, en;q=0.4', 'ja'],
  ['ja;q=0, en', 'en'],
  ['ja;q=nonsense', 'ja'],
  ['*', 'en'],
  [';;;,,,', 'en'],
];
test.for(rows)('Accept-Language %s gives %s', ([header, locale]) => {
  expect(negotiateLocale(header)).toBe(locale);
});
