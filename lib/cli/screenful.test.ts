import { expect, test } from 'vitest';
import { fitBlocks } from './screenful.ts';
import type { Terminal } from './terminal.ts';
import type { Block } from './trouble-block.ts';

const pipe: Terminal = { columns: undefined, rows: undefined, colour: false, locale: 'en' };

/** A block whose brief form has so many rows, and the whole so many. */
function block(name: string, brief: number, whole: number): Block {
  const lines = (form: string, count: number) => Array.from({ length: count }, (_, at) => `${name} ${form} ${at + 1}`);
  return { brief: lines('brief', brief), whole: lines('whole', whole) };
}
const blocks = [block('a', 2, 5), block('b', 2, 6), block('c', 2, 3)];

type Row = {
  readonly name: string;
  readonly room: number;
  readonly told: readonly string[];
  readonly left: number;
  readonly shortened: number;
};
const rows: readonly Row[] = [
  { name: 'everything, where there is room', room: 14, told: ['a whole', 'b whole', 'c whole'], left: 0, shortened: 0 },
  {
    name: 'the whole of the worst, and of a later one that fits where an earlier one does not',
    room: 11,
    told: ['a whole', 'b brief', 'c whole'],
    left: 0,
    shortened: 1,
  },
  {
    name: 'the worst in whole before the others',
    room: 10,
    told: ['a whole', 'b brief', 'c brief'],
    left: 0,
    shortened: 2,
  },
  { name: 'a row is kept for what is left out', room: 8, told: ['a whole', 'b brief'], left: 1, shortened: 1 },
  { name: 'the worst alone', room: 7, told: ['a whole'], left: 2, shortened: 0 },
  {
    name: 'the worst in brief where its whole does not fit',
    room: 5,
    told: ['a brief', 'b brief'],
    left: 1,
    shortened: 2,
  },
  { name: 'the worst even where there is no room for it', room: 0, told: ['a brief'], left: 2, shortened: 1 },
];
test.for(rows)('$room rows: $name', ({ room, told, left, shortened }) => {
  const fitted = fitBlocks(blocks, room, pipe);
  const forms = fitted.lines.filter((line) => line.endsWith(' 1')).map((line) => line.slice(0, -2));
  expect({ ...fitted, lines: forms }).toStrictEqual({ lines: told, left, shortened });
  if (room > 2) expect(fitted.lines.length + Math.min(1, left + shortened)).toBeLessThanOrEqual(room);
});

test('with the room that is left the first that was shortened goes on', () => {
  expect(fitBlocks([block('a', 2, 9)], 6, pipe)).toStrictEqual({
    lines: ['a whole 1', 'a whole 2', 'a whole 3', 'a whole 4', 'a whole 5'],
    left: 0,
    shortened: 1,
  });
  expect(fitBlocks([block('a', 1, 9), block('b', 1, 9)], 5, pipe).lines).toStrictEqual([
    'a whole 1',
    'a whole 2',
    'a whole 3',
    'b brief 1',
  ]);
});

test('a line that the terminal folds counts as the rows that it takes', () => {
  const long: Block = { brief: ['x'], whole: ['x', 'y'.repeat(25)] };
  expect(fitBlocks([long], 3, { ...pipe, columns: 10 }).lines).toStrictEqual(['x']);
  expect(fitBlocks([long], 4, { ...pipe, columns: 10 }).lines).toStrictEqual(long.whole);
});

test('nothing to tell is nothing told', () => {
  expect(fitBlocks([], 10, pipe)).toStrictEqual({ lines: [], left: 0, shortened: 0 });
});
