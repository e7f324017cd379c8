import type { NodeGroup } from './grouping.ts';

/*
 * Where the squares are. Pure: the same nodes, groups and box give the same places, so that a node never moves because
 * its state changed [P6]. DOM and canvas draw the same layout, and both find a square by division [R1].
 */

export type Box = { readonly width: number; readonly height: number };

/** `from` and `to` are places in the order of display: the squares of a group stand next to each other. */
export type PlacedGroup = {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly cols: number;
  readonly rows: number;
  readonly from: number;
  readonly to: number;
};

export type GridLayout = {
  readonly pitch: number;
  readonly width: number;
  readonly height: number;
  /** Height of the group's name above its squares. */
  readonly header: number;
  readonly groups: readonly PlacedGroup[];
};

export const LARGEST_PITCH = 28;
export const SMALLEST_PITCH = 10;
const HEADER_HEIGHT = 22;
const GROUP_GAP = 20;
const SHELF_GAP = 14;
/** A group is at least so wide that its name can be read. */
const NARROWEST_GROUP = 148;

type Shelves = { readonly height: number; readonly groups: readonly PlacedGroup[] };

/** Sets groups of at most `rows` rows side by side, and begins a new shelf when the width is used up. */
function placeOnShelves(groups: readonly NodeGroup[], width: number, pitch: number, rows: number): Shelves {
  const widest = Math.max(1, Math.floor(width / pitch));
  const placed: PlacedGroup[] = [];
  let [x, y, shelf, from] = [0, 0, 0, 0];
  for (const { key, nodes } of groups) {
    const narrowest = Math.min(widest, Math.ceil(NARROWEST_GROUP / pitch));
    const cols = Math.min(widest, Math.max(narrowest, Math.ceil(nodes.length / rows)));
    const used = Math.max(1, Math.ceil(nodes.length / cols));
    if (x > 0 && x + cols * pitch > width) {
      y += shelf + SHELF_GAP;
      x = 0;
      shelf = 0;
    }
    placed.push({ key, x, y, cols, rows: used, from, to: from + nodes.length });
    x += cols * pitch + GROUP_GAP;
    shelf = Math.max(shelf, HEADER_HEIGHT + used * pitch);
    from += nodes.length;
  }
  return { height: y + shelf, groups: placed };
}

/** The flattest arrangement at this pitch: tries each number of rows up to the square root, where more cannot help. */
function flattest(groups: readonly NodeGroup[], width: number, pitch: number): Shelves {
  const largest = Math.max(1, ...groups.map(({ nodes }) => nodes.length));
  const most = Math.min(64, Math.ceil(Math.sqrt(largest)) + 2);
  let best = placeOnShelves(groups, width, pitch, 1);
  for (let rows = 2; rows <= most; rows += 1) {
    const next = placeOnShelves(groups, width, pitch, rows);
    if (next.height < best.height) best = next;
  }
  return best;
}

/**
 * One pitch for all groups, so that areas compare: the largest that fits the box. When not even the smallest fits, the
 * layout becomes higher than the box and the page scrolls; no node is left out [P7].
 */
export function layoutGrid(groups: readonly NodeGroup[], box: Box): GridLayout {
  const width = Math.max(SMALLEST_PITCH, box.width);
  let pitch = LARGEST_PITCH;
  let shelves = flattest(groups, width, pitch);
  while (shelves.height > box.height && pitch > SMALLEST_PITCH) {
    pitch -= 1;
    shelves = flattest(groups, width, pitch);
  }
  return { pitch, width, height: shelves.height, header: HEADER_HEIGHT, groups: shelves.groups };
}

/** The square under a point, by division; undefined between squares and in headers. */
export function placeAt({ groups, pitch, header }: GridLayout, x: number, y: number): number | undefined {
  for (const group of groups) {
    const [dx, dy] = [x - group.x, y - group.y - header];
    if (dx < 0 || dy < 0 || dx >= group.cols * pitch || dy >= group.rows * pitch) continue;
    const place = group.from + Math.floor(dy / pitch) * group.cols + Math.floor(dx / pitch);
    return place < group.to ? place : undefined;
  }
  return undefined;
}

/** Left upper corner of a square. */
export function pointOf(
  { groups, pitch, header }: GridLayout,
  place: number,
): { readonly x: number; readonly y: number } | undefined {
  const group = groups.find(({ from, to }) => place >= from && place < to);
  if (group === undefined) return undefined;
  const at = place - group.from;
  return {
    x: group.x + (at % group.cols) * pitch,
    y: group.y + header + Math.floor(at / group.cols) * pitch,
  };
}
