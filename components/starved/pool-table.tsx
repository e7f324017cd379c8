'use client';

import { useMemo, useRef } from 'react';
import type { StarvedNode } from '#lib/wire/room.ts';
import { ScrollFrame } from '../ui/scroll-frame.tsx';
import { Table } from '../ui/table.tsx';
import { useRowsInSight } from '../ui/use-rows-in-sight.ts';
import { STARVED_COLUMNS, StarvedHead, StarvedRow } from './starved-row.tsx';

type Props = {
  readonly caption: string;
  readonly nodes: readonly StarvedNode[];
  readonly areBudgetsKnown: boolean;
};

/** So many nodes are drawn at once; of more only those in sight. */
const DRAWN_AT_MOST = 40;
const LINE_HEIGHT = 29;

function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tbody>
      <tr>
        <td colSpan={STARVED_COLUMNS} style={{ height }} />
      </tr>
    </tbody>
  );
}

/** Which row of the table each node begins, the head being the first. */
function firstRowsOf(nodes: Props['nodes']): readonly number[] {
  let next = 2;
  return nodes.map(({ pending }) => {
    const first = next;
    next += pending.length;
    return first;
  });
}

/** A frame of its own that is moved up and down, in which each row says which it is [A1]. */
function LongTable({ caption, nodes, areBudgetsKnown }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const firstRows = useMemo(() => firstRowsOf(nodes), [nodes]);
  const rows = nodes.reduce((sum, { pending }) => sum + pending.length, 1);
  const { items, before, after, measure } = useRowsInSight({
    frame,
    count: nodes.length,
    estimateSize: (index) => LINE_HEIGHT * (nodes[index]?.pending.length ?? 1),
    getItemKey: (index) => nodes[index]?.node ?? index,
    overscan: 3,
  });
  return (
    <ScrollFrame ref={frame} label={caption} className="max-h-[70vh] overflow-auto">
      <table aria-rowcount={rows} className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <StarvedHead />
        <Spacer height={before} />
        {items.map(({ index, key }) => {
          const node = nodes[index];
          return node === undefined ? null : (
            <StarvedRow
              key={key}
              node={node}
              index={index}
              measure={measure}
              areBudgetsKnown={areBudgetsKnown}
              {...(firstRows[index] === undefined ? {} : { rowIndex: firstRows[index] })}
            />
          );
        })}
        <Spacer height={after} />
      </table>
    </ScrollFrame>
  );
}

export function StarvedTable(props: Props) {
  const { caption, nodes, areBudgetsKnown } = props;
  if (nodes.length > DRAWN_AT_MOST) return <LongTable {...props} />;
  return (
    <Table caption={caption}>
      <StarvedHead />
      {nodes.map((node) => (
        <StarvedRow key={node.node} node={node} areBudgetsKnown={areBudgetsKnown} />
      ))}
    </Table>
  );
}
