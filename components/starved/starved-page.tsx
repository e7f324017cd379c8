'use client';

import { useMemo } from 'react';
import { useFleetAt, useFleetSource } from '#lib/browser/fleet-context.ts';
import { useStarved } from '#lib/browser/query.ts';
import {
  type StarvedFilter,
  useDaemonSetParameter,
  useResourceParameter,
  useUnknownFilters,
} from '#lib/browser/starved-url.ts';
import { describeBudgets } from '#lib/text/describe/room.ts';
import { summariseStarved } from '#lib/text/describe/starved.ts';
import type { StarvedReport } from '#lib/wire/room.ts';
import { sayStarved } from '../shell/fleet-facts.ts';
import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { useText } from '../shell/text-context.ts';
import { Filters, UnknownFilters } from './filters.tsx';
import { CopyNames, PoolSection } from './pool-section.tsx';
import { ShortfallSection } from './shortfall-section.tsx';
import { shortfallsOf } from './shortfalls.ts';
import { filterStarved, poolsOf, rowsAtFirst } from './starved-rows.ts';

type Props = {
  /** From the server; undefined when it could not be had there. */
  readonly initial: StarvedReport | undefined;
};

type ReportProps = {
  readonly report: StarvedReport;
  readonly filter: StarvedFilter;
  readonly onFilter: (filter: StarvedFilter) => void;
};

function NothingMatches({ count, onClear }: { readonly count: number; readonly onClear: () => void }) {
  const text = useText();
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
      {text.say('starved.none.match.sentence', { count })}
      <button type="button" onClick={onClear} className="text-accent underline underline-offset-2">
        {text.say('starved.filter.clear')}
      </button>
    </p>
  );
}

function Report({ report, filter, onFilter }: ReportProps) {
  const text = useText();
  const { nodes } = report;
  const shown = useMemo(() => filterStarved(nodes, filter), [nodes, filter]);
  const pools = useMemo(() => poolsOf(shown), [shown]);
  const shortfalls = useMemo(() => shortfallsOf(report, filter), [report, filter]);
  const isFiltered = filter.resource !== null || filter.daemonSet !== null;
  const clear = (): void => onFilter({ resource: null, daemonSet: null });
  if (nodes.length === 0 && !isFiltered) return null;
  return (
    <>
      <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <legend className="sr-only">{text.say('starved.filter')}</legend>
        <Filters nodes={nodes} filter={filter} onChange={onFilter} />
        {isFiltered && shown.length > 0 ? (
          <span className="flex items-baseline gap-x-3 text-xs">
            <span data-shown="" className="text-muted-fg">
              {text.say('starved.filter.shown', { shown: shown.length, count: nodes.length })}
            </span>
            <button type="button" onClick={clear} className="text-accent underline underline-offset-2">
              {text.say('starved.filter.clear')}
            </button>
          </span>
        ) : null}
        {shown.length === 0 ? null : <CopyNames nodes={shown} />}
      </fieldset>
      {shown.length === 0 ? <NothingMatches count={nodes.length} onClear={clear} /> : null}
      <ShortfallSection shortfalls={shortfalls} />
      {pools.map((pool, place) => (
        <PoolSection
          key={pool.pool ?? ''}
          pool={pool}
          isOnly={pools.length === 1}
          rowsAtFirst={rowsAtFirst(place, pools.length)}
          areBudgetsKnown={report.budgets === 'Known'}
        />
      ))}
    </>
  );
}

function useFilter(): readonly [StarvedFilter, (filter: StarvedFilter) => void] {
  const [resource, setResource] = useResourceParameter();
  const [daemonSet, setDaemonSet] = useDaemonSetParameter();
  const filter = useMemo(() => ({ resource, daemonSet }), [resource, daemonSet]);
  const change = (next: StarvedFilter): void => {
    void setResource(next.resource);
    void setDaemonSet(next.daemonSet);
  };
  return [filter, change];
}

/** How many? Short of what, by how much? Is it one pool? Can it fix itself? [5.7] */
export function StarvedPage({ initial }: Props) {
  const text = useText();
  const { glance } = useFleetSource();
  const query = useStarved();
  const answered = query.data?.kind === 'Found' ? query.data.details : undefined;
  // A question that was answered with a problem has no report, and the page no longer shows the one it began with.
  const report = query.data === undefined ? initial : answered;
  const summary = useMemo(() => (report === undefined ? undefined : summariseStarved(report)), [report]);
  const sentence = useFleetAt((state, tick) => sayStarved(text, state, tick, glance, summary));
  const [filter, setFilter] = useFilter();
  const unknown = useUnknownFilters();
  const budgets = report === undefined || report.nodes.length === 0 ? undefined : describeBudgets(text, report.budgets);
  return (
    <div className="flex flex-col gap-4">
      <PageHead trail={[text.say('starved.title')]} sentence={sentence} />
      <ReadingTrouble />
      <KnowledgeNotes />
      {budgets === undefined ? null : <p className="border-line-strong border-l-2 pl-3 text-sm">{budgets}</p>}
      {query.isError ? <p className="text-sm">{text.say('starved.failed.sentence')}</p> : null}
      <UnknownFilters unknown={unknown} />
      {report === undefined ? null : <Report report={report} filter={filter} onFilter={setFilter} />}
    </div>
  );
}
