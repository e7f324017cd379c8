import { expect, test } from 'vitest';
import { makeNode } from '#lib/testing/objects.ts';
import type { Labels, NodeSelectorRequirement, NodeSelectorTerm } from '../objects.ts';
import { isLabelKey, isLabelValue, parseInt64 } from './label-syntax.ts';
import { compileNodeSelector } from './node-selector.ts';
import type { FailedTerm } from './reason.ts';

function expression(key: string, operator: string, ...values: readonly string[]): NodeSelectorRequirement {
  return { key, operator, values };
}
function term(...matchExpressions: readonly NodeSelectorRequirement[]): NodeSelectorTerm {
  return { matchExpressions, matchFields: [] };
}
function fields(...matchFields: readonly NodeSelectorRequirement[]): NodeSelectorTerm {
  return { matchExpressions: [], matchFields };
}
function failed(requirement: NodeSelectorRequirement, rest: Partial<FailedTerm> = {}): FailedTerm {
  return { requirement: { ...requirement, field: false }, invalid: false, ...rest };
}

type OperatorRow = {
  readonly name: string;
  readonly requirement: NodeSelectorRequirement;
  readonly absent: boolean;
  /** The values of the label with which it matches. */
  readonly matching: readonly string[];
  readonly others: readonly string[];
};

const operators: readonly OperatorRow[] = [
  {
    name: '[EL10] In wants one of its values',
    requirement: expression('n', 'In', 'a', ''),
    absent: false,
    matching: ['a', ''],
    others: ['b'],
  },
  {
    name: '[EL10] NotIn is content with an absent label',
    requirement: expression('n', 'NotIn', 'a'),
    absent: true,
    matching: ['b', ''],
    others: ['a'],
  },
  {
    name: '[EL10] Exists wants the label with any value',
    requirement: expression('n', 'Exists'),
    absent: false,
    matching: ['', 'a'],
    others: [],
  },
  {
    name: '[EL10] DoesNotExist wants it away',
    requirement: expression('n', 'DoesNotExist'),
    absent: true,
    matching: [],
    others: ['', 'a'],
  },
  {
    name: '[EL10] Gt compares integers',
    requirement: expression('n', 'Gt', '9'),
    absent: false,
    matching: ['10', '0010'],
    others: ['9', '8', 'ten', '10.5', ''],
  },
  {
    name: '[EL10] Lt compares integers',
    requirement: expression('n', 'Lt', '10'),
    absent: false,
    matching: ['9', '009', '-5'],
    others: ['10', '11', 'x'],
  },
  {
    name: '[EL12] Gt tells integers apart that JavaScript’s numbers cannot',
    requirement: expression('n', 'Gt', '9007199254740992'),
    absent: false,
    matching: ['9007199254740993', '9223372036854775807'],
    others: ['9007199254740992', '9223372036854775808'],
  },
];

test.for(operators)('$name', ({ requirement, absent, matching, others }) => {
  const selector = compileNodeSelector([term(requirement)]);
  const matches = (labels: Labels) => selector.explainMismatch(makeNode('node-a', { labels })) === undefined;
  expect(matches({})).toBe(absent);
  expect(matching.filter((n) => !matches({ n }))).toStrictEqual([]);
  expect(others.filter((n) => matches({ n }))).toStrictEqual([]);
});

type TermRow = {
  readonly name: string;
  readonly terms: readonly NodeSelectorTerm[];
  readonly mismatch: readonly FailedTerm[] | undefined;
};

const inA = expression('zone', 'In', 'a');
const inB = expression('zone', 'In', 'b');
const terms: readonly TermRow[] = [
  { name: '[EL7] one matching term is enough', terms: [term(inB), term(inA)], mismatch: undefined },
  {
    name: '[EL7] a term wants all its requirements; its first failure is told with what the node has',
    terms: [term(inA, expression('pool', 'Exists'), inB), term(inB)],
    mismatch: [failed(expression('pool', 'Exists')), failed(inB, { have: 'a' })],
  },
  {
    name: '[EL7] expressions and fields of a term are both wanted',
    terms: [{ matchExpressions: [inA], matchFields: [expression('metadata.name', 'In', 'node-b')] }],
    mismatch: [
      {
        requirement: { ...expression('metadata.name', 'In', 'node-b'), field: true },
        invalid: false,
        have: 'node-a',
      },
    ],
  },
  {
    name: '[EL7] a field alone can match',
    terms: [fields(expression('metadata.name', 'In', 'node-a'))],
    mismatch: undefined,
  },
  {
    name: '[EL7] a field can be refused',
    terms: [fields(expression('metadata.name', 'NotIn', 'node-a'))],
    mismatch: [
      {
        requirement: { ...expression('metadata.name', 'NotIn', 'node-a'), field: true },
        invalid: false,
        have: 'node-a',
      },
    ],
  },
  { name: '[EL8] no term at all matches no node', terms: [], mismatch: [] },
  { name: '[EL8] an empty term is skipped, it does not match', terms: [term()], mismatch: [] },
  { name: '[EL8] an empty term does not hinder another', terms: [term(), term(inA)], mismatch: undefined },
  {
    name: '[EL9] an invalid term never matches, though its other requirements would',
    terms: [term(inA, expression('zone', 'Near', 'a'))],
    mismatch: [failed(expression('zone', 'Near', 'a'), { invalid: true })],
  },
  {
    name: '[EL9] an invalid term does not hinder another',
    terms: [term(expression('zone', 'In')), term(inA)],
    mismatch: undefined,
  },
];

test.for(terms)('$name', ({ terms: given, mismatch }) => {
  const node = makeNode('node-a', { labels: { zone: 'a' } });
  expect(compileNodeSelector(given).explainMismatch(node)).toStrictEqual(mismatch);
});

type InvalidRow = { readonly name: string; readonly term: NodeSelectorTerm };

const invalid: readonly InvalidRow[] = [
  { name: '[EL11] In without values', term: term(expression('zone', 'In')) },
  { name: '[EL11] NotIn without values', term: term(expression('zone', 'NotIn')) },
  { name: '[EL11] Exists with a value', term: term(expression('zone', 'Exists', 'a')) },
  { name: '[EL11] DoesNotExist with a value', term: term(expression('pool', 'DoesNotExist', 'a')) },
  { name: '[EL11] Gt with two values', term: term(expression('zone', 'Gt', '1', '2')) },
  { name: '[EL11] Gt with what is no integer', term: term(expression('zone', 'Gt', 'a')) },
  { name: '[EL11] Lt with a negative integer, which is no label value', term: term(expression('zone', 'Lt', '-1')) },
  { name: '[EL11] a key that is none', term: term(expression('-zone', 'DoesNotExist')) },
  { name: '[EL11] NotIn with what no label can be', term: term(expression('zone', 'NotIn', 'not valid')) },
  { name: '[EL11] a field with Exists', term: fields(expression('metadata.name', 'Exists')) },
  { name: '[EL11] a field with two values', term: fields(expression('metadata.name', 'In', 'node-a', 'node-b')) },
  { name: '[EL11] a field other than the name', term: fields(expression('metadata.namespace', 'In', 'node-a')) },
];

test.for(invalid)('$name never matches', ({ term: given }) => {
  const node = makeNode('node-a', { labels: { zone: 'a' } });
  expect(compileNodeSelector([given]).explainMismatch(node)).toHaveLength(1);
});

test('[EL11] knows label keys and values', () => {
  const keys = ['zone', 'example.com/Pool_1', 'a', 'A.b-c', `${'a'.repeat(253)}/b`];
  const noKeys = [
    '',
    '-a',
    'a-',
    'a b',
    '/a',
    'a/',
    'a/b/c',
    'Example.com/a',
    'a..b/c',
    'a'.repeat(64),
    `${'a'.repeat(254)}/b`,
  ];
  expect(keys.filter((key) => !isLabelKey(key))).toStrictEqual([]);
  expect(noKeys.filter(isLabelKey)).toStrictEqual([]);
  expect(['', 'a', '1.5', 'a'.repeat(63)].filter((value) => !isLabelValue(value))).toStrictEqual([]);
  expect(['-5', 'a ', '_', 'a'.repeat(64), 'ä'].filter(isLabelValue)).toStrictEqual([]);
});

test('[EL12] reads integers as Go does', () => {
  expect(parseInt64('+007')).toBe(7n);
  expect(parseInt64('-9223372036854775808')).toBe(-(2n ** 63n));
  expect(['', '+', '1_000', '0x1', '1.0', ' 1', '9223372036854775808'].map(parseInt64)).toStrictEqual(
    Array.from({ length: 7 }, () => undefined),
  );
});
