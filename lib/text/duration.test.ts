import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const rows: readonly { readonly name: string; readonly millis: number; readonly en: string; readonly ja: string }[] = [
  { name: 'nothing', millis: 0, en: '0 s', ja: '0秒' },
  { name: 'a part of a second is not yet one', millis: 999, en: '0 s', ja: '0秒' },
  { name: 'seconds up to a minute', millis: minute - 1, en: '59 s', ja: '59秒' },
  { name: 'minutes alone up to an hour', millis: 42 * minute + 59 * second, en: '42 min', ja: '42分' },
  { name: 'an hour without minutes', millis: hour, en: '1 h', ja: '1時間' },
  { name: 'hours with minutes', millis: 3 * hour + 5 * minute, en: '3 h 5 min', ja: '3時間5分' },
  { name: 'the last minute of a day', millis: day - 1, en: '23 h 59 min', ja: '23時間59分' },
  { name: 'days with hours', millis: 2 * day + 4 * hour + 59 * minute, en: '2 d 4 h', ja: '2日4時間' },
  { name: 'many days alone', millis: 10 * day + 23 * hour, en: '10 d', ja: '10日' },
  { name: 'less than nothing, by a clock that went back', millis: -hour, en: '0 s', ja: '0秒' },
  { name: 'no number', millis: Number.NaN, en: '0 s', ja: '0秒' },
  { name: 'no end', millis: Number.POSITIVE_INFINITY, en: '0 s', ja: '0秒' },
];
test.for(rows)('[experience 8.3] $name', ({ millis, en, ja }) => {
  expect({ en: formatDuration(millis, 'en'), ja: formatDuration(millis, 'ja') }).toStrictEqual({ en, ja });
});
