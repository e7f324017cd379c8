'use client';

import { createParser, parseAsStringLiteral, useQueryState } from 'nuqs';
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

/** What the address asks for: these pods thought away, or what nobody can read, and then nobody is [D3]. */
export type Asked = { readonly names: readonly string[] } | { readonly unreadable: string };

/** One parser for both: two hooks on one key share their value, not their text. */
const askedParser = createParser<Asked>({
  parse: (text) => {
    const names = parseEvictions(text);
    return names === undefined ? { unreadable: text } : { names };
  },
  serialize: writeAsked,
  eq: (left, right) => writeAsked(left) === writeAsked(right),
});

function writeAsked(asked: Asked): string {
  return 'names' in asked ? serializeEvictions(asked.names) : asked.unreadable;
}

const NOBODY: Asked = { names: [] };

/** Each tick is a step: Back takes it back [D1]. */
export function useAskedParameter() {
  return useQueryState('if', askedParser.withDefault(NOBODY).withOptions({ history: 'push' }));
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
