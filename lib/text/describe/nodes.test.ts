import { expect, test } from 'vitest';
import { createSpeaker } from '../speaker.ts';
import { describeNodes, type NodesFacts } from './nodes.ts';

const NOW = 1_000_000;
const MINUTE = 60_000;
const quiet: NodesFacts = {
  nodes: 24,
  areRead: true,
  incomplete: { count: 0, names: [], pools: [] },
  waiting: { count: 0, first: [] },
  underWay: 0,
  unknown: 0,
};
const names = (...all: readonly string[]) => all;

type Row = { readonly name: string; readonly facts: Partial<NodesFacts>; readonly en: string; readonly ja: string };
const rows: readonly Row[] = [
  { name: 'all are complete', facts: {}, en: 'All 24 nodes are complete.', ja: '24ノードがすべて完了しています。' },
  { name: 'the only one is', facts: { nodes: 1 }, en: 'The one node is complete.', ja: '1ノードが完了しています。' },
  { name: 'there are none', facts: { nodes: 0 }, en: 'No nodes are known.', ja: 'ノードの情報がありません。' },
  {
    name: 'few are named, with the pool that is theirs',
    facts: { incomplete: { count: 2, names: names('b-1', 'b-2'), pools: [{ pool: 'b', count: 2 }] } },
    en: '2 of 24 nodes incomplete (b-1, b-2 of pool b) · 22 nodes complete',
    ja: '24ノードのうち2ノードが未完了(プールbのb-1、b-2)・22ノードが完了',
  },
  {
    name: 'few of several pools are named alone',
    facts: {
      incomplete: {
        count: 2,
        names: names('a-1', 'b-2'),
        pools: [
          { pool: 'a', count: 1 },
          { pool: 'b', count: 1 },
        ],
      },
    },
    en: '2 of 24 nodes incomplete (a-1, b-2) · 22 nodes complete',
    ja: '24ノードのうち2ノードが未完了(a-1、b-2)・22ノードが完了',
  },
  {
    name: 'of many it is said in which pools they are',
    facts: {
      incomplete: {
        count: 9,
        names: names('a-1', 'a-2', 'a-3'),
        pools: [
          { pool: 'a', count: 5 },
          { pool: 'b', count: 2 },
          { pool: 'c', count: 1 },
          { pool: null, count: 1 },
        ],
      },
    },
    en: '9 of 24 nodes incomplete (a 5, b 2, 2 more pools) · 15 nodes complete',
    ja: '24ノードのうち9ノードが未完了(a 5、b 2、ほか2プール)・15ノードが完了',
  },
  {
    name: 'of many without pools the first are named',
    facts: { incomplete: { count: 9, names: names('n-1', 'n-2', 'n-3'), pools: [{ pool: null, count: 9 }] } },
    en: '9 of 24 nodes incomplete (n-1, n-2, n-3, 6 more) · 15 nodes complete',
    ja: '24ノードのうち9ノードが未完了(n-1、n-2、n-3ほか6件)・15ノードが完了',
  },
  {
    name: 'new ones that still wait, and since when',
    facts: {
      waiting: {
        count: 3,
        first: [
          { name: 'n-1', since: NOW - 5 * MINUTE },
          { name: 'n-2', since: NOW - MINUTE },
        ],
      },
      underWay: 4,
      unknown: 1,
    },
    en: '3 new nodes still waiting (n-1 5 min, n-2 1 min, 1 more) · 4 nodes with pods on their way · 1 node unknown · 19 nodes complete',
    ja: '新しい3ノードが待機中(n-1 5分、n-2 1分ほか1件)・4ノードが更新中・1ノードが不明・19ノードが完了',
  },
  {
    name: 'nodes that may not be read are never called complete',
    facts: { areRead: false },
    en: '24 nodes known from their pods alone',
    ja: '24ノードはPodからの情報のみ',
  },
];
test.for(rows)('[5.5] $name', ({ facts, en, ja }) => {
  const whole = { ...quiet, ...facts };
  expect(describeNodes(createSpeaker('en'), whole, NOW)).toBe(en);
  expect(describeNodes(createSpeaker('ja'), whole, NOW)).toBe(ja);
});
