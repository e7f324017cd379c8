import { expect, test, vi } from 'vitest';
import { answerFor, answerOfNodes } from './answer.ts';

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

const ALL = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known', nodes: 'Known' } as const;

test.for([
  { name: 'all is known', known: {}, answer: { kind: 'Found', value: 'x' } },
  { name: 'nodes are stale', known: { nodes: 'Stale' }, answer: { kind: 'Found', value: 'x' } },
  { name: 'nodes are forbidden', known: { nodes: 'Forbidden' }, answer: { kind: 'Forbidden', resource: 'nodes' } },
  { name: 'pods are not read yet', known: { pods: 'NotSynced' }, answer: { kind: 'NotSynced', resource: 'pods' } },
  {
    name: 'one may never be read and another is not read yet',
    known: { daemonsets: 'NotSynced', nodes: 'Forbidden' },
    answer: { kind: 'Forbidden', resource: 'nodes' },
  },
  {
    name: 'what does not tell of nodes is forbidden',
    known: { poddisruptionbudgets: 'Forbidden' },
    answer: { kind: 'Found', value: 'x' },
  },
] as const)('of all nodes, when $name', async ({ known, answer }) => {
  const make = vi.fn(async () => 'x');
  expect(await answerOfNodes(make, { ...ALL, ...known })).toStrictEqual(answer);
  expect(make).toHaveBeenCalledTimes(answer.kind === 'Found' ? 1 : 0);
});
