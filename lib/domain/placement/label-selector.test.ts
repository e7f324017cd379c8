import { expect, test } from 'vitest';
import type { LabelSelector } from '../objects.ts';
import { matchesLabelSelector } from './label-selector.ts';

type Row = { readonly name: string; readonly selector: Partial<LabelSelector>; readonly matches: boolean };

const rows: readonly Row[] = [
  { name: '[OR1] an empty selector is met by everything', selector: {}, matches: true },
  { name: '[OR1] every pair is wanted', selector: { matchLabels: { app: 'agent', tier: 'x' } }, matches: false },
  { name: '[OR1] a pair is met', selector: { matchLabels: { app: 'agent' } }, matches: true },
  {
    name: '[OR1] an expression is wanted beside the pairs',
    selector: {
      matchLabels: { app: 'agent' },
      matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }],
    },
    matches: false,
  },
  {
    name: '[OR1] an expression is met',
    selector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist', values: [] }] },
    matches: true,
  },
  {
    name: '[OR1] Gt is for nodes: with it a selector is met by nothing',
    selector: { matchExpressions: [{ key: 'n', operator: 'Gt', values: ['1'] }] },
    matches: false,
  },
  {
    name: '[OR1] an invalid value makes all of it invalid',
    selector: {
      matchLabels: { app: 'agent' },
      matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['not valid'] }],
    },
    matches: false,
  },
  { name: '[OR1] so does an invalid key', selector: { matchLabels: { '-': 'x' } }, matches: false },
];

test.for(rows)('$name', ({ selector, matches }) => {
  const whole: LabelSelector = { matchLabels: {}, matchExpressions: [], ...selector };
  const labels = { app: 'agent', zone: 'a', n: '5' };
  expect(matchesLabelSelector(whole, labels)).toBe(matches);
  expect(matchesLabelSelector(whole, labels)).toBe(matches);
});
