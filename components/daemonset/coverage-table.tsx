'use client';

import { useMemo, useRef } from 'react';
import { useServerText } from '#lib/browser/fleet-context.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { CellDetails } from '#lib/wire/details.ts';
import type { GridCell } from '../shell/grid/grid-cell.ts';
import type { Grouping } from '../shell/grid/group-select.tsx';
import { CellStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { ScrollFrame } from '../ui/scroll-frame.tsx';
import { HeadCell } from '../ui/table.tsx';
import { useRowsInSight } from '../ui/use-rows-in-sight.ts';
import type { Coverage } from './coverage-cells.ts';

const ROW_HEIGHT = 32;
const COLUMNS = ['node', 'group', 'state', 'why', 'pod', 'revision', 'since'] as const;

type Row = { readonly cell: GridCell; readonly group: string };

type Props = {
  readonly caption: string;
  readonly grouping: Grouping;
  readonly coverage: Coverage;
  readonly muted: ReadonlySet<CellState>;
  readonly onOpen: (node: string) => void;
};

function Since({ since }: { readonly since: number | undefined }) {
  const text = useText();
  const words = useServerText((now) => (since === undefined ? '–' : text.duration(now - since)));
  return <>{words}</>;
}

function Why({ cell, details }: { readonly cell: GridCell; readonly details: CellDetails | undefined }) {
  const text = useText();
  const words = useServerText((now) =>
    details === undefined ? '' : text.describeCell({ state: cell.state, reasons: details.reasons }, now).phrase,
  );
  return <LongName text={words} />;
}

type CellRowProps = { readonly row: Row; readonly index: number; readonly details: CellDetails | undefined } & Pick<
  Props,
  'onOpen'
>;

function CellRow({ row: { cell, group }, index, details, onOpen }: CellRowProps) {
  const text = useText();
  const pod = details?.pods[0];
  const classes = 'h-8 max-w-60 border-b px-2 first:pl-0';
  return (
    <tr aria-rowindex={index + 2} data-node={cell.node} data-state={cell.isKept ? 'unknown' : cell.state}>
      <th scope="row" className={`${classes} text-left font-medium`}>
        <button type="button" onClick={() => onOpen(cell.node)} className="flex max-w-full hover:underline">
          <LongName text={cell.node} />
        </button>
      </th>
      <td className={classes}>
        <LongName text={group} />
      </td>
      <td className={classes}>
        {cell.isKept ? (
          <span className="text-muted-fg">
            {text.say('screen.kept', { word: text.describeCellState(cell.state).word })}
          </span>
        ) : (
          <CellStateBadge state={cell.state} />
        )}
      </td>
      <td className={classes}>
        <Why cell={cell} details={details} />
      </td>
      <td className={classes}>{pod === undefined ? '–' : <LongName text={pod.name} />}</td>
      <td className={classes}>{pod?.revision?.number ?? pod?.revision?.hash ?? '–'}</td>
      <td className={`${classes} whitespace-nowrap`}>
        <Since since={details?.since} />
      </td>
    </tr>
  );
}

/** The grid in words, row by row; only the rows in sight are drawn, and each says which it is [A1]. */
export function CoverageTable({ caption, grouping, coverage, muted, onOpen }: Props) {
  const text = useText();
  const frame = useRef<HTMLDivElement>(null);
  const { groups, groupName } = grouping;
  const rows = useMemo(
    () =>
      groups.flatMap(({ key, nodes }) =>
        nodes.flatMap((index): Row[] => {
          const cell = coverage.cellOf(index);
          return cell === undefined || muted.has(cell.state) ? [] : [{ cell, group: groupName(key) }];
        }),
      ),
    [groups, groupName, coverage, muted],
  );
  const { items, before, after } = useRowsInSight({
    frame,
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  return (
    <ScrollFrame ref={frame} label={caption} className="max-h-[70vh] overflow-auto">
      <table aria-rowcount={rows.length + 1} className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-bg">
          <tr aria-rowindex={1}>
            {COLUMNS.map((column) => (
              <HeadCell key={column}>{text.say(`screen.column.${column}`)}</HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr>
              <td colSpan={COLUMNS.length} style={{ height: before }} />
            </tr>
          ) : null}
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const details = coverage.detailsOf(row.cell.node);
            return <CellRow key={row.cell.node} row={row} index={index} details={details} onOpen={onOpen} />;
          })}
          {after > 0 ? (
            <tr>
              <td colSpan={COLUMNS.length} style={{ height: after }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
