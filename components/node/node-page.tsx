'use client';

import { useFleetAt, useFleetSource, useIsUntrusted } from '#lib/browser/fleet-context.ts';
import { useNodeDetails } from '#lib/browser/query.ts';
import { nodeSentence } from '#lib/text/describe/node.ts';
import type { NodeDetails } from '#lib/wire/details.ts';
import { sayUnreadable } from '../shell/fleet-facts.ts';
import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { useText } from '../shell/text-context.ts';
import { ConditionsSection, LabelsSection, NodeFactsSection, TaintsSection } from './node-facts.tsx';
import { RollCall } from './roll-call.tsx';

type Props = { readonly name: string; readonly initial: NodeDetails | undefined };

/** What should run here, and does it? Why not? [5.6] */
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
    return nodeSentence(text, details.daemonSets);
  });
  return (
    <div className="flex flex-col gap-4">
      <PageHead trail={[{ name: text.say('place.nodes'), href: '/nodes' }, name]} sentence={sentence} />
      <ReadingTrouble />
      <KnowledgeNotes />
      {query.isError ? <p className="text-sm">{text.say('screen.details.failed')}</p> : null}
      {details === undefined ? null : (
        <>
          <RollCall entries={details.daemonSets} isUntrusted={isUntrusted} />
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
