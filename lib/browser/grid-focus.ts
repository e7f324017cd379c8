import { type GridLayout, type PlacedGroup, pointOf } from './layout.ts';

const GRID_KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'] as const;
export type GridKey = (typeof GRID_KEYS)[number];

export function isGridKey(key: string): key is GridKey {
  return GRID_KEYS.some((each) => each === key);
}

/** Which square the focus goes to; the same square when there is no further one in that direction [A2]. */
export function moveFocus(layout: GridLayout, place: number, key: GridKey): number {
  const at = layout.groups.findIndex(({ from, to }) => place >= from && place < to);
  const group = layout.groups[at];
  const last = layout.groups.at(-1)?.to ?? 0;
  if (group === undefined) return 0;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, place - 1);
    case 'ArrowRight':
      return Math.min(last - 1, place + 1);
    case 'ArrowUp':
      return place - group.cols >= group.from ? place - group.cols : neighbour(layout, group, place, 'above');
    case 'ArrowDown':
      return place + group.cols < group.to ? place + group.cols : neighbour(layout, group, place, 'below');
    case 'Home':
      return rowStart(group, place);
    case 'End':
      return Math.min(group.to, rowStart(group, place) + group.cols) - 1;
    case 'PageUp':
      return place > group.from ? group.from : (layout.groups[at - 1]?.from ?? place);
    case 'PageDown':
      return layout.groups[at + 1]?.from ?? last - 1;
  }
}

function rowStart(group: PlacedGroup, place: number): number {
  return place - ((place - group.from) % group.cols);
}

/** The square nearest in sight on the next shelf above or below. */
function neighbour(layout: GridLayout, here: PlacedGroup, place: number, side: 'above' | 'below'): number {
  const x = pointOf(layout, place)?.x ?? 0;
  const shelves = layout.groups.filter(({ y, from, to }) => to > from && (side === 'above' ? y < here.y : y > here.y));
  if (shelves.length === 0) return place;
  const y =
    side === 'above' ? Math.max(...shelves.map((group) => group.y)) : Math.min(...shelves.map((group) => group.y));
  const reached = shelves.filter((group) => group.y === y).map((group) => nearestIn(layout, group, x, side));
  return reached.reduce((best, each) => (each.distance < best.distance ? each : best)).place;
}

function nearestIn(
  { pitch }: GridLayout,
  group: PlacedGroup,
  x: number,
  side: 'above' | 'below',
): { readonly place: number; readonly distance: number } {
  const start = side === 'below' ? group.from : rowStart(group, group.to - 1);
  const width = Math.min(group.cols, group.to - start);
  const column = Math.min(width - 1, Math.max(0, Math.round((x - group.x) / pitch)));
  return { place: start + column, distance: Math.abs(group.x + column * pitch - x) };
}
