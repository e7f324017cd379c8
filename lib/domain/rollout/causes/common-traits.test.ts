import { expect, test } from 'vitest';
import { CREATED_AT, makeNode } from '#lib/testing/objects.ts';
import type { NodeRecord } from '../../objects.ts';
import { type CommonTrait, findCommonTraits } from './common-traits.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = CREATED_AT + 100 * DAY;
type Given = Partial<Pick<NodeRecord, 'labels' | 'nodeInfo' | 'creationTimestamp'>>;

const make = (prefix: string, ...given: readonly Given[]): readonly NodeRecord[] =>
  given.map((each, index) => makeNode(`${prefix}${index}`, { labels: {}, ...each }));
const times = (count: number, given: Given): readonly Given[] => Array.from({ length: count }, () => given);
const say = ({ key, value, affected, rest }: CommonTrait): string =>
  `${key}=${value} ${affected.having}/${affected.all} ${rest.having}/${rest.all}`;

type Row = {
  readonly name: string;
  readonly affected: readonly Given[];
  readonly rest: readonly Given[];
  readonly traits: readonly string[];
};
const m5 = { labels: { 'node.kubernetes.io/instance-type': 'm5.large' } };
const arm = { labels: { 'kubernetes.io/arch': 'arm64' }, nodeInfo: { architecture: 'arm64' } };
const amd = { labels: { 'kubernetes.io/arch': 'amd64' }, nodeInfo: { architecture: 'amd64' } };
const rows: readonly Row[] = [
  {
    name: '[CT1] a label that all of the affected and few of the rest have',
    affected: times(17, m5),
    rest: [...times(11, m5), ...times(172, {})],
    traits: ['node.kubernetes.io/instance-type=m5.large 17/17 11/183'],
  },
  {
    name: '[CT3] the same split under another key is told once, under the better known',
    affected: times(2, { ...arm, labels: { ...arm.labels, 'beta.kubernetes.io/arch': 'arm64' } }),
    rest: times(3, amd),
    traits: ['kubernetes.io/arch=arm64 2/2 0/3'],
  },
  {
    name: '[CT1] a field of nodeInfo',
    affected: times(2, { nodeInfo: { kernelVersion: '6.1' } }),
    rest: times(2, { nodeInfo: { kernelVersion: '5.15' } }),
    traits: ['status.nodeInfo.kernelVersion=6.1 2/2 0/2'],
  },
  {
    name: '[CT1] the pool, under whatever label',
    affected: times(2, { labels: { 'eks.amazonaws.com/nodegroup': 'blue' } }),
    rest: times(2, { labels: { 'eks.amazonaws.com/nodegroup': 'green' } }),
    traits: ['pool=blue 2/2 0/2'],
  },
  {
    name: '[CT1] the age',
    affected: [{ creationTimestamp: NOW - HOUR + 1 }, { creationTimestamp: NOW - 1 }],
    rest: times(2, {}),
    traits: ['age=<1h 2/2 0/2'],
  },
  {
    name: '[CT2] half more among the affected is enough, less is not',
    affected: [...times(3, { labels: { a: 'x', b: 'x' } }), { labels: {} }],
    rest: [{ labels: { a: 'x', b: 'x' } }, { labels: { b: 'x' } }, ...times(2, {})],
    traits: ['a=x 3/4 1/4'],
  },
  {
    name: '[CT2] a label that every node has to itself sets nobody apart',
    affected: [{ labels: { 'kubernetes.io/hostname': 'a' } }, { labels: { 'kubernetes.io/hostname': 'b' } }],
    rest: times(2, {}),
    traits: [],
  },
  { name: '[CT2] one affected node has nothing in common', affected: [m5], rest: times(9, {}), traits: [] },
  { name: '[CT2] nothing is set apart from a single node', affected: times(9, m5), rest: [{}], traits: [] },
  { name: '[CT2] what all have sets nobody apart', affected: times(5, m5), rest: times(5, m5), traits: [] },
  {
    name: '[CT3] the best three, the largest difference first, then by what is known, then by name',
    affected: times(4, {
      labels: { e: '1', d: '2', c: '3', 'topology.kubernetes.io/zone': 'a', 'node.kubernetes.io/instance-type': 'm' },
    }),
    rest: [{ labels: { 'node.kubernetes.io/instance-type': 'm' } }, ...times(3, {})],
    traits: ['topology.kubernetes.io/zone=a 4/4 0/4', 'c=3 4/4 0/4', 'd=2 4/4 0/4'],
  },
];
test.for(rows)('$name', ({ affected, rest, traits }) => {
  expect(findCommonTraits(make('affected-', ...affected), make('rest-', ...rest), NOW).map(say)).toStrictEqual(traits);
});

test('[CT1] a label that is named like a member of every object is a label', () => {
  const labels = JSON.parse('{"__proto__": "x", "constructor": "y"}');
  const traits = findCommonTraits(make('a', { labels }, { labels }), make('b', {}, {}), NOW);
  expect(traits.map(say)).toStrictEqual(['__proto__=x 2/2 0/2', 'constructor=y 2/2 0/2']);
});

test('[CT1] [CT2] the ages are told in five steps', () => {
  const ages = [HOUR - 1, HOUR, DAY, 7 * DAY, 30 * DAY].map((age) => {
    const affected = make('a', ...times(2, { creationTimestamp: NOW - age }));
    return findCommonTraits(affected, make('b', ...times(2, { creationTimestamp: NOW - 99 * DAY })), NOW)[0]?.value;
  });
  expect(ages).toStrictEqual(['<1h', '<1d', '<7d', '<30d', undefined]);
});
