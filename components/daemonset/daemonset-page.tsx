'use client';

import { serverNowAt, useDaemonSets, useFleetAt, useFleetSource, useIsUntrusted } from '#lib/browser/fleet-context.ts';
import { useDaemonSetDetails } from '#lib/browser/query.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { sayUnreadable } from '../shell/fleet-facts.ts';
import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { DaemonSetStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { AboutSection, CountsSection } from './about.tsx';
import { CoverageSection } from './coverage.tsx';
import { PlacementSection } from './placement.tsx';
import { RevisionsSection } from './revisions.tsx';

type Props = {
  readonly namespace: string;
  readonly name: string;
  /** From the server, without its cells; undefined when it could not be had there. */
  readonly initial: DaemonSetDetails | undefined;
};

function useSentence(daemonSet: PictureDaemonSet | undefined): string {
  const text = useText();
  const { glance } = useFleetSource();
  return useFleetAt((state, tick) => {
    const unreadable = sayUnreadable(text, state, tick, glance);
    if (unreadable !== undefined) return unreadable;
    if (daemonSet === undefined) return text.say('screen.daemonSet.gone');
    return text.describeDaemonSet(daemonSet, serverNowAt(state, tick, glance));
  });
}

/** How far? What holds it? Which nodes, and why? [5.4] */
export function DaemonSetPage({ namespace, name, initial }: Props) {
  const text = useText();
  const daemonSets = useDaemonSets();
  const isUntrusted = useIsUntrusted();
  const daemonSet = daemonSets.find((each) => each.namespace === namespace && each.name === name);
  const query = useDaemonSetDetails(namespace, name, initial);
  const details = query.data?.kind === 'Found' ? query.data.details : undefined;
  const sentence = useSentence(daemonSet);
  return (
    <div className="flex flex-col gap-4">
      <PageHead
        trail={[namespace, name]}
        sentence={sentence}
        badge={daemonSet && <DaemonSetStateBadge state={daemonSet.state} isKept={isUntrusted} />}
      />
      <ReadingTrouble />
      <KnowledgeNotes />
      {daemonSet === undefined ? null : <CoverageSection daemonSet={daemonSet} details={details} />}
      {query.isError ? <p className="text-sm">{text.say('screen.details.failed')}</p> : null}
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          {details === undefined ? null : <AboutSection details={details} />}
          {details === undefined ? null : <PlacementSection placement={details.placement} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {daemonSet === undefined ? null : <CountsSection daemonSet={daemonSet} />}
          {details === undefined ? null : <RevisionsSection revisions={details.revisions} />}
        </div>
      </div>
    </div>
  );
}
