'use client';

import { memo } from 'react';
import type { GridLayout, PlacedGroup } from '#lib/browser/layout.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { FieldGlyph } from '../field-glyph.tsx';
import { CELL_LOOKS, fieldClasses, showsGlyph } from '../look.ts';
import type { GridRenderer } from './grid-cell.ts';

type SquareProps = {
  readonly place: number;
  readonly node: string;
  readonly state: CellState;
  readonly isKept: boolean;
  readonly label: string;
  readonly pitch: number;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isMuted: boolean;
};

/** Memoised: a change of one cell draws one button. What happens to it is heard once, by the grid around. */
const Square = memo(function Square({
  place,
  node,
  state,
  isKept,
  label,
  pitch,
  isActive,
  isOpen,
  isMuted,
}: SquareProps) {
  const look = CELL_LOOKS[state];
  const glyphSize = Math.max(8, Math.min(16, Math.round(pitch * 0.6)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button by its keys, a cell by its place
    <button
      type="button"
      role="gridcell"
      tabIndex={isActive ? 0 : -1}
      aria-label={label}
      aria-selected={isOpen}
      data-place={place}
      data-node={node}
      data-state={isKept ? 'unknown' : state}
      className={`grid size-(--pitch) flex-none place-items-center rounded-[4px] border border-transparent bg-clip-padding hover:z-1 hover:outline hover:outline-fg aria-selected:outline-2 aria-selected:outline-accent ${fieldClasses(look)} ${isMuted ? 'opacity-15' : ''}`}
    >
      {showsGlyph(pitch, look) ? <FieldGlyph look={look} size={glyphSize} /> : null}
    </button>
  );
});

type GroupProps = GridRenderer & { readonly group: PlacedGroup; readonly pitch: number; readonly label: string };

function GroupRows({ group, pitch, label, cellAt, activePlace, openNode, muted }: GroupProps) {
  const rows = Array.from({ length: group.rows }, (_, row) => group.from + row * group.cols);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the squares of a group are no table section
    <div role="rowgroup" aria-label={label}>
      {rows.map((from) => (
        // biome-ignore lint/a11y/useSemanticElements: nor is a row of them a table row
        // biome-ignore lint/a11y/useFocusableInteractive: the squares take the focus, not their row
        <div role="row" key={from} className="flex">
          {Array.from({ length: Math.min(group.cols, group.to - from) }, (_, column) => {
            const place = from + column;
            const cell = cellAt(place);
            if (cell === undefined) return null;
            return (
              <Square
                key={cell.node}
                place={place}
                node={cell.node}
                state={cell.state}
                isKept={cell.isKept}
                label={cell.label}
                pitch={pitch}
                isActive={place === activePlace}
                isOpen={cell.node === openNode}
                isMuted={muted.has(cell.state)}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

type Props = GridRenderer & {
  readonly layout: GridLayout;
  readonly label: string;
  readonly groupLabel: (group: PlacedGroup) => string;
};

function placeOf(target: EventTarget): number | undefined {
  const square = target instanceof Element ? target.closest('[data-place]') : null;
  const place = square?.getAttribute('data-place');
  return place === null || place === undefined ? undefined : Number(place);
}

/** Up to two thousand squares as buttons, accessible as they are [R2]. */
export function GridDom({ layout, label, groupLabel, ...renderer }: Props) {
  const { cellAt, onHover, onFocus, onOpen } = renderer;
  const open = (target: EventTarget): void => {
    const place = placeOf(target);
    const cell = place === undefined ? undefined : cellAt(place);
    if (cell !== undefined) onOpen(cell.node);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be laid out by groups
    // biome-ignore lint/a11y/useKeyWithClickEvents: the buttons inside turn Enter into a click; arrows are the frame's
    <div
      role="grid"
      aria-label={label}
      onClick={({ target }) => open(target)}
      onMouseOver={({ target }) => onHover(placeOf(target))}
      onMouseLeave={() => onHover(undefined)}
      onFocus={({ target }) => {
        const place = placeOf(target);
        if (place !== undefined) onFocus(place);
      }}
      style={{ '--pitch': `${layout.pitch}px` } as React.CSSProperties}
    >
      {layout.groups.map((group) => (
        <div
          key={group.key}
          role="presentation"
          className="absolute"
          style={{ left: group.x, top: group.y + layout.header, width: group.cols * layout.pitch }}
        >
          <GroupRows group={group} pitch={layout.pitch} label={groupLabel(group)} {...renderer} />
        </div>
      ))}
    </div>
  );
}
