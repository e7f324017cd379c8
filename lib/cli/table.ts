import { makeVisible } from '#lib/text/visible.ts';
import { displayWidth, padEnd, padStart, shorten } from './display-width.ts';
import { paint, type Style, type Terminal } from './terminal.ts';

export type Column<Row> = {
  readonly head: string;
  readonly text: (row: Row) => string;
  readonly style?: (row: Row) => Style;
  readonly align?: 'end';
  /** On a narrow screen columns go in this order, the smallest first; one without a number stays. */
  readonly dispensable?: number;
  /** On a screen that is narrower still, this column's texts lose their middle. */
  readonly shrinks?: boolean;
};

const GAP = '  ';
/** Names that are shorter than this tell nothing. */
const SHORTEST = 8;

type Measured<Row> = { readonly column: Column<Row>; readonly texts: readonly string[]; readonly width: number };

function measure<Row>(column: Column<Row>, rows: readonly Row[]): Measured<Row> {
  // Names may come from a file that anybody wrote.
  const texts = rows.map((row) => makeVisible(column.text(row)));
  const width = texts.reduce((widest, text) => Math.max(widest, displayWidth(text)), displayWidth(column.head));
  return { column, texts, width };
}

function totalWidth(columns: readonly Measured<never>[]): number {
  return columns.reduce((sum, { width }) => sum + width, GAP.length * (columns.length - 1));
}

/** Leaves columns out, then shortens texts, until a row fits. */
function fit<Row>(all: readonly Measured<Row>[], room: number): readonly Measured<Row>[] {
  let columns = all;
  while (totalWidth(columns) > room) {
    const [next] = columns
      .filter(({ column }) => column.dispensable !== undefined)
      .sort((left, right) => (left.column.dispensable ?? 0) - (right.column.dispensable ?? 0));
    if (next === undefined) break;
    columns = columns.filter((each) => each !== next);
  }
  let surplus = totalWidth(columns) - room;
  // The widest gives first, down to the width of the next, and so on.
  while (surplus > 0) {
    const [widest] = columns
      .filter(({ column, width }) => column.shrinks === true && width > SHORTEST)
      .sort((left, right) => right.width - left.width);
    if (widest === undefined) break;
    columns = columns.map((each) => (each === widest ? { ...each, width: each.width - 1 } : each));
    surplus -= 1;
  }
  return columns;
}

/** The lines of a table: heads, then one line per row, aligned by columns of the screen. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Terminal,
): readonly string[] {
  const fitted = fit(
    columns.map((column) => measure(column, rows)),
    terminal.columns ?? Infinity,
  );
  const line = (texts: readonly string[], styles: readonly Style[]) =>
    texts
      .map((text, index) => {
        const measured = fitted[index];
        if (measured === undefined) return text;
        const short = shorten(text, measured.width);
        const last = index === fitted.length - 1;
        const padded =
          measured.column.align === 'end'
            ? padStart(short, measured.width)
            : last
              ? short
              : padEnd(short, measured.width);
        return paint(padded, styles[index] ?? 'plain', terminal);
      })
      .join(GAP)
      .trimEnd();
  const head = line(
    fitted.map(({ column }) => column.head),
    fitted.map(() => 'muted'),
  );
  const body = rows.map((row, index) =>
    line(
      fitted.map(({ texts }) => texts[index] ?? ''),
      fitted.map(({ column }) => column.style?.(row) ?? 'plain'),
    ),
  );
  return [head, ...body];
}
