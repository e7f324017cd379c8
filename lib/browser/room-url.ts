'use client';

import { createParser, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { parseObjectKey } from '#lib/domain/keys.ts';

/* What the address says of the page of a node [5.2]: `if=evict:namespace/pod,namespace/pod` and how its pods are sorted. */

const VERB = 'evict:';

/** The pods that are thought away, each `namespace/name` once; undefined for what asks for something else. */
export function parseEvictions(text: string): readonly string[] | undefined {
  if (!text.startsWith(VERB)) return undefined;
  const names = text.slice(VERB.length).split(',');
  return names.every((name) => parseObjectKey(name) !== undefined) ? [...new Set(names)] : undefined;
}

export function serializeEvictions(names: readonly string[]): string {
  return `${VERB}${names.join(',')}`;
}

const evictionsParser = createParser<readonly string[]>({
  parse: (text) => parseEvictions(text) ?? null,
  serialize: serializeEvictions,
  eq: (left, right) => serializeEvictions(left) === serializeEvictions(right),
});
const NOBODY: readonly string[] = [];

/** Each tick is a step: Back takes it back [D1]. */
export function useEvictionsParameter() {
  return useQueryState('if', evictionsParser.withDefault(NOBODY).withOptions({ history: 'push' }));
}

/** What the address asks for and cannot be read: nobody is thought away then, and that is said [D3]. */
export function useUnreadableIf(): string | undefined {
  const [text] = useQueryState('if', parseAsString);
  return text === null || parseEvictions(text) !== undefined ? undefined : text;
}

/** How the pods of a node may be sorted, the default first. */
export const POD_ORDERS = ['priority', 'request', 'name'] as const;
export type PodOrder = (typeof POD_ORDERS)[number];

export function usePodOrderParameter() {
  return useQueryState(
    'sort',
    parseAsStringLiteral(POD_ORDERS).withDefault('priority').withOptions({ history: 'replace' }),
  );
}
