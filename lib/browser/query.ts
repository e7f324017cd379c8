'use client';

import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { DaemonSetDetails, NodeDetails } from '#lib/wire/details.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { type ProblemCode, parseProblem } from '#lib/wire/problem.ts';
import type { NodeListReport, StarvedReport } from '#lib/wire/room.ts';
import type { ChangedSubjects } from './subjects.ts';

/* Details are asked for one by one, kept, and asked for again when the stream says that their subject changed. */

export type DetailsAnswer<Details> =
  | { readonly kind: 'Found'; readonly details: Details }
  | { readonly kind: 'Problem'; readonly code: ProblemCode };

/** Reasons can change while the state of a cell does not, and the stream is silent about that. */
export const REFRESH_MILLIS = 10_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, retry: 1, refetchOnWindowFocus: false },
    },
  });
}

export const daemonSetKey = (namespace: string, name: string) => ['daemonset', namespace, name] as const;
const nodeKey = (name: string) => ['node', name] as const;
const STARVED_KEY = ['starved'] as const;
const NODE_LIST_KEY = ['nodes'] as const;

export async function getDetails<Details>(path: string, signal: AbortSignal): Promise<DetailsAnswer<Details>> {
  const response = await fetch(path, { signal, cache: 'no-store', redirect: 'error' });
  const body: unknown = await response.json();
  if (response.ok) return { kind: 'Found', details: body as Details };
  const problem = parseProblem(body);
  if (problem === undefined || problem.code === 'Internal') throw new Error(`${path}: ${response.status}`);
  return { kind: 'Problem', code: problem.code };
}

/** `initial` is what the server drew the page from; it has no cells yet, so the whole is asked for at once. */
export function useDaemonSetDetails(
  namespace: string,
  name: string,
  initial: DaemonSetDetails | undefined,
): UseQueryResult<DetailsAnswer<DaemonSetDetails>> {
  return useQuery({
    queryKey: daemonSetKey(namespace, name),
    queryFn: ({ signal }) =>
      getDetails<DaemonSetDetails>(
        `/api/daemonsets/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`,
        signal,
      ),
    refetchInterval: REFRESH_MILLIS,
    ...(initial === undefined ? {} : { placeholderData: { kind: 'Found', details: initial } as const }),
  });
}

export function useNodeDetails(
  name: string,
  initial: NodeDetails | undefined,
): UseQueryResult<DetailsAnswer<NodeDetails>> {
  return useQuery({
    queryKey: nodeKey(name),
    queryFn: ({ signal }) => getDetails<NodeDetails>(`/api/nodes/${encodeURIComponent(name)}`, signal),
    refetchInterval: REFRESH_MILLIS,
    ...(initial === undefined ? {} : { placeholderData: { kind: 'Found', details: initial } as const }),
  });
}

/** All nodes that are starved, and what would make room on each. */
export function useStarved(): UseQueryResult<DetailsAnswer<StarvedReport>> {
  return useQuery({
    queryKey: STARVED_KEY,
    queryFn: ({ signal }) => getDetails<StarvedReport>('/api/starved', signal),
    refetchInterval: REFRESH_MILLIS,
  });
}

/** What the picture does not say of its nodes. */
export function useNodeList(): UseQueryResult<DetailsAnswer<NodeListReport>> {
  return useQuery({
    queryKey: NODE_LIST_KEY,
    queryFn: ({ signal }) => getDetails<NodeListReport>('/api/nodes', signal),
    refetchInterval: REFRESH_MILLIS,
  });
}

/** Asks again for what is told of many nodes at once, if it is on the screen; what is under way is waited for. */
export function invalidateLists(client: QueryClient): void {
  for (const queryKey of [STARVED_KEY, NODE_LIST_KEY]) {
    void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  }
}

/** Asks again for the details that are on the screen and whose subject changed. */
export function invalidateSubjects(
  client: QueryClient,
  { daemonSets, nodes }: ChangedSubjects,
  picture: Picture,
): void {
  const keys = new Set(picture.daemonSets.filter(({ uid }) => daemonSets.has(uid)).map(daemonSetPath));
  const known = new Set(picture.daemonSets.map(daemonSetPath));
  void client.invalidateQueries({
    predicate: ({ queryKey: [kind, first, second] }) => {
      if (kind === 'node') return typeof first === 'string' && nodes.has(first);
      const path = `${String(first)}/${String(second)}`;
      // One that is gone from the picture is asked for once more, and then said to be gone.
      return kind === 'daemonset' && (keys.has(path) || (daemonSets.size > 0 && !known.has(path)));
    },
  });
}

function daemonSetPath({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
