'use client';

import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { type GridLayout, placeAt, pointOf } from '#lib/browser/layout.ts';
import type { GridRenderer } from './grid-cell.ts';
import { paintGrid, readPalette } from './paint.ts';

type Props = GridRenderer & {
  readonly layout: GridLayout;
  readonly label: string;
  readonly describedBy: string;
  /** Changes when the colours may have: theme, staleness. */
  readonly paletteKey: string;
};

/** The same squares above two thousand [R2]: one canvas, one tab stop, the same keys. */
export function GridCanvas({ layout, label, describedBy, paletteKey, ...renderer }: Props) {
  const { cellAt, activePlace, openNode, muted, onHover, onFocus, onOpen } = renderer;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isFocused, setFocused] = useState(false);
  const { width, height, pitch } = layout;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || element === undefined || context === null || context === undefined) return;
    const ratio = Math.max(1, Math.ceil(globalThis.devicePixelRatio));
    element.width = width * ratio;
    element.height = height * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const palette = readPalette(element.parentElement ?? element);
    paintGrid(context, palette, { layout, stateAt: (place) => cellAt(place)?.state, muted });
  }, [layout, cellAt, muted, width, height, paletteKey]);

  const placeUnder = ({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>): number | undefined => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return placeAt(layout, clientX - left, clientY - top);
  };
  const marks = [isFocused ? activePlace : undefined, placeOfNode(cellAt, layout, openNode)].flatMap((place) => {
    const point = place === undefined ? undefined : pointOf(layout, place);
    return point === undefined ? [] : [point];
  });
  return (
    <div
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is one tab stop for all its squares
      tabIndex={0}
      aria-label={label}
      aria-describedby={describedBy}
      data-grid-canvas=""
      className="absolute inset-0"
      onClick={(event) => {
        const place = placeUnder(event);
        const cell = place === undefined ? undefined : cellAt(place);
        if (place === undefined || cell === undefined) return;
        onFocus(place);
        onOpen(cell.node);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        // Else the same key would press the button that takes the focus in the drawer.
        event.preventDefault();
        const cell = cellAt(activePlace);
        if (cell !== undefined) onOpen(cell.node);
      }}
      onMouseMove={(event) => onHover(placeUnder(event))}
      onMouseLeave={() => onHover(undefined)}
      onFocus={() => {
        setFocused(true);
        onFocus(activePlace);
      }}
      onBlur={() => setFocused(false)}
    >
      <canvas ref={canvas} role="img" aria-label={label} style={{ width, height }} />
      {marks.map(({ x, y }) => (
        <span
          key={`${x} ${y}`}
          className="pointer-events-none absolute outline-2 outline-accent"
          style={{ left: x, top: y, width: pitch, height: pitch }}
        />
      ))}
    </div>
  );
}

function placeOfNode(cellAt: Props['cellAt'], { groups }: GridLayout, node: string | null): number | undefined {
  if (node === null) return undefined;
  const last = groups.at(-1)?.to ?? 0;
  for (let place = 0; place < last; place += 1) if (cellAt(place)?.node === node) return place;
  return undefined;
}
