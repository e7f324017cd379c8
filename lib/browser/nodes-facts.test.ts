import { expect, test } from 'vitest';
import { type ListedNode, makeListedPicture, makeListings } from '#lib/testing/node-lists.ts';
import { tallyNodes } from './node-tally.ts';
import { nodesFacts } from './nodes-facts.ts';

const NOW = Date.UTC(2026, 10, 24);
const HOUR = 3_600_000;
const pool = (name: string) => ({ 'karpenter.sh/nodepool': name });
const waiting = (since: number) => ({ completeAfter: { kind: 'Waiting', since } }) as const;

const NODES: readonly ListedNode[] = [
  { name: 'a-1', labels: pool('a'), cells: { agent: 'failed' } },
  { name: 'b-1', labels: pool('b'), cells: { agent: 'starved' } },
  { name: 'b-2', labels: pool('b'), cells: { agent: 'nodeDown' } },
  { name: 'c-1', cells: { agent: 'missing' } },
  { name: 'c-2', cells: { agent: 'progressing' }, createdAt: NOW - HOUR, listing: waiting(NOW - HOUR / 2) },
  { name: 'c-3', cells: { agent: 'progressing' }, createdAt: NOW - HOUR, listing: waiting(NOW - HOUR) },
  { name: 'c-4', cells: { agent: 'ok' }, createdAt: NOW - 25 * HOUR, listing: waiting(NOW - 25 * HOUR) },
  { name: 'c-5', cells: { agent: 'unknown' } },
  { name: 'c-6' },
  { name: 'd-1', ready: 'False', cells: { agent: 'nodeDown' }, createdAt: NOW - HOUR / 60 },
  { name: 'd-2', ready: 'False', cells: { agent: 'nodeDown' }, createdAt: NOW - HOUR },
];
const picture = makeListedPicture(NODES, ['agent']);

test('[5.5] which nodes are incomplete, in which pools, and which new ones still wait, the longest first', () => {
  expect(nodesFacts(picture, tallyNodes(picture), makeListings(NODES), NOW)).toStrictEqual({
    nodes: 11,
    areRead: true,
    incomplete: {
      count: 6,
      names: ['a-1', 'b-1', 'b-2'],
      pools: [
        { pool: null, count: 3 },
        { pool: 'b', count: 2 },
        { pool: 'a', count: 1 },
      ],
    },
    waiting: {
      count: 3,
      first: [
        { name: 'c-3', since: NOW - HOUR },
        { name: 'c-2', since: NOW - HOUR / 2 },
        { name: 'd-1', since: NOW - HOUR / 60 },
      ],
    },
    underWay: 2,
    unknown: 1,
  });
});

test('while the server has not told, nothing is said of new nodes; nodes that may not be read are not', () => {
  const unread = { ...picture, knowledge: { ...picture.knowledge, nodes: 'Forbidden' } as const };
  const { waiting: told, areRead } = nodesFacts(unread, tallyNodes(unread), undefined, NOW);
  expect({ told, areRead }).toStrictEqual({ told: { count: 0, first: [] }, areRead: false });
});
