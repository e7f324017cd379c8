'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useState } from 'react';
import { useIsUntrusted } from '#lib/browser/fleet-context.ts';
import {
  cornerOf,
  isMatrixKey,
  type MatrixGeometry,
  type MatrixPlace,
  movePlace,
  placeUnder,
  scrollFor,
  wholeSize,
} from '#lib/browser/matrix-geometry.ts';
import type { NodeList } from '#lib/browser/node-list.ts';
import { addExpectations, countExpectations, expectationAt } from '#lib/browser/node-tally.ts';
import { useScrollView } from '#lib/browser/use-scroll-view.ts';
import { stateOf } from '#lib/browser/worst.ts';
import type { Text } from '#lib/text/text.ts';
import { useText } from '../shell/text-context.ts';
import { MatrixCanvas } from './matrix-canvas.tsx';
import { MatrixLegend } from './matrix-legend.tsx';
import { MatrixColumnNames, MatrixRowNames } from './matrix-names.tsx';
import { MatrixSummary } from './matrix-summary.tsx';

const PITCH = 24;

type Props = {
  readonly list: NodeList;
  /** Places in the list, as they are sorted and filtered. */
  readonly rows: readonly number[];
};

/** At least and at most so many pixels for a name, and so many for each of its characters in small print. */
const NAME = { least: 72, most: 184, mostWhenNarrow: 120, character: 6.8, rest: 14 } as const;
const NARROW = 560;

function roomFor(names: readonly { readonly name: string }[], most: number): number {
  const longest = names.reduce((length, { name }) => Math.max(length, name.length), 0);
  return Math.min(most, Math.max(NAME.least, Math.ceil(longest * NAME.character) + NAME.rest));
}

/** The names have the room that they need, as far as there is any. */
function useGeometry({ list: { nodes, daemonSets }, rows }: Props, width: number): MatrixGeometry {
  const columnHeader = useMemo(() => roomFor(daemonSets, NAME.most), [daemonSets]);
  const most = width < NARROW ? NAME.mostWhenNarrow : NAME.most;
  const rowHeader = useMemo(() => roomFor(nodes, most), [nodes, most]);
  const [rowCount, columns] = [rows.length, daemonSets.length];
  return useMemo(
    () => ({ rows: rowCount, columns, pitch: PITCH, rowHeader, columnHeader }),
    [rowCount, columns, rowHeader, columnHeader],
  );
}

/** Where a place leads: to the cell on the page of its DaemonSet, or by a name to the page of that name. */
function addressOf({ list, rows }: Props, { row, column }: MatrixPlace): string | undefined {
  const node = list.nodes[rows[row] ?? -1]?.name;
  const daemonSet = list.daemonSets[column];
  if (daemonSet === undefined) return node === undefined ? undefined : `/nodes/${encodeURIComponent(node)}`;
  const path = `/daemonsets/${encodeURIComponent(daemonSet.namespace)}/${encodeURIComponent(daemonSet.name)}`;
  return node === undefined ? path : `${path}?node=${encodeURIComponent(node)}`;
}

function sayPlace(text: Text, { list, rows }: Props, { row, column }: MatrixPlace, isUntrusted: boolean): string {
  const index = rows[row] ?? -1;
  const node = list.nodes[index]?.name;
  const daemonSet = list.daemonSets[column]?.name;
  if (daemonSet === undefined) return node === undefined ? '' : text.say('nodes.matrix.node', { node });
  if (node === undefined) return text.say('nodes.matrix.daemonSet', { daemonSet });
  const byte = list.columns[column]?.[index];
  const state = text.describeCellState(stateOf(byte)).word;
  if (isUntrusted && stateOf(byte) !== 'unknown') return text.say('nodes.matrix.kept', { node, daemonSet, state });
  const expectation = text.say(`nodes.expectation.${expectationAt(byte)}`);
  return text.say('nodes.matrix.cell', { node, daemonSet, state, expectation });
}

/** What is to be on each node and what is, DaemonSet by DaemonSet; what is in sight is painted, and nothing else [R5]. */
export function Matrix({ list, rows }: Props) {
  const text = useText();
  const router = useRouter();
  const isUntrusted = useIsUntrusted();
  const summaryId = useId();
  const { frame, view, measure } = useScrollView();
  const [wanted, setActive] = useState<MatrixPlace>({ row: 0, column: 0 });
  const [hovered, setHovered] = useState<MatrixPlace>();
  const [hasFocus, setFocus] = useState(false);
  const counts = useMemo(() => list.columns.map((column) => countExpectations(column, rows)), [list.columns, rows]);
  const geometry = useGeometry({ list, rows }, view.width);
  const active = {
    row: Math.min(wanted.row, geometry.rows - 1),
    column: Math.min(wanted.column, geometry.columns - 1),
  };
  const open = (place: MatrixPlace): void => {
    const address = addressOf({ list, rows }, place);
    if (address !== undefined) router.push(address);
  };
  const underPointer = ({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>): MatrixPlace | undefined => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return placeUnder(geometry, view, clientX - left, clientY - top);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || event.nativeEvent.isComposing || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      open(active);
      return;
    }
    if (!isMatrixKey(event.key)) return;
    event.preventDefault();
    const page = Math.max(1, Math.floor((view.height - geometry.columnHeader) / PITCH) - 1);
    const next = movePlace(geometry, active, { key: event.key, ctrl: event.ctrlKey || event.metaKey, page });
    setActive(next);
    event.currentTarget.scrollTo(scrollFor(geometry, view, next));
  };
  const size = wholeSize(geometry);
  const shown = hovered ?? (hasFocus ? active : undefined);
  const line = shown === undefined ? '' : sayPlace(text, { list, rows }, shown, isUntrusted);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-baseline gap-2">
        <span className="flex-none text-muted-fg text-xs">{text.say('nodes.legend.squares')}</span>
        <MatrixLegend counts={addExpectations(counts)} />
      </div>
      <div
        ref={frame}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is one tab stop for all its squares
        tabIndex={0}
        aria-label={text.say('nodes.matrix')}
        aria-describedby={summaryId}
        data-matrix=""
        className="relative max-h-[70vh] max-w-full overflow-auto"
        onScroll={measure}
        onKeyDown={onKeyDown}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
        onMouseMove={(event) => {
          const place = underPointer(event);
          setHovered((before) => (before?.row === place?.row && before?.column === place?.column ? before : place));
        }}
        onMouseLeave={() => setHovered(undefined)}
        onClick={(event) => {
          const place = underPointer(event);
          if (place === undefined) return;
          setActive(place);
          open(place);
        }}
      >
        <div className="relative" style={size}>
          <MatrixColumnNames list={list} geometry={geometry} view={view} marked={shown?.column} />
          <div className="relative flex items-start" style={{ height: size.height - geometry.columnHeader }}>
            <MatrixRowNames list={list} rows={rows} geometry={geometry} view={view} marked={shown?.row} />
            <MatrixCanvas list={list} rows={rows} geometry={geometry} view={view} label={text.say('nodes.matrix')} />
          </div>
          {shown === undefined ? null : <Mark geometry={geometry} place={shown} isFocus={hovered === undefined} />}
        </div>
      </div>
      <p data-grid-line="" aria-live="polite" className="min-h-5 break-words text-muted-fg text-sm">
        {line === '' ? text.say('nodes.matrix.hint') : line}
      </p>
      <MatrixSummary id={summaryId} daemonSets={list.daemonSets} counts={counts} />
    </div>
  );
}

/** Around the square that is looked at; over a name, around the name. */
function Mark({
  geometry,
  place,
  isFocus,
}: {
  readonly geometry: MatrixGeometry;
  readonly place: MatrixPlace;
  readonly isFocus: boolean;
}) {
  const { pitch, rowHeader, columnHeader } = geometry;
  const { x, y } = cornerOf(geometry, { left: 0, top: 0 }, place);
  const style = {
    left: place.column < 0 ? 0 : x,
    top: place.row < 0 ? 0 : y,
    width: place.column < 0 ? rowHeader : pitch,
    height: place.row < 0 ? columnHeader : pitch,
  };
  const isName = place.row < 0 || place.column < 0;
  return (
    <span
      className={`pointer-events-none absolute -outline-offset-1 outline-2 ${isFocus ? 'outline-accent' : 'outline-fg'} ${isName ? 'z-4' : ''}`}
      style={style}
    />
  );
}
