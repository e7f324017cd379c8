'use client';

import Link from 'next/link';
import { inSight, type MatrixGeometry, type MatrixView, type Range } from '#lib/browser/matrix-geometry.ts';
import type { NodeList } from '#lib/browser/node-list.ts';

/** What is a little out of sight, so that a name is there before the scrolling is. */
const OVERSCAN = 3;

function placesOf({ from, to }: Range, count: number): readonly number[] {
  const first = Math.max(0, from - OVERSCAN);
  return Array.from({ length: Math.max(0, Math.min(count, to + OVERSCAN) - first) }, (_, at) => first + at);
}

type Props = {
  readonly list: NodeList;
  readonly geometry: MatrixGeometry;
  readonly view: MatrixView;
  /** The row or column that is looked at. */
  readonly marked: number | undefined;
};

/** Links with the pointer alone: with the keyboard one walks over them with the arrows. */
const LINK = 'absolute flex items-center overflow-hidden hover:underline';

/** The DaemonSets above their columns, written from below. */
export function MatrixColumnNames({ list, geometry, view, marked }: Props) {
  const { pitch, rowHeader, columnHeader } = geometry;
  return (
    <div className="sticky top-0 z-3 bg-bg text-xs" style={{ height: columnHeader }}>
      {placesOf(inSight(geometry, view).columns, geometry.columns).map((column) => {
        const daemonSet = list.daemonSets[column];
        if (daemonSet === undefined) return null;
        const { namespace, name, uid } = daemonSet;
        return (
          <Link
            key={uid}
            prefetch={false}
            tabIndex={-1}
            href={`/daemonsets/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`}
            title={`${namespace}/${name}`}
            className={`${LINK} rotate-180 justify-start py-1 [writing-mode:vertical-rl] ${marked === column ? 'bg-raised font-semibold' : ''}`}
            style={{ left: rowHeader + column * pitch, top: 0, width: pitch, height: columnHeader }}
          >
            <span className="min-h-0 truncate">{name}</span>
          </Link>
        );
      })}
      <div className="sticky left-0 bg-bg" style={{ width: rowHeader, height: columnHeader }} />
    </div>
  );
}

/** The nodes beside their rows. */
export function MatrixRowNames({ list, rows, geometry, view, marked }: Props & { readonly rows: readonly number[] }) {
  const { pitch, rowHeader } = geometry;
  return (
    <div
      className="sticky left-0 z-2 flex-none bg-bg text-xs"
      style={{ width: rowHeader, height: geometry.rows * pitch }}
    >
      {placesOf(inSight(geometry, view).rows, geometry.rows).map((row) => {
        const name = list.nodes[rows[row] ?? -1]?.name;
        if (name === undefined) return null;
        return (
          <Link
            key={name}
            prefetch={false}
            tabIndex={-1}
            href={`/nodes/${encodeURIComponent(name)}`}
            title={name}
            className={`${LINK} left-0 w-full pr-2 ${marked === row ? 'bg-raised font-semibold' : ''}`}
            style={{ top: row * pitch, height: pitch }}
          >
            <span className="truncate">{name}</span>
          </Link>
        );
      })}
    </div>
  );
}
