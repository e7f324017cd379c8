'use client';

import { serverNowAt, useDaemonSets, useFleetAt, useFleetSource, useIsUntrusted } from '#lib/browser/fleet-context.ts';
import { useDaemonSetDetails } from '#lib/browser/query.ts';
import { type Tab, useTabParameter } from '#lib/browser/url-state.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { sayUnreadable } from '../shell/fleet-facts.ts';
import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { DaemonSetStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { AboutSection, CountsSection } from './about.tsx';
import { BudgetSection } from './budget.tsx';
import { CoverageSection } from './coverage.tsx';
import { Diagnosis } from './diagnosis.tsx';
import { EventsSection } from './events.tsx';
import { FirstCauseSection } from './first-cause.tsx';
import { PlacementSection } from './placement.tsx';
import { Revisions } from './revisions.tsx';
import { sayNext } from './rollout-words.ts';
import { Tabs } from './tabs.tsx';
import { Timeline } from './timeline.tsx';
import { UpdateLine } from './update-line.tsx';

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
    const now = serverNowAt(state, tick, glance);
    const next = sayNext(text, daemonSet, now);
    const verdict = text.describeDaemonSet(daemonSet, now);
    return next === undefined ? verdict : text.paragraph([verdict, next]);
  });
}

/** What every part of the page stands under: the budget, and the first of the causes. */
function Overview({ details, summary }: { readonly details: DaemonSetDetails; readonly summary: PictureDaemonSet }) {
  const [tab] = useTabParameter();
  const budget = <BudgetSection budget={details.budget} summary={summary} />;
  // The diagnosis tells of the causes in full.
  if (tab === 'diagnosis') return budget;
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
      <div className="min-w-0">{budget}</div>
      <div className="min-w-0">
        <FirstCauseSection causes={details.causes} progress={details.progress} summary={summary} />
      </div>
    </div>
  );
}

type PartProps = {
  readonly tab: Tab;
  readonly daemonSet: PictureDaemonSet | undefined;
  readonly details: DaemonSetDetails | undefined;
};

function Part({ tab, daemonSet, details }: PartProps) {
  if (tab === 'coverage') return <CoveragePart daemonSet={daemonSet} details={details} />;
  if (details === undefined) return null;
  const summary = daemonSet ?? details.summary;
  switch (tab) {
    case 'timeline':
      return <Timeline daemonSet={summary} />;
    case 'diagnosis':
      return <Diagnosis details={details} summary={summary} />;
    case 'revisions':
      return <Revisions daemonSet={summary} />;
    case 'events':
      return <EventsSection events={details.events} />;
  }
}

function CoveragePart({ daemonSet, details }: Omit<PartProps, 'tab'>) {
  return (
    <div className="flex flex-col gap-4">
      {daemonSet === undefined ? null : <CoverageSection daemonSet={daemonSet} details={details} />}
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          {details === undefined ? null : <AboutSection details={details} />}
          {daemonSet === undefined ? null : <CountsSection daemonSet={daemonSet} />}
        </div>
        <div className="min-w-0">
          {details === undefined ? null : <PlacementSection placement={details.placement} />}
        </div>
      </div>
    </div>
  );
}

/** How far? How fast? Will it finish? What blocks it? Which nodes? What changed? [5.4] */
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
      {details === undefined || details.update === null ? null : <UpdateLine update={details.update} />}
      <ReadingTrouble />
      <KnowledgeNotes />
      {details === undefined || daemonSet === undefined ? null : <Overview details={details} summary={daemonSet} />}
      {query.isError ? <p className="text-sm">{text.say('screen.details.failed')}</p> : null}
      <Tabs>{(tab) => <Part tab={tab} daemonSet={daemonSet} details={details} />}</Tabs>
    </div>
  );
}
