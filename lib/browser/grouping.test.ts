import { describe, expect, test } from 'vitest';
import type { PictureNode } from '#lib/wire/picture.ts';
import { defaultGroupBy, type GroupBy, groupChoices, groupNodes, parseGroupBy, serializeGroupBy } from './grouping.ts';

const NOW = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;

function makeNode(name: string, labels: Readonly<Record<string, string>> = {}, rest: Partial<PictureNode> = {}) {
  const quiet: PictureNode = {
    name,
    ready: 'True',
    unschedulable: false,
    createdAt: NOW - HOUR / 2,
    labels,
    kubeletVersion: 'v1.36.3',
    osImage: 'Debian 13',
    kernelVersion: '6.12',
    architecture: 'amd64',
  };
  return { ...quiet, ...rest };
}

const zone = 'topology.kubernetes.io/zone';
const nodes = [
  makeNode('n-1', { [zone]: 'zone-10', 'karpenter.sh/nodepool': 'gpu' }, { createdAt: NOW - 50 * 24 * HOUR }),
  makeNode('n-2', { [zone]: 'zone-2', 'eks.amazonaws.com/nodegroup': 'blue' }, { kubeletVersion: 'v1.35.0' }),
  makeNode('n-3', {}, { createdAt: null, kubeletVersion: null, osImage: null }),
  makeNode('n-4', JSON.parse('{"__proto__": "hostile"}')),
];

describe('[4.2] nodes are put together', () => {
  const rows: readonly { readonly name: string; readonly by: GroupBy; readonly groups: Record<string, number[]> }[] = [
    {
      name: 'by zone in natural order, those without one last',
      by: { kind: 'zone' },
      groups: { 'zone-2': [1], 'zone-10': [0], '': [2, 3] },
    },
    { name: 'by pool, whichever label names it', by: { kind: 'pool' }, groups: { blue: [1], gpu: [0], '': [2, 3] } },
    { name: 'by kubelet version', by: { kind: 'version' }, groups: { 'v1.35.0': [1], 'v1.36.3': [0, 3], '': [2] } },
    {
      name: 'by OS image, by kernel where there is none',
      by: { kind: 'os' },
      groups: { '6.12': [2], 'Debian 13': [0, 1, 3] },
    },
    {
      name: 'by age: under an hour, then over thirty days',
      by: { kind: 'age' },
      groups: { '0': [1, 3], '4': [0], '': [2] },
    },
    {
      name: 'by a label, even a hostile one',
      by: { kind: 'label', label: '__proto__' },
      groups: JSON.parse('{"hostile": [3], "": [0, 1, 2]}'),
    },
    {
      name: 'by a name that every object inherits: nobody has it',
      by: { kind: 'label', label: 'toString' },
      groups: { '': [0, 1, 2, 3] },
    },
    { name: 'not at all', by: { kind: 'none' }, groups: { '': [0, 1, 2, 3] } },
  ];
  test.for(rows)('$name', ({ by, groups }) => {
    const found = groupNodes(nodes, by, NOW);
    expect(found.map(({ key, nodes: members }) => [key, members])).toStrictEqual(
      Object.entries(groups).toSorted(([left], [right]) => order(found, left) - order(found, right)),
    );
  });
  function order(found: ReturnType<typeof groupNodes>, key: string): number {
    return found.findIndex((group) => group.key === key);
  }

  test('the order is natural, and the rest comes last', () => {
    expect(groupNodes(nodes, { kind: 'zone' }, NOW).map(({ key }) => key)).toStrictEqual(['zone-2', 'zone-10', '']);
  });
});

describe('[D3] group= in the address', () => {
  test.for(['pool', 'zone', 'instance', 'version', 'os', 'age', 'none', 'label:a/b', 'label:x:y'])(
    '%s is read and written back',
    (text) => {
      const groupBy = parseGroupBy(text);
      expect(groupBy === undefined ? undefined : serializeGroupBy(groupBy)).toBe(text);
    },
  );
  test.for(['', 'label:', 'label', 'nodes', 'zone '])('"%s" is nothing', (text) => {
    expect(parseGroupBy(text)).toBeUndefined();
  });
});

test('what may be chosen: what tells nodes apart, and every label', () => {
  expect(groupChoices(nodes.slice(0, 2), NOW).map(serializeGroupBy)).toStrictEqual([
    'pool',
    'zone',
    'version',
    'os',
    'age',
    'none',
    'label:eks.amazonaws.com/nodegroup',
    'label:karpenter.sh/nodepool',
    `label:${zone}`,
  ]);
});

test('the first choice: zones, else pools, else one group', () => {
  expect([
    defaultGroupBy(nodes, NOW),
    defaultGroupBy([makeNode('a', { 'karpenter.sh/nodepool': 'x' }), makeNode('b')], NOW),
    defaultGroupBy([makeNode('a'), makeNode('b')], NOW),
    defaultGroupBy([], NOW),
  ]).toStrictEqual([{ kind: 'zone' }, { kind: 'pool' }, { kind: 'none' }, { kind: 'none' }]);
});
