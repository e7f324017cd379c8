import { expect, test } from 'vitest';
import { answerFor } from './answer.ts';

test.for([
  { name: 'it is there', value: 'x', known: 'NotSynced', answer: { kind: 'Found', value: 'x' } },
  { name: 'it is not there', value: undefined, known: 'Known', answer: { kind: 'NotFound' } },
  { name: 'it was not there when last looked', value: undefined, known: 'Stale', answer: { kind: 'NotFound' } },
  {
    name: 'nobody can say before the first sync',
    value: undefined,
    known: 'NotSynced',
    answer: { kind: 'NotSynced', resource: 'nodes' },
  },
  {
    name: 'nobody can say without the right to look',
    value: undefined,
    known: 'Forbidden',
    answer: { kind: 'Forbidden', resource: 'nodes' },
  },
] as const)('$name', ({ value, known, answer }) => {
  expect(answerFor<string>(value, 'nodes', { nodes: known })).toStrictEqual(answer);
});

test('of a resource that nothing is known of, nothing is said', () => {
  expect(answerFor(undefined, 'daemonsets', {})).toStrictEqual({ kind: 'NotSynced', resource: 'daemonsets' });
});
