import { stripVTControlCharacters } from 'node:util';
import { displayWidth, wrap } from './display-width.ts';
import { paint, type Style, type Terminal } from './terminal.ts';

/** A paragraph so many columns in from the edge, folded where the screen ends. */
export function paragraph(text: string, depth: number, terminal: Terminal, style: Style = 'plain'): readonly string[] {
  const room = terminal.columns === undefined ? Infinity : Math.max(1, terminal.columns - depth);
  return wrap(text, room).map((line) => ' '.repeat(depth) + paint(line, style, terminal));
}

/** A paragraph that begins with a mark at the edge; its other lines stand below its text. */
export function markedParagraph(mark: string, text: string, style: Style, terminal: Terminal): readonly string[] {
  const depth = displayWidth(mark) + 1;
  const [first = '', ...rest] = paragraph(text, depth, terminal);
  return [`${paint(mark, style, terminal)} ${first.trimStart()}`, ...rest];
}

/** How many rows of the screen the lines take: what must not be folded, such as a command, is folded by the terminal. */
export function rowsOf(lines: readonly string[], { columns }: Pick<Terminal, 'columns'>): number {
  return lines.reduce((sum, line) => sum + rowsOfLine(line, columns), 0);
}

function rowsOfLine(line: string, columns = Infinity): number {
  return Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(line)) / Math.max(1, columns)));
}
