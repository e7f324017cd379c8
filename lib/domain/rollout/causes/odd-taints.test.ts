import { expect, test } from 'vitest';
import { makeNode, makeTaint } from '#lib/testing/objects.ts';
import { findOddTaints } from './odd-taints.ts';

const pool = { 'karpenter.sh/nodepool': 'blue' };
const taint = makeTaint('maintenance');

const rows = [
  { name: '[R14] a taint of its own is odd', nodes: [makeNode('a', { taints: [taint] })], odd: ['a'] },
  {
    name: '[R14] one that the node also has as a label came with the node',
    nodes: [makeNode('a', { taints: [makeTaint('dedicated')], labels: { dedicated: 'db' } })],
    odd: [],
  },
  {
    name: '[R14] so did that of its role',
    nodes: [makeNode('a', { taints: [makeTaint('node-role.kubernetes.io/control-plane')] })],
    odd: [],
  },
  {
    name: '[R14] and one that half of its pool has',
    nodes: [makeNode('a', { taints: [taint], labels: pool }), makeNode('b', { labels: pool })],
    odd: [],
  },
  {
    name: '[R14] less than half of a pool is odd again',
    nodes: [
      makeNode('a', { taints: [taint], labels: pool }),
      makeNode('b', { labels: pool }),
      makeNode('c', { labels: pool }),
    ],
    odd: ['a'],
  },
  {
    name: '[R14] a pool of one says nothing',
    nodes: [makeNode('a', { taints: [taint], labels: pool })],
    odd: ['a'],
  },
  {
    name: '[R14] conditions, starts, removals and other effects are others',
    nodes: [
      makeNode('a', {
        taints: [
          makeTaint('node.kubernetes.io/disk-pressure'),
          makeTaint('node.cilium.io/agent-not-ready'),
          makeTaint('ToBeDeletedByClusterAutoscaler'),
          makeTaint('maintenance', 'NoExecute'),
          makeTaint('maintenance', 'PreferNoSchedule'),
        ],
      }),
    ],
    odd: [],
  },
];
test.for(rows)('$name', ({ nodes, odd }) => {
  expect([...findOddTaints(nodes).keys()]).toStrictEqual(odd);
});
