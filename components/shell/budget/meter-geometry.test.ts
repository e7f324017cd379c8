import { expect, test } from 'vitest';
import { layMeter, type MeterSegment } from './meter-geometry.ts';

const segment = (key: string, count: number): MeterSegment<string> => ({ key, count, look: key });

test('[P1] each pod of a small budget is a block, side by side in the order of the shares; none for an empty share', () => {
  expect(layMeter(4, [segment('dead', 2), segment('starved', 0), segment('moving', 1)])).toStrictEqual({
    blocks: [
      { key: 'dead 0', look: 'dead', x: 0, width: 25 },
      { key: 'dead 1', look: 'dead', x: 25, width: 25 },
      { key: 'moving 0', look: 'moving', x: 50, width: 25 },
    ],
    hasGaps: true,
    limit: 100,
    used: 75,
  });
});

test('[P1] what is used beyond the limit makes the bar longer, and the mark of the limit stays where it ends', () => {
  const { blocks, limit, used } = layMeter(15, [segment('dead', 20)]);
  expect([blocks.length, limit, used]).toStrictEqual([20, 75, 100]);
});

test('the blocks of a large budget run together, one for each share', () => {
  expect(layMeter(100, [segment('dead', 10), segment('moving', 40)])).toStrictEqual({
    blocks: [
      { key: 'dead', look: 'dead', x: 0, width: 10 },
      { key: 'moving', look: 'moving', x: 10, width: 40 },
    ],
    hasGaps: false,
    limit: 100,
    used: 50,
  });
});

test('a budget of nothing is an empty bar with its mark at the beginning', () => {
  expect(layMeter(0, [])).toStrictEqual({ blocks: [], hasGaps: true, limit: 0, used: 0 });
});
