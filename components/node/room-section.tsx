'use client';

import { useMemo, useState } from 'react';
import { computeWhatIf } from '#lib/domain/room/room-what-if.ts';
import { describeUnreadable } from '#lib/text/describe/room.ts';
import { orderResources } from '#lib/text/describe/room-amount.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { Choice } from '../ui/choice.tsx';
import { Section } from '../ui/section.tsx';
import { barsShown } from './bar-geometry.ts';
import { PlanSection } from './plan-section.tsx';
import { PodChoice } from './pod-choice.tsx';
import { RoomBars } from './room-bars.tsx';
import { RoomTable } from './room-table.tsx';
import { podName, useThought } from './thought.ts';
import { daemonSetOf, WaitingPods } from './waiting-pods.tsx';
import { LeftOut, Presets, Ticked, Verdict } from './what-if-verdict.tsx';

const NOBODY: ReadonlySet<string> = new Set();
const VIEWS = ['bars', 'table'] as const;

/** Names of pods by uid, of those that are here and of those that wait. */
function useNames({ pods, pending }: NodeRoomDetails): ReadonlyMap<string, string> {
  return useMemo(
    () =>
      new Map([
        ...pods.map((pod) => [pod.uid, podName(pod)] as const),
        ...pending.map((each) => {
          const { namespace, name } = daemonSetOf(each);
          return [each.uid, `${namespace}/${name}`] as const;
        }),
      ]),
    [pods, pending],
  );
}

/** The what-if of a node: who waits, what is free, and what would be without the pods that are ticked [5.6]. */
function useWhatIf(room: NodeRoomDetails, gone: ReadonlySet<string>) {
  const before = useMemo(() => computeWhatIf(room, NOBODY), [room]);
  const after = useMemo(() => (gone.size === 0 ? before : computeWhatIf(room, gone)), [before, room, gone]);
  const lacking = useMemo(
    () =>
      before.verdict.lacks.flatMap((lack) =>
        lack.kind === 'Resource' && lack.resource !== 'pods' ? [lack.resource] : [],
      ),
    [before],
  );
  const resources = useMemo(() => orderResources(['cpu', 'memory', ...lacking]), [lacking]);
  return { before, after, lacking: lacking[0] ?? 'cpu', resources };
}

type Props = { readonly room: NodeRoomDetails; readonly isUntrusted: boolean };

export function RoomSection({ room, isUntrusted }: Props) {
  const text = useText();
  const [view, setView] = useState<(typeof VIEWS)[number]>('bars');
  const thought = useThought(room.pods);
  const { before, after, lacking, resources } = useWhatIf(room, thought.gone);
  const names = useNames(room);
  const byUid = useMemo(() => new Map(room.pods.map((pod) => [pod.uid, pod])), [room.pods]);
  const waits = room.pending.length > 0;
  const bars = barsShown(after.bars);
  const unreadable = describeUnreadable(text, room.unreadable);
  const Room = view === 'bars' ? RoomBars : RoomTable;
  return (
    <>
      <div id="room" className="scroll-mt-(--bar-height)">
        <Section
          title={text.say('room.title')}
          aside={
            <>
              <Choice
                label={text.say('room.view')}
                value={view}
                options={VIEWS.map((each) => ({ value: each, label: text.say(`room.view.${each}`) }))}
                onChange={setView}
              />
              <p className="text-muted-fg text-xs">{text.say('room.hint.sentence')}</p>
            </>
          }
        >
          <div className="flex flex-col gap-3">
            <WaitingPods pending={room.pending} nameOf={(uid) => names.get(uid)} />
            {unreadable === undefined ? null : <p className="text-sm">{unreadable}</p>}
            <LeftOut thought={thought} />
            <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <div className="flex min-w-0 flex-col gap-3 self-start lg:sticky lg:top-[calc(var(--bar-height)+0.75rem)]">
                <Verdict
                  view={{ before, after, ticked: thought.gone.size, waiting: room.pending.length }}
                  isUntrusted={isUntrusted}
                />
                <Presets plan={room.plan} thought={thought} />
                <Room bars={bars} waits={waits} />
                <Ticked pods={room.pods} thought={thought} />
              </div>
              <PodChoice pods={room.pods} thought={thought} lacking={lacking} resources={resources} />
            </div>
          </div>
        </Section>
      </div>
      {room.plan === null ? null : (
        <PlanSection
          plan={room.plan}
          budgets={room.budgets}
          pods={byUid}
          onChoose={thought.choose}
          nameOf={(uid) => names.get(uid) ?? uid}
        />
      )}
    </>
  );
}
