import type { Locale } from './locale.ts';

type Unit = { readonly seconds: number; readonly en: string; readonly ja: string };
const DAY: Unit = { seconds: 86_400, en: 'd', ja: '日' };
const UNITS: readonly Unit[] = [
  DAY,
  { seconds: 3_600, en: 'h', ja: '時間' },
  { seconds: 60, en: 'min', ja: '分' },
  { seconds: 1, en: 's', ja: '秒' },
];
/** Under an hour one unit says it, under ten days two, above that the days alone. */
const TWO_UNITS_FROM_SECONDS = 3_600;
const DAYS_ALONE_FROM_SECONDS = 10 * DAY.seconds;

function inWords(count: number, unit: Unit, locale: Locale): string {
  return locale === 'ja' ? `${count}${unit.ja}` : `${count} ${unit.en}`;
}

/**
 * A length of time in words, rounded down: "42 min", 「42分」. Not Intl.DurationFormat, so that the server and every
 * browser say the same [experience 8.3]. Less than nothing, and what is no number, is 0 s.
 */
export function formatDuration(millis: number, locale: Locale): string {
  const total = Number.isFinite(millis) ? Math.max(0, Math.floor(millis / 1_000)) : 0;
  const index = Math.max(
    0,
    UNITS.findIndex((unit) => total >= unit.seconds),
  );
  const large = total === 0 ? UNITS.at(-1) : UNITS[index];
  const small = UNITS[index + 1];
  if (large === undefined) return '';
  const first = inWords(Math.floor(total / large.seconds), large, locale);
  const rest = small === undefined ? 0 : Math.floor((total % large.seconds) / small.seconds);
  const alone = total < TWO_UNITS_FROM_SECONDS || total >= DAYS_ALONE_FROM_SECONDS || rest === 0;
  if (small === undefined || alone) return first;
  return `${first}${locale === 'ja' ? '' : ' '}${inWords(rest, small, locale)}`;
}
