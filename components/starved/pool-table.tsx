'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { StarvedNode } from '#lib/wire/room.ts';
import { Table } from '../ui/table.tsx';
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

/** A frame of its own that is moved up and down, in which each row says which it is [A1]. */
function LongTable({ caption, nodes, areBudgetsKnown }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const firstRows = useMemo(() => {
    let next = 2;
    return nodes.map(({ pending }) => {
      const first = next;
      next += pending.length;
      return first;
    });
  }, [nodes]);
  const rows = nodes.reduce((sum, { pending }) => sum + pending.length, 1);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used, so nothing is memoised behind it
  const virtual = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => LINE_HEIGHT * (nodes[index]?.pending.length ?? 1),
    getItemKey: (index) => nodes[index]?.node ?? index,
    overscan: 3,
  });
  const items = virtual.getVirtualItems();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    // biome-ignore lint/a11y/useSemanticElements: the landmark is the section around
    <div ref={frame} role="group" tabIndex={0} aria-label={caption} className="max-h-[70vh] overflow-auto">
      <table aria-rowcount={rows} className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <StarvedHead />
        <Spacer height={items[0]?.start ?? 0} />
        {items.map(({ index, key }) => {
          const node = nodes[index];
          return node === undefined ? null : (
            <StarvedRow
              key={key}
              node={node}
              index={index}
              measure={virtual.measureElement}
              areBudgetsKnown={areBudgetsKnown}
              {...(firstRows[index] === undefined ? {} : { rowIndex: firstRows[index] })}
            />
          );
        })}
        <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
      </table>
    </div>
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
