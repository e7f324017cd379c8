import { expect, test } from 'vitest';
import type { NodeSelectorRequirement, Toleration } from '#lib/domain/objects.ts';
import { createText } from '#lib/text/text.ts';
import { sayTerm, sayToleration } from './placement-words.ts';

const text = createText('en');

const tolerations: readonly (readonly [Toleration, string])[] = [
  [{ operator: 'Exists' }, 'every taint'],
  [{ operator: 'Exists', effect: 'NoExecute' }, 'every taint: NoExecute'],
  [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }, 'gpu (any value): NoSchedule'],
  [{ key: 'team', value: 'a' }, 'team=a'],
  [{ key: 'team', operator: 'Equal', value: '' }, 'team='],
  [{ key: 'size', operator: 'Gt', value: '5' }, 'size Gt 5'],
  [
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    'node.kubernetes.io/unreachable (any value): NoExecute, for 300 s',
  ],
];
test.for(tolerations)('a toleration in words: %j', ([toleration, words]) => {
  expect(sayToleration(text, toleration)).toBe(words);
});

const requirements: readonly (readonly [NodeSelectorRequirement, string])[] = [
  [{ key: 'zone', operator: 'In', values: ['a', 'b'] }, 'zone is one of a, b'],
  [{ key: 'zone', operator: 'NotIn', values: ['c'] }, 'zone is none of c'],
  [{ key: 'ssd', operator: 'Exists', values: [] }, 'ssd exists'],
  [{ key: 'ssd', operator: 'DoesNotExist', values: [] }, 'ssd does not exist'],
  [{ key: 'cores', operator: 'Gt', values: ['4'] }, 'cores is above 4'],
  [{ key: 'cores', operator: 'Lt', values: ['4'] }, 'cores is below 4'],
  [{ key: 'cores', operator: 'Near', values: ['4'] }, 'cores Near 4'],
];
test.for(requirements)('a requirement in words: %j', ([requirement, words]) => {
  expect(sayTerm(text, { matchExpressions: [requirement], matchFields: [] })).toStrictEqual([words]);
});

test('fields stand beside expressions', () => {
  const [name, zone] = [
    { key: 'metadata.name', operator: 'In', values: ['node-1'] },
    { key: 'zone', operator: 'Exists', values: [] },
  ];
  expect(sayTerm(text, { matchExpressions: [zone], matchFields: [name] })).toStrictEqual([
    'zone exists',
    'metadata.name is one of node-1',
  ]);
});
