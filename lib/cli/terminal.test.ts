import { expect, test } from 'vitest';
import { paint, readTerminal, type Terminal } from './terminal.ts';

const screen = { isTTY: true, columns: 120, rows: 40 };
type Row = {
  readonly name: string;
  readonly output: Parameters<typeof readTerminal>[0];
  readonly environment: Parameters<typeof readTerminal>[1];
  readonly terminal: Terminal;
};
const rows: readonly Row[] = [
  {
    name: 'a pipe',
    output: {},
    environment: {},
    terminal: { columns: undefined, rows: undefined, colour: false, locale: 'en' },
  },
  {
    name: 'a screen',
    output: screen,
    environment: {},
    terminal: { columns: 120, rows: 40, colour: true, locale: 'en' },
  },
  {
    name: 'NO_COLOR',
    output: screen,
    environment: { NO_COLOR: '1' },
    terminal: { columns: 120, rows: 40, colour: false, locale: 'en' },
  },
  {
    name: 'an empty NO_COLOR says nothing',
    output: screen,
    environment: { NO_COLOR: '' },
    terminal: { columns: 120, rows: 40, colour: true, locale: 'en' },
  },
  {
    name: 'a dumb terminal',
    output: screen,
    environment: { TERM: 'dumb' },
    terminal: { columns: 120, rows: 40, colour: false, locale: 'en' },
  },
  {
    name: 'Japanese by LANG',
    output: {},
    environment: { LANG: 'ja_JP.UTF-8' },
    terminal: { columns: undefined, rows: undefined, colour: false, locale: 'ja' },
  },
  {
    name: 'LC_ALL before LANG',
    output: {},
    environment: { LC_ALL: 'C.UTF-8', LANG: 'ja_JP.UTF-8' },
    terminal: { columns: undefined, rows: undefined, colour: false, locale: 'en' },
  },
  {
    name: 'a screen that does not say how wide it is',
    output: { isTTY: true, columns: 0, rows: 0 },
    environment: {},
    terminal: { columns: undefined, rows: undefined, colour: true, locale: 'en' },
  },
];
test.for(rows)('$name', ({ output, environment, terminal }) => {
  expect(readTerminal(output, environment)).toStrictEqual(terminal);
});

test('colour goes round the text, and nothing goes round nothing', () => {
  const terminal: Terminal = { columns: 80, rows: 24, colour: true, locale: 'en' };
  expect(paint('Failed', 'failed', terminal)).toBe('\u001b[31mFailed\u001b[0m');
  expect(paint('', 'failed', terminal)).toBe('');
  expect(paint('Failed', 'plain', terminal)).toBe('Failed');
  expect(paint('Failed', 'failed', { ...terminal, colour: false })).toBe('Failed');
});
