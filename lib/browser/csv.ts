/*
 * Tables as RFC 4180 has them, with a byte order mark, without which Excel takes UTF-8 for something else. What a cluster
 * wrote may begin like a formula, and a spreadsheet would run it: an apostrophe before it makes it a text.
 */

export type CsvValue = string | number | boolean | null;

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
/** Tabulator and carriage return are passed over by some spreadsheets on their way to the sign. */
const FORMULA = /^[=+\-@\t\r]/;
/** A semicolon separates the fields where a comma separates the decimals. */
const NEEDS_QUOTES = /[",;\r\n\t]|^\s|\s$/;

function writeText(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function writeValue(value: CsvValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? writeText(value) : String(value);
}

export function writeCsv(header: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  const lines = [header, ...rows].map((row) => row.map(writeValue).join(','));
  return `${BYTE_ORDER_MARK}${lines.join(LINE_END)}${LINE_END}`;
}
