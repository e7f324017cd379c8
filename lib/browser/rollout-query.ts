'use client';

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Between, type RevisionsAnswer, serializeBetween } from '#lib/wire/revision-diff.ts';
import type { Timeline, TimelineRange } from '#lib/wire/timeline.ts';
import { type DetailsAnswer, daemonSetKey, getDetails, REFRESH_MILLIS } from './query.ts';

/*
 * The past of a DaemonSet. It is asked for under the key of its details, and so again when the stream says that the
 * DaemonSet changed. While another question is being answered, the answer to the last one stays.
 */

type Name = { readonly namespace: string; readonly name: string };

function addressOf(
  { namespace, name }: Name,
  part: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, value);
  const path = `/api/daemonsets/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}/${part}`;
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Null: what changed in this rollout. */
export function useRevisions(daemonSet: Name, between: Between | null): UseQueryResult<DetailsAnswer<RevisionsAnswer>> {
  const asked = between === null ? undefined : serializeBetween(between);
  return useQuery({
    queryKey: [...daemonSetKey(daemonSet.namespace, daemonSet.name), 'revisions', asked ?? ''],
    queryFn: ({ signal }) => getDetails<RevisionsAnswer>(addressOf(daemonSet, 'revisions', { between: asked }), signal),
    refetchInterval: REFRESH_MILLIS,
    placeholderData: keepPreviousData,
  });
}

/** `range` null: what the server finds fit. `group` as the address writes it. */
export function useTimeline(
  daemonSet: Name,
  { range, group }: { readonly range: TimelineRange | null; readonly group: string },
): UseQueryResult<DetailsAnswer<Timeline>> {
  return useQuery({
    queryKey: [...daemonSetKey(daemonSet.namespace, daemonSet.name), 'timeline', range ?? '', group],
    queryFn: ({ signal }) =>
      getDetails<Timeline>(addressOf(daemonSet, 'timeline', { range: range ?? undefined, group }), signal),
    refetchInterval: REFRESH_MILLIS,
    placeholderData: keepPreviousData,
  });
}
