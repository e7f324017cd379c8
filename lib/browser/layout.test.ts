import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGridKey, moveFocus } from './grid-focus.ts';
import type { NodeGroup } from './grouping.ts';
import { LARGEST_PITCH, layoutGrid, placeAt, pointOf, SMALLEST_PITCH } from './layout.ts';

function groupsOf(...sizes: readonly number[]): readonly NodeGroup[] {
  let from = 0;
  return sizes.map((size, at) => {
    const nodes = Array.from({ length: size }, (_, index) => from + index);
    from += size;
    return { key: `group-${at}`, nodes };
  });
}

const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
const box = fc.record({ width: fc.integer({ min: 80, max: 2000 }), height: fc.integer({ min: 40, max: 900 }) });

describe('[R1] the layout of squares', () => {
  test('three small groups stand side by side at the largest pitch', () => {
    const { pitch, groups, height } = layoutGrid(groupsOf(7, 6, 7), { width: 1000, height: 300 });
    expect(pitch).toBe(LARGEST_PITCH);
    expect(groups).toStrictEqual([
      { key: 'group-0', x: 0, y: 0, cols: 7, rows: 1, from: 0, to: 7 },
      { key: 'group-1', x: 216, y: 0, cols: 6, rows: 1, from: 7, to: 13 },
      { key: 'group-2', x: 404, y: 0, cols: 7, rows: 1, from: 13, to: 20 },
    ]);
    expect(height).toBe(50);
  });

  test('[P7] 5,000 nodes get smaller squares, all of them, and a higher page where even these do not fit', () => {
    const { pitch, groups, height } = layoutGrid(groupsOf(5000), { width: 1200, height: 300 });
    expect(pitch).toBe(SMALLEST_PITCH);
    expect(groups).toStrictEqual([{ key: 'group-0', x: 0, y: 0, cols: 120, rows: 42, from: 0, to: 5000 }]);
    expect(height).toBe(442);
  });

  test('no node at all is an empty layout', () => {
    expect(layoutGrid([], { width: 300, height: 100 })).toStrictEqual({
      pitch: LARGEST_PITCH,
      width: 300,
      height: 0,
      header: 22,
      groups: [],
    });
  });

  test('law: each square is found again under its own middle, lies inside the width and below its header', () => {
    const law = fc.property(sizes, box, (each, room) => {
      const layout = layoutGrid(groupsOf(...each), room);
      const count = each.reduce((sum, size) => sum + size, 0);
      for (let place = 0; place < count; place += 1) {
        const point = pointOf(layout, place);
        expect(point).toBeDefined();
        if (point === undefined) return;
        expect(point.x + layout.pitch).toBeLessThanOrEqual(layout.width);
        expect(point.y + layout.pitch).toBeLessThanOrEqual(layout.height);
        expect(placeAt(layout, point.x + layout.pitch / 2, point.y + layout.pitch / 2)).toBe(place);
      }
      expect(pointOf(layout, count)).toBeUndefined();
    });
    fc.assert(law, { seed: 7, numRuns: 60 });
  });

  test('law: two squares never overlap', () => {
    const law = fc.property(sizes, box, (each, room) => {
      const layout = layoutGrid(groupsOf(...each), room);
      const rectangles = layout.groups.map(({ x, y, cols, rows }) => ({
        left: x,
        right: x + cols * layout.pitch,
        top: y,
        bottom: y + layout.header + rows * layout.pitch,
      }));
      for (const [at, one] of rectangles.entries()) {
        for (const other of rectangles.slice(at + 1)) {
          const apart =
            one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
          expect(apart).toBe(true);
        }
      }
    });
    fc.assert(law, { seed: 7, numRuns: 100 });
  });
});

describe('[A2] the keys of the grid', () => {
  // Two groups on one shelf, five and three squares in rows of four and of three; a third below them.
  const layout = {
    pitch: 20,
    width: 200,
    height: 200,
    header: 22,
    groups: [
      { key: 'a', x: 0, y: 0, cols: 4, rows: 2, from: 0, to: 5 },
      { key: 'b', x: 100, y: 0, cols: 3, rows: 1, from: 5, to: 8 },
      { key: 'c', x: 0, y: 80, cols: 8, rows: 1, from: 8, to: 16 },
    ],
  };
  const rows = [
    { name: 'right goes on into the next group', from: 4, key: 'ArrowRight', to: 5 },
    { name: 'right stays at the very end', from: 15, key: 'ArrowRight', to: 15 },
    { name: 'left stays at the very beginning', from: 0, key: 'ArrowLeft', to: 0 },
    { name: 'down stays in the column', from: 0, key: 'ArrowDown', to: 4 },
    { name: 'down leaves the group for the square below, not for the next in order', from: 4, key: 'ArrowDown', to: 8 },
    { name: 'down from the second group reaches what lies under it', from: 6, key: 'ArrowDown', to: 14 },
    { name: 'up reaches the last row of the group above', from: 8, key: 'ArrowUp', to: 4 },
    { name: 'up from the right reaches the right group', from: 15, key: 'ArrowUp', to: 7 },
    { name: 'up stays at the top', from: 6, key: 'ArrowUp', to: 6 },
    { name: 'down stays at the bottom', from: 12, key: 'ArrowDown', to: 12 },
    { name: 'home is the first of the row', from: 3, key: 'Home', to: 0 },
    { name: 'end is the last of the row', from: 1, key: 'End', to: 3 },
    { name: 'end of a short row is its last square', from: 4, key: 'End', to: 4 },
    { name: 'page down is the next group', from: 2, key: 'PageDown', to: 5 },
    { name: 'page down in the last group is its end', from: 9, key: 'PageDown', to: 15 },
    { name: 'page up is the beginning of the group', from: 7, key: 'PageUp', to: 5 },
    { name: 'page up at the beginning is the group before', from: 5, key: 'PageUp', to: 0 },
    { name: 'a square that has gone gives the first', from: 99, key: 'ArrowDown', to: 0 },
  ] as const;
  test.for(rows)('$name', ({ from, key, to }) => {
    expect(moveFocus(layout, from, key)).toBe(to);
  });

  test('other keys are none of ours', () => {
    expect(['Enter', 'a', 'Tab'].filter(isGridKey)).toStrictEqual([]);
  });
});
