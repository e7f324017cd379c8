import { expect, test } from 'vitest';
import { createScreen } from './screen.ts';

/** The cursor up so many rows; what is below erased; a line. The escape is a caret here. */
const WRITTEN = /\r\^\[(\d+)A|(\^\[J)|([^\n]*)\n/g;

/** A terminal as far as this needs one: rows of so many columns, folded, with a cursor. */
function createTerminal(columns: number) {
  const rows: string[] = ['$ rollcall'];
  let row = 1;
  const written: string[] = [];
  const put = (line: string) => {
    for (let at = 0; at === 0 || at < line.length; at += columns) {
      rows[row] = line.slice(at, at + columns);
      row += 1;
    }
  };
  return {
    columns,
    isTTY: true,
    write: (text: string) => {
      written.push(text);
      for (const [, up, erase, line] of text.replaceAll('\u001b', '^').matchAll(WRITTEN)) {
        if (up !== undefined) row -= Number(up);
        else if (erase !== undefined) rows.length = row;
        else put((line ?? '').replace(/\^\[\d*[mK]/g, ''));
      }
    },
    rows: () => rows,
    writes: () => written.length,
  };
}

test('each drawing stands where the last one stood, and what is above stays', () => {
  const terminal = createTerminal(20);
  const screen = createScreen({ ...terminal, rows: 24 });
  screen.draw('one\ntwo\nthree\n');
  screen.draw('four\nfive\n');
  expect(terminal.rows()).toStrictEqual(['$ rollcall', 'four', 'five']);
});

test('a line that the terminal folds counts as many rows as it takes', () => {
  const terminal = createTerminal(4);
  const screen = createScreen({ ...terminal, rows: 24 });
  screen.draw('abcdefghij\nx\n');
  screen.draw('y\n');
  expect(terminal.rows()).toStrictEqual(['$ rollcall', 'y']);
});

test('colours take no room', () => {
  const terminal = createTerminal(8);
  const screen = createScreen({ ...terminal, rows: 24 });
  screen.draw('\u001b[31mfailed\u001b[0m\n');
  screen.draw('ok\n');
  expect(terminal.writes()).toBe(2);
  expect(terminal.rows()).toStrictEqual(['$ rollcall', 'ok']);
});

test('the same twice is drawn once', () => {
  const terminal = createTerminal(20);
  const screen = createScreen({ ...terminal, rows: 24 });
  screen.draw('one\n');
  screen.draw('one\n');
  expect(terminal.writes()).toBe(1);
});
