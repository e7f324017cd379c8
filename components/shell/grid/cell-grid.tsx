'use client';

import { type KeyboardEvent, useCallback, useId, useMemo, useState } from 'react';
import { useIsUntrusted } from '#lib/browser/fleet-context.ts';
import { isGridKey, moveFocus } from '#lib/browser/grid-focus.ts';
import type { NodeGroup } from '#lib/browser/grouping.ts';
import { layoutGrid, type PlacedGroup } from '#lib/browser/layout.ts';
import { useColorScheme } from '#lib/browser/use-color-scheme.ts';
import { useWidth } from '#lib/browser/use-width.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { LongName } from '../../ui/long-name.tsx';
import { useText } from '../text-context.ts';
import { GridCanvas } from './grid-canvas.tsx';
import type { GridCell, GridRenderer } from './grid-cell.ts';
import { GridDom } from './grid-dom.tsx';
import { GroupSummary } from './group-summary.tsx';

/** Above this the squares are painted on a canvas [R2]. */
export const MOST_BUTTONS = 2_000;
const BOX_HEIGHT = 420;

type Props = {
  readonly label: string;
  readonly groups: readonly NodeGroup[];
  readonly groupName: (key: string) => string;
  /** By index of the node; a stable function while nothing has changed. */
  readonly cellOf: (index: number) => GridCell | undefined;
  readonly muted: ReadonlySet<CellState>;
  readonly openNode: string | null;
  readonly onOpen: (node: string) => void;
};

/** The squares of all nodes in their groups, with one keyboard for both renderers [A2]. */
export function CellGrid({ label, groups, groupName, cellOf, muted, openNode, onOpen }: Props) {
  const text = useText();
  const [frame, width] = useWidth<HTMLDivElement>();
  const order = useMemo(() => groups.flatMap(({ nodes }) => nodes), [groups]);
  const layout = useMemo(
    () => (width === undefined ? undefined : layoutGrid(groups, { width, height: BOX_HEIGHT })),
    [groups, width],
  );
  const cellAt = useCallback(
    (place: number) => {
      const index = order[place];
      return index === undefined ? undefined : cellOf(index);
    },
    [order, cellOf],
  );
  const [activeNode, setActiveNode] = useState<string>();
  const [hovered, setHovered] = useState<number>();
  const activePlace = useMemo(() => findPlace(order.length, cellAt, activeNode), [order, cellAt, activeNode]);
  const isCanvas = order.length > MOST_BUTTONS;
  const paletteKey = `${useColorScheme()} ${useIsUntrusted()}`;
  const summaryId = useId();
  const [hasFocus, setFocus] = useState(false);

  const onFocus = useCallback((place: number) => setActiveNode(cellAt(place)?.node), [cellAt]);
  const onHover = useCallback((place: number | undefined) => setHovered(place), []);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (layout === undefined || !isGridKey(event.key) || event.nativeEvent.isComposing || event.altKey) return;
    event.preventDefault();
    const next = moveFocus(layout, activePlace, event.key);
    onFocus(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
  };
  const shown = cellAt(hovered ?? (hasFocus ? activePlace : -1));
  const renderer: GridRenderer = { cellAt, activePlace, openNode, muted, onHover, onFocus, onOpen };
  const groupLabel = (group: PlacedGroup): string =>
    text.say('screen.group.label', { group: groupName(group.key), count: group.to - group.from });

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the grid inside is what takes the keys */}
      <div
        ref={frame}
        className="relative"
        style={layout === undefined ? undefined : { height: layout.height }}
        onKeyDown={onKeyDown}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
      >
        {layout?.groups.map((group) => (
          <div
            key={group.key}
            aria-hidden="true"
            className="absolute flex items-baseline gap-2 text-xs"
            style={{ left: group.x, top: group.y, width: group.cols * layout.pitch }}
          >
            <LongName text={groupName(group.key)} className="font-medium" />
            <span className="flex-none text-muted-fg">{text.formatCount(group.to - group.from)}</span>
          </div>
        ))}
        {layout === undefined ? null : isCanvas ? (
          <GridCanvas {...renderer} layout={layout} label={label} describedBy={summaryId} paletteKey={paletteKey} />
        ) : (
          <GridDom {...renderer} layout={layout} label={label} groupLabel={groupLabel} />
        )}
      </div>
      <p
        data-grid-line=""
        aria-live={isCanvas ? 'polite' : 'off'}
        className="mt-2 min-h-5 break-words text-muted-fg text-sm"
      >
        {shown?.label ?? text.say('screen.grid.hint')}
      </p>
      {isCanvas ? <GroupSummary id={summaryId} groups={groups} groupName={groupName} cellOf={cellOf} /> : null}
    </div>
  );
}

function findPlace(count: number, cellAt: GridRenderer['cellAt'], node: string | undefined): number {
  if (node === undefined) return 0;
  for (let place = 0; place < count; place += 1) if (cellAt(place)?.node === node) return place;
  return 0;
}
