import { expect, test } from 'vitest';
import { type CsvValue, writeCsv } from './csv.ts';

const rows: readonly { readonly name: string; readonly value: CsvValue; readonly written: string }[] = [
  { name: 'a plain text stands as it is', value: 'node-1', written: 'node-1' },
  { name: 'a number and a truth are no texts', value: 12, written: '12' },
  { name: 'a number below nothing is no formula', value: -1, written: '-1' },
  { name: 'a truth is a word', value: false, written: 'false' },
  { name: 'nothing is nothing', value: null, written: '' },
  { name: 'a comma wants quotes', value: 'a,b', written: '"a,b"' },
  { name: 'a semicolon too, which separates fields in half of Europe', value: 'a;b', written: '"a;b"' },
  { name: 'a quote is doubled', value: 'say "yes"', written: '"say ""yes"""' },
  { name: 'a line end stays within its field', value: 'a\r\nb', written: '"a\r\nb"' },
  { name: 'a space at an end is kept by quotes', value: ' a', written: '" a"' },
  { name: 'Japanese needs none', value: '東京', written: '東京' },
  { name: 'a text that begins like a formula is made a text: =', value: '=1+1', written: "'=1+1" },
  { name: 'a text that begins like a formula is made a text: +', value: '+1', written: "'+1" },
  { name: 'a text that begins like a formula is made a text: -', value: '-node', written: "'-node" },
  { name: 'a text that begins like a formula is made a text: @', value: '@SUM(A1)', written: "'@SUM(A1)" },
  { name: 'nor is the sign hidden behind a tabulator', value: '\t=1', written: '"\'\t=1"' },
  { name: 'nor behind a carriage return', value: '\r=1', written: '"\'\r=1"' },
  { name: 'quotes do not hide it either', value: '=A1,"x"', written: '"\'=A1,""x"""' },
  { name: 'a sign within is left alone', value: 'a=b', written: 'a=b' },
];
test.for(rows)('$name', ({ value, written }) => {
  expect(writeCsv(['x'], [[value]])).toBe(`\uFEFFx\r\n${written}\r\n`);
});

test('the bytes begin with the mark that tells Excel what they are', () => {
  expect([...new TextEncoder().encode(writeCsv(['東京'], []))].slice(0, 3)).toStrictEqual([0xef, 0xbb, 0xbf]);
});
