import { describe, expect, test } from 'vitest';
import type { StarvedFilter } from '#lib/browser/starved-url.ts';
import { evictionOf, lackOf, makeStarvedNode, makeStarvedPod, portTaken } from '#lib/testing/starved.ts';
import type { StarvedNode } from '#lib/wire/room.ts';
import { filterStarved, poolsOf, rowsAtFirst, worstFirst } from './starved-rows.ts';

const namesOf = (nodes: readonly StarvedNode[]) => nodes.map(({ node }) => node);

describe('[5.2] the filter', () => {
  const both = makeStarvedNode('both', {
    pending: [
      makeStarvedPod(),
      makeStarvedPod({ daemonSet: 'net/cilium', lacks: [lackOf('memory', 1), portTaken(4_240)] }),
    ],
  });
  const slots = makeStarvedNode('slots', { pending: [makeStarvedPod({ lacks: [lackOf('pods', 1)] })] });
  const unclear = makeStarvedNode('unclear', { pending: [makeStarvedPod({ lacks: [] })] });
  type Row = { readonly name: string; readonly filter: Partial<StarvedFilter>; readonly nodes: readonly string[] };
  const rows: readonly Row[] = [
    { name: 'none', filter: {}, nodes: ['both', 'slots', 'unclear'] },
    { name: 'a resource', filter: { resource: 'pods' }, nodes: ['slots'] },
    { name: 'ports', filter: { resource: 'ports' }, nodes: ['both'] },
    {
      name: 'a DaemonSet, what it lacks known or not',
      filter: { daemonSet: 'logging/fluent-bit' },
      nodes: ['both', 'slots', 'unclear'],
    },
    {
      name: 'both ask for one and the same pod',
      filter: { daemonSet: 'logging/fluent-bit', resource: 'memory' },
      nodes: [],
    },
  ];
  test.for(rows)('$name', ({ filter, nodes }) => {
    const asked = { resource: null, daemonSet: null, ...filter };
    expect(namesOf(filterStarved([both, slots, unclear], asked))).toStrictEqual(nodes);
  });

  test('a node that is shown keeps all its pods: its plan is for all of them', () => {
    const [shown] = filterStarved([both], { resource: 'cpu', daemonSet: null });
    expect(shown).toBe(both);
  });
});

test('[5.7] worst first: never, then by hand and dearest first, then by itself; of equals who waits longest', () => {
  const waits = (since: number | null) => [makeStarvedPod({ since })];
  const nodes = [
    makeStarvedNode('itself', { pending: [makeStarvedPod({ selfHelp: { kind: 'Yes', lower: 1 } })] }),
    makeStarvedNode('new', { pending: waits(900) }),
    makeStarvedNode('unknown-since'),
    makeStarvedNode('old', { pending: waits(100) }),
    makeStarvedNode('leaving', { kind: 'Wait', eviction: null }),
    makeStarvedNode('bare', { eviction: { ...evictionOf('a'), bare: 1 } }),
    makeStarvedNode('impossible', { kind: 'Impossible', eviction: null }),
    makeStarvedNode('never', { pending: [makeStarvedPod({ selfHelp: { kind: 'NeverFits' } })] }),
  ];
  expect(namesOf(worstFirst(nodes))).toStrictEqual([
    'never',
    'impossible',
    'bare',
    'old',
    'new',
    'unknown-since',
    'itself',
    'leaving',
  ]);
});

test('the pool with most starved nodes is first, equals go by name, and nodes of no pool are last among equals', () => {
  const inPool = (node: string, pool: string | null) => makeStarvedNode(node, { pool });
  const nodes = [
    inPool('a', null),
    inPool('b', 'pool-10'),
    inPool('c', 'pool-2'),
    inPool('d', 'big'),
    inPool('e', 'big'),
  ];
  expect(poolsOf(nodes).map(({ pool, nodes: members }) => [pool, namesOf(members)])).toStrictEqual([
    ['big', ['d', 'e']],
    ['pool-2', ['c']],
    ['pool-10', ['b']],
    [null, ['a']],
  ]);
});

test.for([
  { name: 'one pool has all the room', place: 0, pools: 1, rows: 12 },
  { name: 'three share it', place: 2, pools: 3, rows: 4 },
  { name: 'of many the first ones have two each', place: 5, pools: 40, rows: 2 },
  { name: 'of many the others begin closed', place: 6, pools: 40, rows: 0 },
])('[P7] how many rows a pool begins with: $name', ({ place, pools, rows }) => {
  expect(rowsAtFirst(place, pools)).toBe(rows);
});
