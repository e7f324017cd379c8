import { describe, expect, test } from 'vitest';
import { areasOf, badgesOf, type Scale, spansOf, statesIn, ticksOf, troublesOf, xOf } from './timeline-geometry.ts';

const scale: Scale = { from: 1_000, until: 2_000, width: 100 };

test('a moment has its place, and what is outside the picture is at its edge', () => {
  expect([900, 1_000, 1_255, 2_000, 3_000].map((at) => xOf(scale, at))).toStrictEqual([0, 0, 25.5, 100, 100]);
});

test('what holds from one moment to the next is a stretch; the last one goes on to the end', () => {
  const values = [{ at: 1_000 }, { at: 1_500 }, { at: 1_500 }, { at: 1_900 }];
  expect(spansOf(scale, values)).toStrictEqual([
    { x: 0, width: 50, value: values[0] },
    { x: 50, width: 40, value: values[2] },
    { x: 90, width: 10, value: values[3] },
  ]);
});

describe('areas', () => {
  test('the well carry the unwell, and a time without knowledge is a gap', () => {
    const areas = areasOf(
      scale,
      [
        { at: 1_000, counts: { failed: 1, ok: 3 } },
        { at: 1_500, counts: null },
        { at: 1_600, counts: { old: 2 } },
      ],
      { height: 80 },
    );
    expect(areas).toStrictEqual({
      most: 4,
      gaps: [{ x: 50, width: 10 }],
      paths: [
        { state: 'ok', path: 'M0 80H50V20H0Z' },
        { state: 'old', path: 'M60 80H100V40H60Z' },
        { state: 'failed', path: 'M0 20H50V0H0Z' },
      ],
    });
  });

  test('one that failed among thousands is seen all the same, and the whole stays as high as it is', () => {
    expect(
      areasOf(scale, [{ at: 1_000, counts: { failed: 1, progressing: 1, ok: 4_998 } }], { height: 100 }).paths,
    ).toStrictEqual([
      { state: 'ok', path: 'M0 100H100V4H0Z' },
      { state: 'progressing', path: 'M0 4H100V2H0Z' },
      { state: 'failed', path: 'M0 2H100V0H0Z' },
    ]);
  });

  test('nothing at all is an empty picture', () => {
    expect(areasOf(scale, [{ at: 1_000, counts: {} }], { height: 100 })).toStrictEqual({
      paths: [],
      gaps: [],
      most: 1,
    });
  });
});

test('stretches that need a look are told by their worst state, whatever else changes', () => {
  const steps = [
    { at: 1_000, counts: { ok: 2 } },
    { at: 1_100, counts: { failed: 1, ok: 1 } },
    { at: 1_200, counts: { failed: 2 } },
    { at: 1_500, counts: null },
    { at: 1_600, counts: { failed: 2 } },
    { at: 1_700, counts: { nodeDown: 1, progressing: 1 } },
    { at: 1_900, counts: { progressing: 2 } },
  ];
  expect(troublesOf(scale, steps)).toStrictEqual([
    { x: 10, width: 40, value: 'failed' },
    { x: 60, width: 10, value: 'failed' },
    { x: 70, width: 20, value: 'nodeDown' },
  ]);
});

test('the legend has the states that the picture has', () => {
  expect(
    statesIn([
      { at: 0, counts: null },
      { at: 1, counts: { failed: 1, ok: 2 } },
    ]),
  ).toStrictEqual(['ok', 'failed']);
});

test.for([
  [30 * 60_000, 700, [25, 20, 15, 10, 5]],
  [30 * 60_000, 200, [15]],
  [60_000, 300, [0.5]],
  [116_000, 700, [1, 0.5]],
  [24 * 3_600_000, 700, [1_260, 1_080, 900, 720, 540, 360, 180]],
] as const)('in %d ms on %d pixels the ticks are so many minutes ago', ([span, width, minutes]) => {
  const ticks = ticksOf({ from: 0, until: span, width });
  expect(ticks.map(({ ago }) => ago / 60_000)).toStrictEqual(minutes);
  expect(ticks.map(({ at, ago }) => at + ago)).toStrictEqual(ticks.map(() => span));
});

test('numbers that would cover each other share a place', () => {
  const markers = [1_000, 1_100, 1_200, 1_500, 1_900].map((at) => ({ at }));
  expect(badgesOf(scale, markers)).toStrictEqual([
    { x: 0, first: 1, last: 3 },
    { x: 50, first: 4, last: 4 },
    { x: 90, first: 5, last: 5 },
  ]);
});
