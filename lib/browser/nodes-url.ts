'use client';

import { parseAsArrayOf, parseAsString, parseAsStringLiteral, throttle, useQueryState } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { NATURAL_ORDER, NODE_COLUMNS, type NodeSort, parseNodeSort, serializeNodeSort } from './node-sort.ts';

/* What the address says of the page of all nodes [5.2]: a view is a step in the history, all else replaces it [D1]. */

export const NODES_VIEWS = ['table', 'grid', 'matrix'] as const;
export type NodesView = (typeof NODES_VIEWS)[number];

export function useNodesView() {
  return useQueryState('view', parseAsStringLiteral(NODES_VIEWS).withDefault('table').withOptions({ history: 'push' }));
}

/** As a text, since what reads a parameter twice, here to say that it is unknown, must read it the same way. */
export function useNodesSort(): readonly [NodeSort, (sort: NodeSort) => void] {
  const [text, setText] = useQueryState('sort', parseAsString.withOptions({ history: 'replace' }));
  const sort = useMemo(() => (text === null ? undefined : parseNodeSort(text)) ?? NATURAL_ORDER, [text]);
  const setSort = useCallback(
    (next: NodeSort) => {
      const written = serializeNodeSort(next);
      void setText(written === serializeNodeSort(NATURAL_ORDER) ? null : written);
    },
    [setText],
  );
  return [sort, setSort];
}

/** Safari refuses more than a hundred changes of the address in thirty seconds [D2]. */
const TYPING_MILLIS = 350;

export function useNodesQuery() {
  return useQueryState(
    'q',
    parseAsString.withDefault('').withOptions({ history: 'replace', limitUrlUpdates: throttle(TYPING_MILLIS) }),
  );
}

/** The states that are shown; none: all. */
export function useNodesStates() {
  return useQueryState(
    'state',
    parseAsArrayOf(parseAsStringLiteral(CELL_STATES)).withDefault([]).withOptions({ history: 'replace' }),
  );
}

/** Every column but the name, which is always there; null: those that most people look for. */
export function useNodesColumns() {
  return useQueryState(
    'columns',
    parseAsArrayOf(parseAsStringLiteral(NODE_COLUMNS)).withOptions({ history: 'replace' }),
  );
}

export type UnknownNodesParameter = { readonly parameter: string; readonly value: string };

/** What the address asks for and cannot be: the default is shown instead, and that is said [D3]. */
export function useUnknownNodesParameters(): readonly UnknownNodesParameter[] {
  const [view] = useQueryState('view', parseAsString);
  const [sort] = useQueryState('sort', parseAsString);
  return [
    ...(view === null || NODES_VIEWS.some((each) => each === view) ? [] : [{ parameter: 'view', value: view }]),
    ...(sort === null || parseNodeSort(sort) !== undefined ? [] : [{ parameter: 'sort', value: sort }]),
  ];
}
