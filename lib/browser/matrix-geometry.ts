/*
 * Where the cells of the matrix are: rows of nodes, columns of DaemonSets, one pitch for both, and around them the names.
 * Pure: what is in sight, what is under a point, and where a key leads follow from numbers alone.
 */

export type MatrixSize = { readonly rows: number; readonly columns: number };

export type MatrixGeometry = MatrixSize & {
  readonly pitch: number;
  /** Width of the names of the nodes, height of those of the DaemonSets. */
  readonly rowHeader: number;
  readonly columnHeader: number;
};

/** The part of the whole that the frame shows, the names included. */
export type MatrixView = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** Half open: `to` is the first that is not in sight. */
export type Range = { readonly from: number; readonly to: number };

/** A cell; row -1 is the name of the DaemonSet, column -1 that of the node. */
export type MatrixPlace = { readonly row: number; readonly column: number };

export function wholeSize({ rows, columns, pitch, rowHeader, columnHeader }: MatrixGeometry): {
  readonly width: number;
  readonly height: number;
} {
  return { width: rowHeader + columns * pitch, height: columnHeader + rows * pitch };
}

function rangeOf(offset: number, extent: number, pitch: number, count: number): Range {
  const from = Math.min(count, Math.max(0, Math.floor(offset / pitch)));
  return { from, to: Math.max(from, Math.min(count, Math.ceil((offset + extent) / pitch))) };
}

/** Which rows and columns are in sight, if only by a pixel. */
export function inSight(geometry: MatrixGeometry, view: MatrixView): { readonly rows: Range; readonly columns: Range } {
  const { rows, columns, pitch, rowHeader, columnHeader } = geometry;
  return {
    rows: rangeOf(view.top, Math.max(0, view.height - columnHeader), pitch, rows),
    columns: rangeOf(view.left, Math.max(0, view.width - rowHeader), pitch, columns),
  };
}

/** The cell under a point of the frame; undefined over the names and beside the cells. */
export function placeUnder(geometry: MatrixGeometry, view: MatrixView, x: number, y: number): MatrixPlace | undefined {
  const { rows, columns, pitch, rowHeader, columnHeader } = geometry;
  if (x < rowHeader || y < columnHeader || x >= view.width || y >= view.height) return undefined;
  const row = Math.floor((y - columnHeader + view.top) / pitch);
  const column = Math.floor((x - rowHeader + view.left) / pitch);
  return row < rows && column < columns ? { row, column } : undefined;
}

/** Left upper corner of a cell within the frame. */
export function cornerOf(
  { pitch, rowHeader, columnHeader }: MatrixGeometry,
  view: Pick<MatrixView, 'left' | 'top'>,
  { row, column }: MatrixPlace,
): { readonly x: number; readonly y: number } {
  return { x: rowHeader + column * pitch - view.left, y: columnHeader + row * pitch - view.top };
}

const MATRIX_KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'] as const;
export type MatrixKey = (typeof MATRIX_KEYS)[number];

export function isMatrixKey(key: string): key is MatrixKey {
  return MATRIX_KEYS.some((each) => each === key);
}

type Step = { readonly key: MatrixKey; readonly ctrl: boolean; readonly page: number };

/** Where a key leads [A2]: over the edge of the cells to the names, and no further. */
export function movePlace({ rows, columns }: MatrixSize, place: MatrixPlace, { key, ctrl, page }: Step): MatrixPlace {
  const lowestRow = place.column === -1 ? 0 : -1;
  const lowestColumn = place.row === -1 ? 0 : -1;
  const row = (wanted: number): MatrixPlace => ({ ...place, row: clamp(wanted, lowestRow, rows - 1) });
  const column = (wanted: number): MatrixPlace => ({ ...place, column: clamp(wanted, lowestColumn, columns - 1) });
  switch (key) {
    case 'ArrowLeft':
      return column(place.column - 1);
    case 'ArrowRight':
      return column(place.column + 1);
    case 'ArrowUp':
      return row(place.row - 1);
    case 'ArrowDown':
      return row(place.row + 1);
    case 'Home':
      return ctrl ? { row: Math.min(0, rows - 1), column: Math.min(0, columns - 1) } : column(0);
    case 'End':
      return ctrl ? { row: rows - 1, column: columns - 1 } : column(columns - 1);
    case 'PageUp':
      return row(Math.max(Math.min(place.row, 0), place.row - page));
    case 'PageDown':
      return row(place.row + page);
  }
}

function clamp(wanted: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(highest, wanted));
}

/** Where the frame has to stand for this cell to be whole in sight; where it stands, if it is. */
export function scrollFor(
  { pitch, rowHeader, columnHeader }: MatrixGeometry,
  view: MatrixView,
  { row, column }: MatrixPlace,
): { readonly left: number; readonly top: number } {
  const along = (at: number, start: number, extent: number): number => {
    if (at < 0) return start;
    if (at * pitch < start) return at * pitch;
    return Math.max(start, (at + 1) * pitch - Math.max(pitch, extent));
  };
  return {
    left: along(column, view.left, view.width - rowHeader),
    top: along(row, view.top, view.height - columnHeader),
  };
}
