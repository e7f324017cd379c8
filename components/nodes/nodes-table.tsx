'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useIsUntrusted, useKnowledge } from '#lib/browser/fleet-context.ts';
import type { NodeList } from '#lib/browser/node-list.ts';
import { type NodeColumn, type NodeSort, nextNodeSort } from '#lib/browser/node-sort.ts';
import { readScroll, writeScroll } from '#lib/browser/scroll-memory.ts';
import { useText } from '../shell/text-context.ts';
import { ScrollFrame } from '../ui/scroll-frame.tsx';
import { useRowsInSight } from '../ui/use-rows-in-sight.ts';
import { COLUMN_WIDTHS, NodeCell } from './node-cell.tsx';

const ROW_HEIGHT = 32;
/** A few more than are seen: every row is thirty elements. */
const OVERSCAN = 4;

type HeadProps = {
  readonly column: NodeColumn;
  readonly sort: NodeSort;
  readonly onSort: (sort: NodeSort) => void;
};

function hintOf(column: NodeColumn): 'nodes.column.incomplete.hint' | 'nodes.column.completeAfter.hint' | undefined {
  return column === 'incomplete' || column === 'completeAfter' ? `nodes.column.${column}.hint` : undefined;
}

function Head({ column, sort, onSort }: HeadProps) {
  const text = useText();
  const isSorted = sort.column === column;
  const hint = hintOf(column);
  const Arrow = sort.isDescending ? ChevronDown : ChevronUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
      data-column={column}
      className={`h-8 border-b bg-bg p-0 text-left font-medium text-muted-fg text-xs ${column === 'node' ? 'sticky left-0 z-1' : ''}`}
    >
      <button
        type="button"
        title={hint === undefined ? undefined : text.say(hint)}
        onClick={() => onSort(nextNodeSort(sort, column))}
        className={`flex h-8 w-full items-center gap-1 px-2 hover:text-fg ${isSorted ? 'text-fg' : ''} ${column === 'node' ? 'pl-0' : ''}`}
      >
        <span className="truncate">{text.say(`nodes.column.${column}`)}</span>
        {isSorted ? <Arrow aria-hidden="true" size={12} className="flex-none" /> : null}
      </button>
    </th>
  );
}

type RowProps = {
  readonly list: NodeList;
  /** Which node, and the how many-eth row. */
  readonly node: number;
  readonly index: number;
  readonly columns: readonly NodeColumn[];
  readonly isUntrusted: boolean;
  readonly areNodesRead: boolean;
};

const Row = memo(function Row({ list, node, index, columns, isUntrusted, areNodesRead }: RowProps) {
  return (
    <tr aria-rowindex={index + 2} data-node={list.nodes[node]?.name} className="group hover:bg-raised">
      {columns.map((column) => (
        <NodeCell key={column} {...{ list, node, column, isUntrusted, areNodesRead }} />
      ))}
    </tr>
  );
});

type Props = {
  readonly list: NodeList;
  readonly rows: readonly number[];
  readonly columns: readonly NodeColumn[];
  readonly sort: NodeSort;
  readonly onSort: (sort: NodeSort) => void;
};

/** Every node in one row; only the rows in sight are drawn, and each says which it is [A1]. */
export function NodesTable({ list, rows, columns, sort, onSort }: Props) {
  const text = useText();
  const frame = useRef<HTMLDivElement>(null);
  const isUntrusted = useIsUntrusted();
  const areNodesRead = useKnowledge()['nodes'] === 'Known';
  const { items, before, after } = useRowsInSight({
    frame,
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  useEffect(() => {
    const element = frame.current;
    if (element !== null) element.scrollTop = readScroll();
  }, []);
  const width = columns.reduce((sum, column) => sum + COLUMN_WIDTHS[column], 0);
  const caption = text.say('nodes.table');
  return (
    <ScrollFrame
      ref={frame}
      label={caption}
      data-nodes-table=""
      onScroll={({ currentTarget }) => writeScroll(currentTarget.scrollTop)}
      className="max-h-[70vh] overflow-auto"
    >
      <table
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: width }}
      >
        <caption className="sr-only">{caption}</caption>
        <colgroup>
          {columns.map((column) => (
            <col key={column} style={{ width: COLUMN_WIDTHS[column] }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-2">
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Head key={column} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr>
              <td colSpan={columns.length} style={{ height: before }} />
            </tr>
          ) : null}
          {items.map(({ index }) => {
            const node = rows[index];
            const name = node === undefined ? undefined : list.nodes[node]?.name;
            if (node === undefined || name === undefined) return null;
            return <Row key={name} {...{ list, node, index, columns, isUntrusted, areNodesRead }} />;
          })}
          {after > 0 ? (
            <tr>
              <td colSpan={columns.length} style={{ height: after }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
