import { describe, expect, test } from 'vitest';
import { type ListedNode, makeListOf, namesAt } from '#lib/testing/node-lists.ts';
import {
  NATURAL_ORDER,
  NODE_COLUMNS,
  type NodeSort,
  nextNodeSort,
  parseNodeSort,
  serializeNodeSort,
  sortNodes,
} from './node-sort.ts';

const POOL = 'karpenter.sh/nodepool';
const ZONE = 'topology.kubernetes.io/zone';
const INSTANCE = 'node.kubernetes.io/instance-type';

/** In the order of the picture, which is natural. */
const NODES: readonly ListedNode[] = [
  {
    name: 'a-2',
    labels: { [POOL]: 'pool-10', [ZONE]: 'b', [INSTANCE]: 'm5.2xlarge' },
    createdAt: 2_000,
    kubeletVersion: 'v1.9.0',
    cells: { agent: 'ok', proxy: 'ok' },
    listing: { completeAfter: { kind: 'Known', millis: 90_000 }, taints: ['gpu:NoSchedule', 'b:NoExecute'] },
  },
  {
    name: 'a-10',
    labels: { [POOL]: 'pool-2', [ZONE]: 'a' },
    createdAt: 3_000,
    kubeletVersion: 'v1.36.3',
    ready: 'Unknown',
    cells: { agent: 'nodeDown', proxy: 'nodeDown' },
    listing: { completeAfter: { kind: 'Waiting', since: 5_000 }, pressure: ['MemoryPressure'] },
  },
  {
    name: 'b-1',
    createdAt: null,
    kubeletVersion: null,
    cells: { agent: 'failed', proxy: 'ok' },
    listing: { completeAfter: { kind: 'Waiting', since: 4_000 } },
  },
  {
    name: 'b-2',
    labels: { [POOL]: 'pool-2', [ZONE]: 'a', [INSTANCE]: 'm5.12xlarge' },
    createdAt: 1_000,
    kubeletVersion: 'v1.36.3',
    ready: 'False',
    unschedulable: true,
    listing: { completeAfter: { kind: 'Known', millis: 30_000 } },
  },
];
const list = makeListOf(NODES);

describe('the nodes in the order of a column', () => {
  const rows: readonly { readonly sort: string; readonly order: string; readonly why: string }[] = [
    { sort: 'node', order: 'a-2 a-10 b-1 b-2', why: 'names in natural order' },
    { sort: '-node', order: 'b-2 b-1 a-10 a-2', why: 'and the other way' },
    { sort: 'state', order: 'b-1 a-10 a-2 b-2', why: 'the worst first [S1]' },
    { sort: '-state', order: 'b-2 a-2 a-10 b-1', why: 'the best first' },
    { sort: 'ready', order: 'b-2 a-10 a-2 b-1', why: 'what is not Ready first' },
    { sort: '-incomplete', order: 'a-10 b-1 a-2 b-2', why: 'most that lack first, what none wants last' },
    { sort: 'incomplete', order: 'a-2 b-1 a-10 b-2', why: 'what none wants last this way too' },
    { sort: 'pool', order: 'a-10 b-2 a-2 b-1', why: 'pool-2 before pool-10, equal ones by name, without one last' },
    { sort: '-pool', order: 'a-2 a-10 b-2 b-1', why: 'equal ones by name this way too' },
    { sort: 'zone', order: 'a-10 b-2 a-2 b-1', why: 'zones' },
    { sort: 'instance', order: 'a-2 b-2 a-10 b-1', why: 'm5.2xlarge before m5.12xlarge' },
    { sort: 'version', order: 'a-2 a-10 b-2 b-1', why: 'v1.9 before v1.36' },
    { sort: 'age', order: 'a-10 a-2 b-2 b-1', why: 'the youngest first, unknown ages last' },
    { sort: '-age', order: 'b-2 a-2 a-10 b-1', why: 'the oldest first' },
    { sort: '-taints', order: 'b-2 a-2 a-10 b-1', why: 'the cordoned first, then most taints' },
    { sort: '-pressure', order: 'a-10 a-2 b-1 b-2', why: 'under pressure first' },
    { sort: '-completeAfter', order: 'b-1 a-10 a-2 b-2', why: 'who waits first, the longest of all foremost' },
    { sort: 'completeAfter', order: 'b-2 a-2 a-10 b-1', why: 'the fastest first' },
  ];
  test.for(rows)('$sort: $why', ({ sort, order }) => {
    const parsed = parseNodeSort(sort) ?? NATURAL_ORDER;
    expect(serializeNodeSort(parsed)).toBe(sort);
    expect(namesAt(list, sortNodes(list, parsed)).join(' ')).toBe(order);
  });

  test('before the server has told, nothing is known of its columns, and the names stay in their order', () => {
    const early = { ...list, listings: undefined };
    for (const column of ['pressure', 'completeAfter'] as const) {
      expect(namesAt(early, sortNodes(early, { column, isDescending: true })).join(' ')).toBe('a-2 a-10 b-1 b-2');
    }
  });

  test('every column can be sorted by, and loses no node', () => {
    for (const column of NODE_COLUMNS) {
      expect(sortNodes(list, { column, isDescending: false }).toSorted((left, right) => left - right)).toStrictEqual([
        0, 1, 2, 3,
      ]);
    }
  });
});

test('[D3] what is no order is none', () => {
  expect(['', '-', 'name', '--node', 'Node'].map(parseNodeSort)).toStrictEqual(Array(5).fill(undefined));
});

describe('a press on the head of a column', () => {
  const rows: readonly { readonly from: NodeSort; readonly press: NodeSort['column']; readonly to: string }[] = [
    { from: NATURAL_ORDER, press: 'state', to: 'state' },
    { from: { column: 'state', isDescending: false }, press: 'state', to: '-state' },
    { from: { column: 'state', isDescending: true }, press: 'state', to: 'node' },
    { from: NATURAL_ORDER, press: 'incomplete', to: '-incomplete' },
    { from: { column: 'incomplete', isDescending: true }, press: 'incomplete', to: 'incomplete' },
    { from: { column: 'incomplete', isDescending: false }, press: 'incomplete', to: 'node' },
    { from: { column: 'state', isDescending: true }, press: 'age', to: 'age' },
    { from: NATURAL_ORDER, press: 'node', to: '-node' },
  ];
  test.for(rows)('on $press: $to', ({ from, press, to }) => {
    expect(serializeNodeSort(nextNodeSort(from, press))).toBe(to);
  });
});
