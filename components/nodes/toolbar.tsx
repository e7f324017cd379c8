'use client';

import { prepareNodeFilter } from '#lib/browser/node-filter.ts';
import type { NodeList } from '#lib/browser/node-list.ts';
import type { NodeColumn, NodeSort } from '#lib/browser/node-sort.ts';
import { NODES_VIEWS, useNodesQuery, useNodesStates, useNodesView } from '#lib/browser/nodes-url.ts';
import { TROUBLED_STATES } from '#lib/domain/placement/node-completeness.ts';
import { type Grouping, GroupSelect } from '../shell/grid/group-select.tsx';
import { useText } from '../shell/text-context.ts';
import { Choice } from '../ui/choice.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { Export } from './export.tsx';
import { SortSelect } from './sort-select.tsx';

type Props = {
  readonly list: NodeList;
  readonly rows: readonly number[];
  readonly columns: readonly NodeColumn[];
  readonly usual: readonly NodeColumn[];
  readonly sort: NodeSort;
  readonly grouping: Grouping;
  readonly onClear: () => void;
};

type FilterProps = Pick<Props, 'list' | 'rows' | 'onClear'>;

/** Words to find, and how many nodes are left by them and by the states. */
function Filter({ list, rows, onClear }: FilterProps) {
  const text = useText();
  const [query, setQuery] = useNodesQuery();
  const [states] = useNodesStates();
  const isFiltered = query !== '' || states.length > 0;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <input
        type="search"
        aria-label={text.say('nodes.filter')}
        placeholder={text.say('nodes.filter.hint')}
        title={text.say('nodes.filter.hint')}
        value={query}
        onFocus={() => prepareNodeFilter(list.nodes)}
        onChange={({ target }) => void setQuery(target.value === '' ? null : target.value)}
        className="w-72 max-w-full rounded-sm border border-line-strong bg-bg px-2 py-1 text-fg text-sm placeholder:text-muted-fg"
      />
      <span aria-live="polite" data-shown={rows.length} className="text-muted-fg text-xs">
        {text.say('nodes.shown', { shown: rows.length, nodes: list.nodes.length })}
      </span>
      {isFiltered && rows.length > 0 ? (
        <button type="button" onClick={onClear} className="text-accent text-xs underline underline-offset-2">
          {text.say('nodes.filter.clear')}
        </button>
      ) : null}
    </div>
  );
}

type Which = 'all' | 'incomplete' | 'some';

/** The two that are asked for most; what the legend chose otherwise is neither. */
function Only() {
  const text = useText();
  const [states, setStates] = useNodesStates();
  const isTroubled = states.length === TROUBLED_STATES.length && TROUBLED_STATES.every((each) => states.includes(each));
  const which: Which = states.length === 0 ? 'all' : isTroubled ? 'incomplete' : 'some';
  return (
    <Choice<Which>
      label={text.say('nodes.only')}
      value={which}
      options={[
        { value: 'all', label: text.say('nodes.only.all') },
        { value: 'incomplete', label: text.say('nodes.only.incomplete') },
      ]}
      onChange={(next) => void setStates(next === 'incomplete' ? [...TROUBLED_STATES] : null)}
    />
  );
}

/** What is shown of the nodes, and how. */
export function Toolbar({ list, rows, columns, usual, sort, grouping, onClear }: Props) {
  const text = useText();
  const [view, setView] = useNodesView();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Choice
        label={text.say('screen.view')}
        value={view}
        options={NODES_VIEWS.map((value) => ({ value, label: text.say(`nodes.view.${value}`) }))}
        onChange={(next) => void setView(next)}
      />
      <Only />
      <Filter list={list} rows={rows} onClear={onClear} />
      <div className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-2 max-sm:ml-0">
        {view === 'grid' ? <GroupSelect nodes={list.nodes} grouping={grouping} /> : null}
        {view === 'matrix' ? <SortSelect sort={sort} /> : null}
        {view === 'table' ? <ColumnsMenu columns={columns} usual={usual} /> : null}
        <Export list={list} rows={rows} columns={columns} sort={sort} grouping={grouping} view={view} />
      </div>
    </div>
  );
}
