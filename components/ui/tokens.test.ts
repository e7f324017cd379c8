import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ciede2000, contrast, labSeenBy, type Rgb, rgbFromHex, VISIONS } from '#lib/testing/colour.ts';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

function token(name: string, theme: Theme): Rgb {
  const found = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  const hex = found?.[theme === 'light' ? 1 : 2];
  if (hex === undefined) throw new Error(`globals.css defines no --color-${name}`);
  return rgbFromHex(hex);
}

const FIELDS = ['ok', 'rolling', 'starved', 'failed', 'missing', 'excluded'] as const;
const pairs = FIELDS.flatMap((one, at) => FIELDS.slice(at + 1).map((other) => [one, other] as const));
const round = (value: number): number => Math.round(value * 10) / 10;

test('the arithmetic is that of Sharma, Wu and Dalal, rows 1, 7 and 17 of their table', () => {
  const rows = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
  ] as const;
  for (const [one, other, distance] of rows) expect(ciede2000(one, other)).toBeCloseTo(distance, 4);
});

describe.for(THEMES)('[C1] the %s tokens', (theme) => {
  test.for(VISIONS)('are at least 20 apart for %s vision', (vision) => {
    const distances = pairs.map(([one, other]) => {
      const [left, right] = [labSeenBy(vision, token(one, theme)), labSeenBy(vision, token(other, theme))];
      return { pair: `${one} ${other}`, distance: ciede2000(left, right) };
    });
    expect(distances.filter(({ distance }) => distance < 20)).toStrictEqual([]);
  });

  test('differ in lightness by at least 10 from one to the next, so that grey still tells them apart', () => {
    const sorted = FIELDS.map((name) => labSeenBy('normal', token(name, theme))[0]).toSorted((a, b) => a - b);
    const gaps = sorted.slice(1).map((lightness, at) => round(lightness - (sorted[at] ?? 0)));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10);
  });

  test('stand out from the page: 3 to 1, and 4.5 to 1 for failed; excluded may not [C2]', () => {
    const page = token('bg', theme);
    const weak = FIELDS.filter((name) => name !== 'excluded')
      .map((name) => ({ name, ratio: contrast(token(name, theme), page), least: name === 'failed' ? 4.5 : 3 }))
      .filter(({ ratio, least }) => ratio < least);
    expect(weak).toStrictEqual([]);
  });

  test('[C3] small text has 4.5 to 1 on every surface, and a glyph on the field of its colour', () => {
    const texts = ['fg', 'muted-fg', 'accent', ...FIELDS.map((name) => `${name}-fg`)];
    const onPage = texts.flatMap((text) => ['bg', 'raised', 'sunken'].map((surface) => [text, surface] as const));
    const onFields = FIELDS.map((name) => [`on-${name}`, name] as const);
    const weak = [...onPage, ...onFields]
      .map(([text, surface]) => ({ text, surface, ratio: round(contrast(token(text, theme), token(surface, theme))) }))
      .filter(({ ratio }) => ratio < 4.5);
    expect(weak).toStrictEqual([]);
  });

  test('a line that means something has 3 to 1', () => {
    expect(contrast(token('line-strong', theme), token('bg', theme))).toBeGreaterThanOrEqual(3);
  });
});

test('[P3] stale data takes away every status colour, none forgotten', () => {
  const stale = /\[data-stale\] \{([^}]*)\}/.exec(css)?.[1] ?? '';
  const wanted = FIELDS.filter((name) => name !== 'excluded').flatMap((name) => [name, `${name}-fg`, `on-${name}`]);
  expect(wanted.filter((name) => !stale.includes(`--color-${name}: `))).toStrictEqual([]);
});
