'use client';

import { useSearchParams } from 'next/navigation';
import { createParser, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { type GroupBy, parseGroupBy, serializeGroupBy } from './grouping.ts';

/* What the address carries [5.2]: filters replace the history entry, what a person calls a step pushes one [D1]. */

const groupParser = createParser<GroupBy>({
  parse: (text) => parseGroupBy(text) ?? null,
  serialize: serializeGroupBy,
  eq: (left, right) => serializeGroupBy(left) === serializeGroupBy(right),
});

/** Null: the default for these nodes. */
export function useGroupParameter() {
  return useQueryState('group', groupParser.withOptions({ history: 'replace' }));
}

export const VIEWS = ['grid', 'table'] as const;
export type View = (typeof VIEWS)[number];

export function useViewParameter() {
  return useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('grid').withOptions({ history: 'push' }));
}

/** The node whose cell is open in the drawer. */
export function useOpenNode() {
  return useQueryState('node', parseAsString.withOptions({ history: 'push' }));
}

/** The parts of a DaemonSet's page, in the order in which they stand [5.2]. */
export const TABS = ['coverage', 'timeline', 'diagnosis', 'revisions', 'events'] as const;
export type Tab = (typeof TABS)[number];

export function useTabParameter() {
  return useQueryState('tab', parseAsStringLiteral(TABS).withDefault('coverage').withOptions({ history: 'push' }));
}

/** The address of a part, relative to the page; what else the address says, such as the language, stays [D3]. */
export function useTabAddress(): (tab: Tab) => string {
  // Absent outside of a page.
  const search: URLSearchParams | null = useSearchParams();
  return (tab) => {
    const next = new URLSearchParams(search ?? undefined);
    next.set('tab', tab);
    return `?${next}`;
  };
}

/** What the address asks for and no page has: the default is shown instead, and that is said [D3]. */
export function useUnknownTab(): string | undefined {
  const [tab] = useQueryState('tab', parseAsString);
  return tab === null || TABS.some((each) => each === tab) ? undefined : tab;
}
