'use client';

import { createParser, parseAsStringLiteral, useQueryState } from 'nuqs';
import { type Between, parseBetween, serializeBetween } from '#lib/wire/revision-diff.ts';
import { TIMELINE_RANGES } from '#lib/wire/timeline.ts';

/* What the address says of a rollout's past [5.2]: which revisions are compared, how, and what time is looked at. */

export { TIMELINE_RANGES } from '#lib/wire/timeline.ts';

const betweenParser = createParser<Between>({
  parse: (text) => parseBetween(text) ?? null,
  serialize: serializeBetween,
  eq: (left, right) => serializeBetween(left) === serializeBetween(right),
});

/** Null: what changed in this rollout. */
export function useBetweenParameter() {
  return useQueryState('revisions', betweenParser.withOptions({ history: 'push' }));
}

export const DIFF_VIEWS = ['fields', 'yaml'] as const;
export type DiffView = (typeof DIFF_VIEWS)[number];

export function useDiffViewParameter() {
  return useQueryState('diff', parseAsStringLiteral(DIFF_VIEWS).withDefault('fields').withOptions({ history: 'push' }));
}

/** Null: what the server finds fit. */
export function useRangeParameter() {
  return useQueryState('range', parseAsStringLiteral(TIMELINE_RANGES).withOptions({ history: 'replace' }));
}
