import { expect, test } from 'vitest';
import { formatPace } from './pace.ts';

const rows: readonly { readonly name: string; readonly millis: number; readonly en: string; readonly ja: string }[] = [
  { name: 'seconds', millis: 40_000, en: '40 s', ja: '40秒' },
  { name: 'a part of a second is one', millis: 200, en: '1 s', ja: '1秒' },
  { name: 'seconds above a minute', millis: 69_001, en: '70 s', ja: '70秒' },
  { name: 'two minutes', millis: 120_000, en: '120 s', ja: '120秒' },
  { name: 'minutes, rounded up', millis: 181_000, en: '4 min', ja: '4分' },
  { name: 'hours', millis: 3_600_000 + 299_001, en: '1 h 5 min', ja: '1時間5分' },
  { name: 'nothing', millis: 0, en: '0 s', ja: '0秒' },
  { name: 'no number', millis: Number.NaN, en: '0 s', ja: '0秒' },
];
test.for(rows)('[experience 8.3] a pace: $name', ({ millis, en, ja }) => {
  expect({ en: formatPace(millis, 'en'), ja: formatPace(millis, 'ja') }).toStrictEqual({ en, ja });
});
