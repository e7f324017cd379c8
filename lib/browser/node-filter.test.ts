import { describe, expect, test } from 'vitest';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { makeListOf, namesAt } from '#lib/testing/node-lists.ts';
import { filterNodes, type NodeFilter, prepareNodeFilter, toggleState } from './node-filter.ts';
import { sortNodes } from './node-sort.ts';

const list = makeListOf(
  [
    { name: 'batch-1', labels: { pool: 'batch', team: 'Blue' }, cells: { agent: 'starved', proxy: 'ok' } },
    { name: 'batch-2', labels: { pool: 'batch' }, cells: { agent: 'ok', proxy: 'progressing' } },
    { name: 'general-1', labels: { pool: 'general' }, cells: { agent: 'unknown', proxy: 'misscheduled' } },
    { name: 'general-2', labels: { pool: 'general' }, cells: { agent: 'old', proxy: 'excluded' } },
  ],
  ['agent', 'proxy'],
);
const order = sortNodes(list, { column: 'node', isDescending: true });
const find = (filter: Partial<NodeFilter>) => filterNodes(list, order, { query: '', states: [], ...filter });

describe('the nodes that a filter lets through, in the order of the sort', () => {
  const rows: readonly { readonly query: string; readonly found: string; readonly why: string }[] = [
    { query: 'BATCH', found: 'batch-2 batch-1', why: 'a part of the name, in whatever case' },
    { query: 'pool=general', found: 'general-2 general-1', why: 'a label' },
    { query: 'team', found: 'batch-1', why: 'the key of a label' },
    { query: 'blue', found: 'batch-1', why: 'the value of a label' },
    {
      query: 'agent',
      found: 'batch-1',
      why: 'a DaemonSet that should run there and does not; unknown is not known to',
    },
    { query: 'proxy', found: 'general-1 batch-2', why: 'on its way, or running where it should not' },
    { query: 'default/agent', found: 'batch-1', why: 'with its namespace' },
    { query: 'batch proxy', found: 'batch-2', why: 'all words must be found' },
    { query: '  batch   -1 ', found: 'batch-1', why: 'however many spaces there are' },
    { query: 'ｂａｔｃｈ－１', found: 'batch-1', why: 'full-width letters of an input method' },
    { query: 'batch\u3000agent', found: 'batch-1', why: 'and its space' },
    { query: 'no-such', found: '', why: 'nothing' },
  ];
  test.for(rows)('$query: $why', ({ query, found }) => {
    expect(namesAt(list, find({ query })).join(' ')).toBe(found);
  });

  test('by the worst of their cells, and by both', () => {
    expect(namesAt(list, find({ states: ['starved', 'misscheduled'] }))).toStrictEqual(['general-1', 'batch-1']);
    expect(namesAt(list, find({ states: ['starved'], query: 'general' }))).toStrictEqual([]);
  });

  test('nothing to filter by gives back the order itself', () => {
    expect(find({})).toBe(order);
    expect(find({ query: ' \u3000' })).toBe(order);
  });

  test('a label that is called __proto__ is a label', () => {
    const hostile = makeListOf([{ name: 'n', labels: JSON.parse('{"__proto__": "hostile"}') }]);
    expect(filterNodes(hostile, [0], { query: '__proto__=hostile', states: [] })).toStrictEqual([0]);
  });

  test('what was prepared is found as before', () => {
    prepareNodeFilter(list.nodes);
    expect(namesAt(list, find({ query: 'general' }))).toStrictEqual(['general-2', 'general-1']);
  });
});

describe('a press on the legend', () => {
  const without = (...states: readonly CellState[]) => CELL_STATES.filter((state) => !states.includes(state));
  test('sets a state aside, and takes it back: then all are shown again', () => {
    expect(toggleState([], 'ok')).toStrictEqual(without('ok'));
    expect(toggleState(without('ok'), 'excluded')).toStrictEqual(without('ok', 'excluded'));
    expect(toggleState(without('ok'), 'ok')).toStrictEqual([]);
  });
  test('the last one set aside shows all', () => {
    expect(toggleState(['failed'], 'failed')).toStrictEqual([]);
  });
});
