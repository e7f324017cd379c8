import { expect, test } from 'vitest';
import { formatAge } from './age.ts';

const rows: readonly { readonly name: string; readonly millis: number; readonly en: string; readonly ja: string }[] = [
  { name: 'seconds', millis: 3_999, en: '3s ago', ja: '3秒前' },
  { name: 'minutes', millis: 42 * 60_000, en: '42m ago', ja: '42分前' },
  { name: 'hours', millis: 23 * 3_600_000 + 3_599_999, en: '23h ago', ja: '23時間前' },
  { name: 'days', millis: 5 * 86_400_000, en: '5d ago', ja: '5日前' },
  { name: 'never in the future', millis: -60_000, en: '0s ago', ja: '0秒前' },
  { name: 'no number', millis: Number.NaN, en: '0s ago', ja: '0秒前' },
];
test.for(rows)('[experience 8.3] $name', ({ millis, en, ja }) => {
  expect({ en: formatAge(millis, 'en'), ja: formatAge(millis, 'ja') }).toStrictEqual({ en, ja });
});
