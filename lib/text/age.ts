import type { Locale } from './locale.ts';

const STEPS: readonly { readonly unit: Intl.RelativeTimeFormatUnit; readonly seconds: number }[] = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
];

const FORMATS: Readonly<Record<Locale, Intl.RelativeTimeFormat>> = {
  en: new Intl.RelativeTimeFormat('en', { style: 'narrow', numeric: 'always' }),
  ja: new Intl.RelativeTimeFormat('ja', { style: 'narrow', numeric: 'always' }),
};

/** How long ago: "3s ago", 「3秒前」. `narrow`, since the other styles put a space into Japanese. Never in the future. */
export function formatAge(millis: number, locale: Locale): string {
  const seconds = Number.isFinite(millis) ? Math.max(0, Math.floor(millis / 1_000)) : 0;
  const step = STEPS.find((each) => seconds >= each.seconds) ?? { unit: 'second' as const, seconds: 1 };
  return FORMATS[locale].format(-Math.floor(seconds / step.seconds), step.unit);
}
