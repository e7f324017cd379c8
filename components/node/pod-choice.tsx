'use client';

import { useMemo } from 'react';
import { POD_ORDERS, usePodOrderParameter } from '#lib/browser/room-url.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import { useText } from '../shell/text-context.ts';
import { Select } from '../ui/choice.tsx';
import { sortPods } from './pod-order.ts';
import { PodTable } from './pod-table.tsx';
import type { Thought } from './thought.ts';

type Props = {
  readonly pods: readonly RoomPod[];
  readonly thought: Thought;
  /** The resource that is lacking first. */
  readonly lacking: string;
  readonly resources: readonly string[];
};

/** The pods of a node: those that may go can be ticked, those that stay say why [5.6]. */
export function PodChoice({ pods, thought, lacking, resources }: Props) {
  const text = useText();
  const [order, setOrder] = usePodOrderParameter();
  const { compareNames } = text;
  const sorted = useMemo(() => sortPods(pods, order, lacking, compareNames), [pods, order, lacking, compareNames]);
  const movable = useMemo(() => sorted.filter(({ standing }) => standing === 'Movable'), [sorted]);
  const staying = useMemo(() => sorted.filter(({ standing }) => standing !== 'Movable'), [sorted]);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="font-medium text-sm">{text.say('room.pods.count', { count: movable.length })}</h3>
        {movable.length < 2 ? null : (
          <Select
            label={text.say('room.pods.order')}
            value={order}
            options={POD_ORDERS.map((each) => ({ value: each, label: text.say(`room.pods.order.${each}`) }))}
            onChange={(next) => void setOrder(next)}
          />
        )}
        {movable.length === 0 ? null : <p className="text-muted-fg text-xs">{text.say('room.whatIf.hint.sentence')}</p>}
      </div>
      {movable.length === 0 ? null : (
        <PodTable
          caption={text.say('room.pods.caption')}
          pods={movable}
          resources={resources}
          gone={thought.gone}
          onToggle={thought.toggle}
          lastColumn={text.say('room.column.cost')}
        />
      )}
      {staying.length === 0 ? null : (
        <details data-staying="">
          <summary className="cursor-pointer text-muted-fg text-sm">
            {text.say('room.pods.stay', { count: staying.length })}
          </summary>
          <PodTable
            caption={text.say('room.pods.stay', { count: staying.length })}
            pods={staying}
            resources={resources}
            gone={thought.gone}
            onToggle={thought.toggle}
            lastColumn={text.say('room.column.stays')}
          />
        </details>
      )}
    </div>
  );
}
