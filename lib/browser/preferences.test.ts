import { describe, expect, test } from 'vitest';
import { makePictureDaemonSet } from '#lib/testing/pictures.ts';
import { formatMoment } from './moment.ts';
import { chooseLocale, preferenceCookie, readTheme } from './preferences.ts';
import { readingOf } from './reading.ts';
import { windowTitle } from './window-title.ts';

describe('[10.1] the language', () => {
  const rows = [
    { name: '?lang wins', parameter: 'ja', cookie: 'en', acceptLanguage: 'en', locale: 'ja' },
    { name: 'then what was saved', parameter: null, cookie: 'ja', acceptLanguage: 'en', locale: 'ja' },
    {
      name: 'then what the browser asks for',
      parameter: null,
      cookie: undefined,
      acceptLanguage: 'fr, ja;q=0.8',
      locale: 'ja',
    },
    {
      name: 'what we do not speak is passed over',
      parameter: 'fr',
      cookie: 'xx',
      acceptLanguage: undefined,
      locale: 'en',
    },
  ] as const;
  test.for(rows)('$name', ({ locale, ...sources }) => {
    expect(chooseLocale(sources)).toBe(locale);
  });
});

test('a cookie that is no theme is none', () => {
  expect(['light', 'dark', 'pink', '', undefined].map(readTheme)).toStrictEqual([
    'light',
    'dark',
    undefined,
    undefined,
    undefined,
  ]);
});

test('a preference is kept for a year, and forgotten when it is taken back', () => {
  expect(preferenceCookie('rollcall.theme', 'dark')).toBe(
    'rollcall.theme=dark; Path=/; Max-Age=31536000; SameSite=Lax',
  );
  expect(preferenceCookie('rollcall.theme', undefined)).toBe('rollcall.theme=; Path=/; Max-Age=0; SameSite=Lax');
});

describe('[5.1] the title of the window carries the verdict', () => {
  const of = (...states: readonly Parameters<typeof makePictureDaemonSet>[0][]) =>
    states.map((each) => makePictureDaemonSet(each));
  const rows = [
    {
      name: 'nothing is wrong',
      daemonSets: of({}, { state: 'Progressing' }),
      untrusted: false,
      title: 'prod · Rollcall',
    },
    {
      name: 'worst first',
      daemonSets: of(
        { state: 'Stalled' },
        { state: 'Stalled' },
        { state: 'Blocked' },
        { state: 'Degraded' },
        { state: 'Unknown' },
      ),
      untrusted: false,
      title: '✕2 ▲2 ?1 · prod · Rollcall',
    },
    {
      name: '[P3] from stale data it is unknown',
      daemonSets: of({ state: 'Stalled' }),
      untrusted: true,
      title: '? · prod · Rollcall',
    },
  ] as const;
  test.for(rows)('$name', ({ daemonSets, untrusted, title }) => {
    expect(windowTitle(daemonSets, 'prod', untrusted)).toBe(title);
  });

  test('[7.3] of a cluster that is made up it says so', () => {
    expect(windowTitle(of({ state: 'Stalled' }), 'tour', false, true)).toBe('✕1 · tour SIMULATED · Rollcall');
    expect(windowTitle([], 'tour', true, true)).toBe('? · tour SIMULATED · Rollcall');
  });
});

describe('[7.1] how far the first reading is', () => {
  const row = {
    state: 'listing',
    cause: null,
    note: null,
    synced: false,
    asOfAgeMs: null,
    lastEventAgeMs: null,
    objects: 0,
    expected: null,
    relists: 0,
  };
  const heartbeat = (perResource: Record<string, typeof row>) => ({
    sequence: 0,
    asOfAgeMs: null,
    perResource,
    build: 'b',
    now: 0,
  });
  test('speaks of the mandatory resource of which most is missing', () => {
    const pods = { ...row, objects: 4_120, expected: 5_000 as number | null };
    expect(
      readingOf(heartbeat({ daemonsets: { ...row, objects: 3 }, pods: pods as typeof row, events: row })),
    ).toStrictEqual({
      resource: 'pods',
      objects: 4_120,
      expected: 5_000,
    });
  });
  test('is over when all mandatory ones are read, whatever else is not', () => {
    expect(readingOf(heartbeat({ pods: { ...row, synced: true }, events: row }))).toBeUndefined();
    expect(readingOf(undefined)).toBeUndefined();
  });
});

test('a moment is written in UTC, the same everywhere', () => {
  expect(formatMoment(Date.UTC(2026, 10, 23, 5, 3, 9))).toBe('2026-11-23 05:03:09 UTC');
});
