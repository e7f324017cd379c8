'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import { nameAmount } from '#lib/text/describe/phrase.ts';
import { useText } from '../shell/text-context.ts';
import { HeadCell, Table } from '../ui/table.tsx';
import { PodRow } from './pod-row.tsx';

type Props = {
  readonly caption: string;
  readonly pods: readonly RoomPod[];
  /** Whose amounts have a column. */
  readonly resources: readonly string[];
  readonly gone: ReadonlySet<string>;
  readonly onToggle: (name: string) => void;
  readonly lastColumn: string;
};

/** From here on only the rows in sight are drawn. */
const VIRTUAL_FROM = 60;
const ROW_HEIGHT = 33;

function Head({ resources, lastColumn }: Pick<Props, 'resources' | 'lastColumn'>) {
  const text = useText();
  return (
    <thead className="sticky top-0 z-1 bg-bg">
      <tr aria-rowindex={1}>
        <HeadCell>
          <span className="sr-only">{text.say('room.column.tick')}</span>
        </HeadCell>
        <HeadCell>{text.say('screen.column.pod')}</HeadCell>
        <HeadCell isNumber>{text.say('room.column.priority')}</HeadCell>
        {resources.map((resource) => (
          <HeadCell key={resource} isNumber>
            {nameAmount(text, resource)}
          </HeadCell>
        ))}
        <HeadCell isWide>{text.say('room.column.controller')}</HeadCell>
        <HeadCell>{lastColumn}</HeadCell>
      </tr>
    </thead>
  );
}

export function PodTable(props: Props) {
  return props.pods.length > VIRTUAL_FROM ? <LongTable {...props} /> : <ShortTable {...props} />;
}

function ShortTable({ caption, pods, resources, gone, onToggle, lastColumn }: Props) {
  return (
    <Table caption={caption}>
      <Head resources={resources} lastColumn={lastColumn} />
      <tbody>
        {pods.map((pod) => (
          <PodRow key={pod.uid} pod={pod} resources={resources} isTicked={gone.has(pod.uid)} onToggle={onToggle} />
        ))}
      </tbody>
    </Table>
  );
}

function LongTable({ caption, pods, resources, gone, onToggle, lastColumn }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used, so nothing is memoised behind it
  const virtual = useVirtualizer({
    count: pods.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => pods[index]?.uid ?? index,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const columns = resources.length + 5;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    // biome-ignore lint/a11y/useSemanticElements: the landmark is the section around
    <div ref={frame} role="group" tabIndex={0} aria-label={caption} className="max-h-[36rem] overflow-auto">
      <table aria-rowcount={pods.length + 1} className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <Head resources={resources} lastColumn={lastColumn} />
        <tbody>
          <Gap columns={columns} height={items[0]?.start ?? 0} />
          {items.map(({ index }): ReactNode => {
            const pod = pods[index];
            if (pod === undefined) return null;
            const isTicked = gone.has(pod.uid);
            return (
              <PodRow
                key={pod.uid}
                pod={pod}
                resources={resources}
                isTicked={isTicked}
                onToggle={onToggle}
                rowIndex={index + 2}
              />
            );
          })}
          <Gap columns={columns} height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

function Gap({ columns, height }: { readonly columns: number; readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
