'use client';

import { memo, useCallback, useDeferredValue, useMemo } from 'react';
import { filterNodes, toggleState } from '#lib/browser/node-filter.ts';
import type { NodeList } from '#lib/browser/node-list.ts';
import { NODE_COLUMNS, type NodeColumn, type NodeSort, sortNodes } from '#lib/browser/node-sort.ts';
import { useNodesColumns, useNodesQuery, useNodesSort, useNodesStates, useNodesView } from '#lib/browser/nodes-url.ts';
import { stateOf } from '#lib/browser/worst.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { useGrouping } from '../shell/grid/group-select.tsx';
import { Legend } from '../shell/grid/legend.tsx';
import { useText } from '../shell/text-context.ts';
import { Matrix } from './matrix.tsx';
import { NodesGrid } from './nodes-grid.tsx';
import { NodesTable } from './nodes-table.tsx';
import { Toolbar } from './toolbar.tsx';

/** What most people look for; `ready` is in the state, `instance` in the pool, `pressure` in the taints. */
const USUAL: readonly NodeColumn[] = [
  'node',
  'state',
  'incomplete',
  'pool',
  'zone',
  'version',
  'age',
  'taints',
  'completeAfter',
];

const ALL: readonly CellState[] = [];

/* Drawn again only when what they show is another. */
const States = memo(Legend);
const Table = memo(NodesTable);
const Grid = memo(NodesGrid);
const Squares = memo(Matrix);

type Looked = {
  /** Places in the order of the sort: all that the words let through, and of these those in the states that are shown. */
  readonly found: readonly number[];
  readonly rows: readonly number[];
};

/** Sorted once for all that is typed: a filter only leaves places out. */
function useLooked(list: NodeList, sort: NodeSort, query: string, states: readonly CellState[]): Looked {
  const order = useMemo(() => sortNodes(list, sort), [list, sort]);
  const found = useMemo(() => filterNodes(list, order, { query, states: ALL }), [list, order, query]);
  const rows = useMemo(() => filterNodes(list, found, { query: '', states }), [list, found, states]);
  return { found, rows };
}

function countWorst({ tally }: NodeList, places: readonly number[]): Readonly<Record<CellState, number>> {
  const counts = Object.fromEntries(CELL_STATES.map((state) => [state, 0])) as Record<CellState, number>;
  for (const index of places) counts[stateOf(tally.worst[index])] += 1;
  return counts;
}

type Props = { readonly picture: Picture; readonly list: NodeList };

/** What is looked at of the nodes, as the address says it. */
export function Nodes({ picture, list }: Props) {
  const text = useText();
  const grouping = useGrouping(picture.nodes);
  const [view] = useNodesView();
  const [sort, setSort] = useNodesSort();
  const [query, setQuery] = useNodesQuery();
  const [states, setStates] = useNodesStates();
  const [chosen] = useNodesColumns();
  const columns = useMemo(
    () => NODE_COLUMNS.filter((each) => each === 'node' || (chosen ?? USUAL).includes(each)),
    [chosen],
  );
  // What is typed stands in its field at once; the rows follow when there is time, and the next key need not wait [8.1].
  const sought = useDeferredValue(query);
  const { found, rows } = useLooked(list, sort, sought, states);
  const counts = useMemo(() => countWorst(list, found), [list, found]);
  const muted = useMemo(
    () => new Set(states.length === 0 ? [] : CELL_STATES.filter((state) => !states.includes(state))),
    [states],
  );
  const clear = useCallback((): void => {
    void setQuery(null);
    void setStates(null);
  }, [setQuery, setStates]);
  const toggle = useCallback(
    (state: CellState): void => {
      const next = toggleState(states, state);
      void setStates(next.length === 0 ? null : [...next]);
    },
    [states, setStates],
  );
  if (list.nodes.length === 0) return <p className="text-muted-fg text-sm">{text.say('nodes.none')}</p>;
  const isEmpty = view === 'grid' ? found.length === 0 : rows.length === 0;
  return (
    <section aria-label={text.say('nodes.title')} className="flex flex-col gap-3 border-line border-t pt-3">
      <Toolbar
        list={list}
        rows={rows}
        columns={columns}
        usual={USUAL}
        sort={sort}
        grouping={grouping}
        onClear={clear}
      />
      <div className="flex items-baseline gap-2">
        {view === 'matrix' ? (
          <span className="flex-none text-muted-fg text-xs">{text.say('nodes.legend.nodes')}</span>
        ) : null}
        <States counts={counts} muted={muted} onToggle={toggle} />
      </div>
      {isEmpty ? (
        <p data-empty="" className="text-sm">
          {text.say('nodes.filter.none')}{' '}
          <button type="button" onClick={clear} className="text-accent underline underline-offset-2">
            {text.say('nodes.filter.clear')}
          </button>
        </p>
      ) : view === 'table' ? (
        <Table list={list} rows={rows} columns={columns} sort={sort} onSort={setSort} />
      ) : view === 'grid' ? (
        <Grid picture={picture} found={found} grouping={grouping} muted={muted} />
      ) : (
        <Squares list={list} rows={rows} />
      )}
    </section>
  );
}
