import type { CellState } from '#lib/domain/placement/cell-state.ts';

/** One square: what it stands for, and what is said of it. */
export type GridCell = {
  readonly node: string;
  /** What is drawn; `isKept` says that it is what was last known, and unknown now. */
  readonly state: CellState;
  readonly isKept: boolean;
  /** "node-7: failed, ImagePullBackOff in agent": its accessible name, and the line under the grid. */
  readonly label: string;
};

/** What both renderers are given; `place` counts the squares in the order of display. */
export type GridRenderer = {
  readonly cellAt: (place: number) => GridCell | undefined;
  readonly activePlace: number;
  readonly openNode: string | null;
  /** States that the legend has set aside: drawn faintly. */
  readonly muted: ReadonlySet<CellState>;
  readonly onHover: (place: number | undefined) => void;
  readonly onFocus: (place: number) => void;
  readonly onOpen: (node: string) => void;
};
