'use client';

import { useLayoutEffect, useRef } from 'react';
import { useIsUntrusted } from '#lib/browser/fleet-context.ts';
import { inSight, type MatrixGeometry, type MatrixView } from '#lib/browser/matrix-geometry.ts';
import type { NodeList } from '#lib/browser/node-list.ts';
import { useColorScheme } from '#lib/browser/use-color-scheme.ts';
import { stateOf } from '#lib/browser/worst.ts';
import { paintSquare, readPalette } from '../shell/grid/paint.ts';

type Props = {
  readonly list: NodeList;
  readonly rows: readonly number[];
  readonly geometry: MatrixGeometry;
  readonly view: MatrixView;
  readonly label: string;
};

/** Between squares, on every side. */
const GAP = 1;

type Painting = Omit<Props, 'label'>;

function paint(context: CanvasRenderingContext2D, palette: ReturnType<typeof readPalette>, painting: Painting): void {
  const { list, rows, geometry, view } = painting;
  const { pitch } = geometry;
  const sight = inSight(geometry, view);
  for (let row = sight.rows.from; row < sight.rows.to; row += 1) {
    const node = rows[row] ?? -1;
    for (let column = sight.columns.from; column < sight.columns.to; column += 1) {
      const state = stateOf(list.columns[column]?.[node]);
      const [x, y] = [column * pitch - view.left + GAP, row * pitch - view.top + GAP];
      paintSquare(context, palette, state, pitch, { x, y, size: pitch - 2 * GAP });
    }
  }
}

/** The squares that are in sight, on a canvas that stands still while the names move past it. */
export function MatrixCanvas({ list, rows, geometry, view, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const paletteKey = `${useColorScheme()} ${useIsUntrusted()}`;
  const { pitch, rowHeader, columnHeader } = geometry;
  const width = Math.max(0, Math.min(view.width - rowHeader, geometry.columns * pitch));
  const height = Math.max(0, Math.min(view.height - columnHeader, geometry.rows * pitch));
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined) return;
    const ratio = Math.max(1, Math.ceil(globalThis.devicePixelRatio));
    const isResized = element.width !== width * ratio || element.height !== height * ratio;
    if (isResized) {
      element.width = width * ratio;
      element.height = height * ratio;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paint(context, readPalette(element.parentElement ?? element), { list, rows, geometry, view });
  }, [list, rows, geometry, view, width, height, paletteKey]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      className="sticky flex-none"
      style={{ left: rowHeader, top: columnHeader, width, height }}
    />
  );
}
