'use client';

import { useMemo } from 'react';
import { useFleetAt, useFleetSource, useIsUntrusted, useKnowledge } from '#lib/browser/fleet-context.ts';
import { useNodeDetails } from '#lib/browser/query.ts';
import type { Lack } from '#lib/domain/room/make-room.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import { describePlanKind } from '#lib/text/describe/make-room.ts';
import { findTrouble, nodeSentence } from '#lib/text/describe/node.ts';
import { describeLack } from '#lib/text/describe/room.ts';
import type { Text } from '#lib/text/text.ts';
import type { NodeDetails } from '#lib/wire/details.ts';
import { sayUnreadable } from '../shell/fleet-facts.ts';
import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';
import { ConditionsSection, LabelsSection, NodeFactsSection, TaintsSection } from './node-facts.tsx';
import { RollCall } from './roll-call.tsx';
import { RoomSection } from './room-section.tsx';
import { podName } from './thought.ts';
import { daemonSetOf } from './waiting-pods.tsx';

/** Who waits for room here, for what, and what it would take. */
function sayRoom(text: Text, details: NodeDetails): readonly string[] {
  const { room } = details;
  if (room === null || room.plan === null) return [];
  const [only, ...others] = room.pending;
  const [lack] = only?.lacks ?? [];
  const head =
    only === undefined || lack === undefined || others.length > 0
      ? text.say('room.head.many.sentence', { count: room.pending.length })
      : sayLack(text, details, { name: daemonSetOf(only).name, lack, pods: room.pods });
  return [head, describePlanKind(text, room.plan).sentence];
}

type Lacking = { readonly name: string; readonly lack: Lack; readonly pods: readonly RoomPod[] };

/** Who has been named alone needs no name again. */
function sayLack(text: Text, { daemonSets }: NodeDetails, { name, lack, pods }: Lacking): string {
  const names = new Map(pods.map((pod) => [pod.uid, podName(pod)]));
  const { phrase, sentence } = describeLack(text, lack, (uid) => names.get(uid));
  return findTrouble(daemonSets).length === 1
    ? sentence
    : text.say('room.head.lack.sentence', { daemonSet: name, lack: phrase });
}

/** The DaemonSets that wait for room here, each `namespace/name`. */
function waitingOf(details: NodeDetails | undefined): ReadonlySet<string> {
  const pending = details?.room?.pending ?? [];
  return new Set(pending.map(daemonSetOf).map(({ namespace, name }) => `${namespace}/${name}`));
}

type Props = { readonly name: string; readonly initial: NodeDetails | undefined };

/** Of a node that is gone nothing is to be said. */
function RoomUnknown({ exists }: { readonly exists: boolean }) {
  const text = useText();
  const { nodes } = useKnowledge();
  if (!exists && nodes === 'Known') return null;
  return (
    <Section title={text.say('room.title')}>
      <p className="text-sm">{text.say('room.unknown.sentence')}</p>
    </Section>
  );
}

/** What should run here, and does it? Why not? Is there room? What would make room? [5.6] */
export function NodePage({ name, initial }: Props) {
  const text = useText();
  const isUntrusted = useIsUntrusted();
  const { glance } = useFleetSource();
  const query = useNodeDetails(name, initial);
  const details = query.data?.kind === 'Found' ? query.data.details : undefined;
  const isGone = query.data?.kind === 'Problem' && query.data.code === 'NotFound';
  const sentence = useFleetAt((state, tick) => {
    const unreadable = sayUnreadable(text, state, tick, glance);
    if (unreadable !== undefined) return unreadable;
    if (details === undefined) return text.say(isGone ? 'screen.node.gone' : 'screen.details.loading');
    return text.paragraph([nodeSentence(text, details.daemonSets), ...sayRoom(text, details)]);
  });
  const waiting = useMemo(() => waitingOf(details), [details]);
  return (
    <div className="flex flex-col gap-4">
      <PageHead trail={[{ name: text.say('place.nodes'), href: '/nodes' }, name]} sentence={sentence} />
      <ReadingTrouble />
      <KnowledgeNotes />
      {query.isError ? <p className="text-sm">{text.say('screen.details.failed')}</p> : null}
      {details === undefined ? null : (
        <>
          <RollCall entries={details.daemonSets} isUntrusted={isUntrusted} waiting={waiting} />
          {details.room === null ? (
            <RoomUnknown exists={details.exists} />
          ) : (
            <RoomSection room={details.room} isUntrusted={isUntrusted} />
          )}
          <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-4">
              <ConditionsSection conditions={details.conditions} />
              <TaintsSection taints={details.taints} unschedulable={details.unschedulable} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <NodeFactsSection details={details} />
              <LabelsSection labels={details.labels} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}
