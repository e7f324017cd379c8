import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

type Options = {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly count: number;
  /** In pixels. */
  readonly estimateSize: (index: number) => number;
  /** So many rows beyond the edges are drawn as well. */
  readonly overscan: number;
  readonly getItemKey?: (index: number) => string | number;
  /** For the server, which has no frame to measure. */
  readonly initialRect?: { readonly width: number; readonly height: number };
};

type RowsInSight = {
  readonly items: readonly VirtualItem[];
  /** In pixels: what the rows that are not drawn would take above and below. */
  readonly before: number;
  readonly after: number;
  readonly measure: (element: Element | null) => void;
};

/** Of the many rows of a frame those that are in sight: no others are drawn. */
export function useRowsInSight({ frame, ...options }: Options): RowsInSight {
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used, so nothing is memoised behind it
  const virtual = useVirtualizer({ getScrollElement: () => frame.current, ...options });
  const items = virtual.getVirtualItems();
  return {
    items,
    before: items[0]?.start ?? 0,
    after: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    measure: virtual.measureElement,
  };
}
