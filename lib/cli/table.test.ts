import { expect, test } from 'vitest';
import { type Column, renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

type Row = { readonly name: string; readonly count: number; readonly note: string };
const columns: readonly Column<Row>[] = [
  { head: 'NAME', text: ({ name }) => name, shrinks: true },
  { head: 'COUNT', text: ({ count }) => `${count}`, align: 'end', dispensable: 2 },
  { head: 'NOTE', text: ({ note }) => note, dispensable: 1, style: () => 'failed' },
];
const rows: readonly Row[] = [
  { name: 'node-exporter-of-team-seven', count: 7, note: '異常' },
  { name: 'ノード', count: 1_234, note: 'ok' },
];
function at(width: number | undefined, colour = false): Terminal {
  return { columns: width, rows: undefined, colour, locale: 'en' };
}

test('aligns by the columns that letters take, not by their number', () => {
  expect(renderTable(columns, rows, at(undefined))).toStrictEqual([
    'NAME                         COUNT  NOTE',
    'node-exporter-of-team-seven      7  異常',
    'ノード                        1234  ok',
  ]);
});

test('leaves out columns, the most dispensable first, where the screen is narrow', () => {
  expect(renderTable(columns, rows, at(39))).toStrictEqual([
    'NAME                         COUNT',
    'node-exporter-of-team-seven      7',
    'ノード                        1234',
  ]);
});

test('shortens names in the middle where that is not enough, and not to nothing', () => {
  expect(renderTable(columns, rows, at(20))).toStrictEqual(['NAME', 'node-expor…eam-seven', 'ノード']);
  expect(renderTable(columns, rows, at(3))).toStrictEqual(['NAME', 'node…ven', 'ノード']);
});

test('pads outside of the colour', () => {
  expect(renderTable(columns, rows.slice(0, 1), at(undefined, true))).toStrictEqual([
    '\u001b[2mNAME                       \u001b[0m  \u001b[2mCOUNT\u001b[0m  \u001b[2mNOTE\u001b[0m',
    'node-exporter-of-team-seven      7  \u001b[31m異常\u001b[0m',
  ]);
});

test('a table without rows is its heads', () => {
  expect(renderTable(columns, [], at(undefined))).toStrictEqual(['NAME  COUNT  NOTE']);
});
