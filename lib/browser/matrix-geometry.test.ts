import { describe, expect, test } from 'vitest';
import {
  cornerOf,
  inSight,
  isMatrixKey,
  type MatrixGeometry,
  type MatrixPlace,
  type MatrixView,
  movePlace,
  placeUnder,
  scrollFor,
  wholeSize,
} from './matrix-geometry.ts';

const geometry: MatrixGeometry = { rows: 5_000, columns: 40, pitch: 24, rowHeader: 180, columnHeader: 120 };
const view: MatrixView = { left: 0, top: 0, width: 660, height: 360 };

test('the whole is the names and one pitch for each', () => {
  expect(wholeSize(geometry)).toStrictEqual({ width: 1_140, height: 120_120 });
  expect(wholeSize({ ...geometry, rows: 0, columns: 0 })).toStrictEqual({ width: 180, height: 120 });
});

describe('[R5] what is in sight', () => {
  const rows = [
    { name: 'at the beginning', at: {}, rows: [0, 10], columns: [0, 20] },
    { name: 'half a cell further, one more of each', at: { left: 12, top: 12 }, rows: [0, 11], columns: [0, 21] },
    { name: 'at the end', at: { left: 480, top: 119_760 }, rows: [4_990, 5_000], columns: [20, 40] },
    {
      name: 'past the end, while the browser swings back',
      at: { top: 999_999 },
      rows: [5_000, 5_000],
      columns: [0, 20],
    },
    { name: 'before the beginning', at: { top: -50 }, rows: [0, 8], columns: [0, 20] },
    { name: 'before it was laid out', at: { width: 0, height: 0 }, rows: [0, 0], columns: [0, 0] },
  ] as const;
  test.for(rows)('$name', ({ at, rows: [from, to], columns: [first, end] }) => {
    expect(inSight(geometry, { ...view, ...at })).toStrictEqual({
      rows: { from, to },
      columns: { from: first, to: end },
    });
  });
});

describe('[R1] what is under a point', () => {
  const rows: readonly {
    readonly name: string;
    readonly point: readonly [number, number];
    readonly at?: Partial<MatrixView>;
    readonly place: MatrixPlace | undefined;
  }[] = [
    { name: 'the first cell', point: [180, 120], place: { row: 0, column: 0 } },
    { name: 'its last pixel', point: [203.9, 143.9], place: { row: 0, column: 0 } },
    { name: 'the next one', point: [204, 144], place: { row: 1, column: 1 } },
    {
      name: 'another after scrolling',
      point: [180, 120],
      at: { left: 30, top: 2_400 },
      place: { row: 100, column: 1 },
    },
    { name: 'nothing over the names of the nodes', point: [179, 200], place: undefined },
    { name: 'nothing over those of the DaemonSets', point: [300, 119], place: undefined },
    { name: 'nothing on the bar that scrolls', point: [660, 200], place: undefined },
    { name: 'nothing right of the last column', point: [600, 200], at: { left: 800 }, place: undefined },
  ];
  test.for(rows)('$name', ({ point: [x, y], at, place }) => {
    expect(placeUnder(geometry, { ...view, ...at }, x, y)).toStrictEqual(place);
  });

  test('every corner that is in sight is under itself', () => {
    const scrolled = { ...view, left: 37, top: 1_003 };
    const sight = inSight(geometry, scrolled);
    for (let row = sight.rows.from + 1; row < sight.rows.to; row += 1) {
      for (let column = sight.columns.from + 1; column < sight.columns.to; column += 1) {
        const { x, y } = cornerOf(geometry, scrolled, { row, column });
        expect(placeUnder(geometry, scrolled, x, y)).toStrictEqual({ row, column });
      }
    }
  });
});

describe('[A2] where a key leads', () => {
  const at = (row: number, column: number): MatrixPlace => ({ row, column });
  const rows = [
    { from: at(5, 5), key: 'ArrowLeft', to: at(5, 4) },
    { from: at(5, 5), key: 'ArrowDown', to: at(6, 5) },
    { from: at(5, 0), key: 'ArrowLeft', to: at(5, -1), why: 'to the name of the node' },
    { from: at(5, -1), key: 'ArrowLeft', to: at(5, -1), why: 'and no further' },
    { from: at(0, 5), key: 'ArrowUp', to: at(-1, 5), why: 'to the name of the DaemonSet' },
    { from: at(-1, 0), key: 'ArrowLeft', to: at(-1, 0), why: 'there is nothing in the corner' },
    { from: at(0, -1), key: 'ArrowUp', to: at(0, -1), why: 'nor from below' },
    { from: at(4_999, 39), key: 'ArrowRight', to: at(4_999, 39), why: 'the edge holds' },
    { from: at(4_999, 39), key: 'ArrowDown', to: at(4_999, 39), why: 'the edge holds' },
    { from: at(7, 9), key: 'Home', to: at(7, 0) },
    { from: at(7, 9), key: 'End', to: at(7, 39) },
    { from: at(7, 9), key: 'Home', ctrl: true, to: at(0, 0) },
    { from: at(7, 9), key: 'End', ctrl: true, to: at(4_999, 39) },
    { from: at(7, 9), key: 'PageDown', to: at(16, 9) },
    { from: at(4_995, 9), key: 'PageDown', to: at(4_999, 9) },
    { from: at(7, 9), key: 'PageUp', to: at(0, 9), why: 'not over the edge to the name' },
    { from: at(-1, 9), key: 'PageUp', to: at(-1, 9) },
  ] as const;
  test.for(rows)('$from.row/$from.column $key: $to.row/$to.column', ({ from, key, to, ...rest }) => {
    const ctrl = 'ctrl' in rest && rest.ctrl;
    expect(movePlace(geometry, from, { key, ctrl, page: 9 })).toStrictEqual(to);
  });

  test('without a cell nothing leads anywhere', () => {
    const none = { rows: 1, columns: 0 };
    expect(movePlace(none, at(0, -1), { key: 'ArrowRight', ctrl: false, page: 9 })).toStrictEqual(at(0, -1));
    expect(movePlace(none, at(0, -1), { key: 'Home', ctrl: true, page: 9 })).toStrictEqual(at(0, -1));
  });

  test('other keys are not ours', () => {
    expect(['Enter', 'a', 'Tab', 'Escape'].filter(isMatrixKey)).toStrictEqual([]);
  });
});

describe('where the frame has to stand for a cell to be whole in sight', () => {
  const rows = [
    { name: 'it stays when it is', place: { row: 9, column: 19 }, at: {}, to: { left: 0, top: 0 } },
    { name: 'a row below comes in at the bottom', place: { row: 10, column: 0 }, at: {}, to: { left: 0, top: 24 } },
    { name: 'a column beyond comes in at the right', place: { row: 0, column: 20 }, at: {}, to: { left: 24, top: 0 } },
    {
      name: 'a row above comes in at the top',
      place: { row: 3, column: 0 },
      at: { top: 100 },
      to: { left: 0, top: 72 },
    },
    {
      name: 'a name moves nothing its own way',
      place: { row: 3, column: -1 },
      at: { left: 50 },
      to: { left: 50, top: 0 },
    },
    {
      name: 'a frame lower than a cell shows its head',
      place: { row: 5, column: 0 },
      at: { height: 130 },
      to: { left: 0, top: 120 },
    },
  ] as const;
  test.for(rows)('$name', ({ place, at, to }) => {
    expect(scrollFor(geometry, { ...view, ...at }, place)).toStrictEqual(to);
  });
});
