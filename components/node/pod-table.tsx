'use client';

import { type ReactNode, type Ref, useRef } from 'react';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import { nameAmount } from '#lib/text/describe/phrase.ts';
import { useText } from '../shell/text-context.ts';
import { ScrollFrame } from '../ui/scroll-frame.tsx';
import { HeadCell } from '../ui/table.tsx';
import { useRowsInSight } from '../ui/use-rows-in-sight.ts';
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
/** What the server takes for the height of the frame, so that its page has rows too. */
const FRAME_HEIGHT = 448;

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

type FrameProps = Omit<Props, 'pods' | 'gone' | 'onToggle'> & {
  readonly ref?: Ref<HTMLDivElement>;
  /** Where not all rows are drawn. */
  readonly rowCount?: number;
  readonly children: ReactNode;
};

/** Many pods stand in a frame of their own, so that bars and plan stay in sight. */
function Frame({ ref, caption, resources, lastColumn, rowCount, children }: FrameProps) {
  return (
    <ScrollFrame ref={ref} label={caption} className="max-h-80 overflow-auto sm:max-h-112">
      <table aria-rowcount={rowCount} className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <Head resources={resources} lastColumn={lastColumn} />
        <tbody>{children}</tbody>
      </table>
    </ScrollFrame>
  );
}

function ShortTable({ pods, gone, onToggle, ...frame }: Props) {
  return (
    <Frame {...frame}>
      {pods.map((pod) => (
        <PodRow key={pod.uid} pod={pod} resources={frame.resources} isTicked={gone.has(pod.uid)} onToggle={onToggle} />
      ))}
    </Frame>
  );
}

function LongTable({ pods, gone, onToggle, ...frame }: Props) {
  const { resources } = frame;
  const scrolls = useRef<HTMLDivElement>(null);
  const { items, before, after } = useRowsInSight({
    frame: scrolls,
    count: pods.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => pods[index]?.uid ?? index,
    overscan: 12,
    initialRect: { width: 0, height: FRAME_HEIGHT },
  });
  const columns = resources.length + 5;
  return (
    <Frame {...frame} ref={scrolls} rowCount={pods.length + 1}>
      <Gap columns={columns} height={before} />
      {items.map(({ index }): ReactNode => {
        const pod = pods[index];
        if (pod === undefined) return null;
        return (
          <PodRow
            key={pod.uid}
            pod={pod}
            resources={resources}
            isTicked={gone.has(pod.uid)}
            onToggle={onToggle}
            rowIndex={index + 2}
          />
        );
      })}
      <Gap columns={columns} height={after} />
    </Frame>
  );
}

/** Its height is an attribute: the content security policy forbids styles in the page that the server sends. */
function Gap({ columns, height }: { readonly columns: number; readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td colSpan={columns} height={height} />
    </tr>
  );
}
