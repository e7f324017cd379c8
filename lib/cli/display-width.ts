/*
 * How many columns a terminal gives a text. Letters that are wide or full-width by Unicode's East Asian Width (UAX 11)
 * take two, marks that combine take none; ambiguous ones take one, as terminals do outside of legacy encodings.
 */

/** The blocks with wide letters; none of them is left out of a terminal's table, a few holes in them are. */
const WIDE_RANGES: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

const NO_WIDTH = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function graphemeWidth(grapheme: string): number {
  const point = grapheme.codePointAt(0) ?? 0;
  // Nearly all text is ASCII.
  if (point < 0x300) return 1;
  if (NO_WIDTH.test(grapheme)) return 0;
  if (WIDE_RANGES.some(([first, last]) => point >= first && point <= last)) return 2;
  // The sound marks of half-width kana join the letter before them, and have a column of their own.
  return 1 + (grapheme.match(/(?<=.)[\uff9e\uff9f]/g)?.length ?? 0);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function splitGraphemes(text: string): readonly string[] {
  return isAscii(text) ? text.split('') : Array.from(graphemes.segment(text), ({ segment }) => segment);
}

export function displayWidth(text: string): number {
  if (isAscii(text)) return text.length;
  return splitGraphemes(text).reduce((width, grapheme) => width + graphemeWidth(grapheme), 0);
}

/** Takes graphemes from the front while they fit. */
function takeFitting(parts: readonly string[], width: number): string {
  let taken = '';
  let left = width;
  for (const part of parts) {
    left -= graphemeWidth(part);
    if (left < 0) return taken;
    taken += part;
  }
  return taken;
}

/** The text in at most so many columns, with the ellipsis in the middle: names differ at both ends. */
export function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width <= 1) return takeFitting(['\u2026'], width);
  const parts = splitGraphemes(text);
  const head = takeFitting(parts, Math.ceil((width - 1) / 2));
  const tail = takeFitting(parts.toReversed(), Math.floor((width - 1) / 2));
  return `${head}\u2026${splitGraphemes(tail).toReversed().join('')}`;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Lines of at most so many columns, broken at spaces, or between graphemes where there are none (Japanese, long names). */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )|(?<=[\u3001\u3002])/)) {
    if (displayWidth(line) + displayWidth(word.trimEnd()) <= width) {
      line += word;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    line = word;
    while (displayWidth(line.trimEnd()) > width && width > 1) {
      const head = takeFitting(splitGraphemes(line), width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line.trimEnd() === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()];
}
