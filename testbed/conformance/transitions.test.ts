import { expect, test } from 'vitest';
import { storyPod } from './story-pod.ts';
import { factsOf, NOTHING, type PodFacts, wordsBetween } from './transitions.ts';

type Row = {
  readonly name: string;
  readonly before?: Partial<PodFacts>;
  readonly after: Partial<PodFacts>;
  readonly words: readonly string[];
};
const RUNS = { owner: 'agent', bound: true, container: 'running', ready: true } as const;
const rows: readonly Row[] = [
  { name: 'nothing new is no word', before: RUNS, after: RUNS, words: [] },
  {
    name: 'a patch that says all at once gives the words of a life in their order',
    after: { ...RUNS, unschedulable: undefined },
    words: ['bound', 'running', 'ready'],
  },
  { name: 'the same in two patches, the first', after: { owner: 'agent', bound: true }, words: ['bound'] },
  {
    name: 'the same in two patches, the second',
    before: { owner: 'agent', bound: true },
    after: RUNS,
    words: ['running', 'ready'],
  },
  {
    name: 'the scheduler is heard, and whom it makes room for',
    after: { unschedulable: 'Unschedulable: no room', nominated: 'node-a' },
    words: ['Unschedulable: no room', 'nominated to node-a'],
  },
  {
    name: 'that the scheduler has nothing to complain of any more is told by the binding',
    before: { unschedulable: 'Unschedulable: no room', nominated: 'node-a' },
    after: { bound: true },
    words: ['bound'],
  },
  {
    name: 'a crash tells how it ended, the restart, and that the pod is not ready',
    before: RUNS,
    after: { ...RUNS, container: 'terminated 1 Error', restarts: 1, ready: false },
    words: ['terminated 1 Error', 'restart 1', 'not ready'],
  },
  {
    name: 'who takes a pod and who lets it go is told, but not whose it was from the beginning',
    before: { ...RUNS, owner: undefined },
    after: RUNS,
    words: ['adopted by agent'],
  },
  { name: 'so is the release', before: RUNS, after: { ...RUNS, owner: undefined }, words: ['released by agent'] },
  {
    name: 'an eviction and the deletion that follows it',
    before: RUNS,
    after: { ...RUNS, disrupted: 'TerminationByKubelet', ended: 'Failed Evicted', ready: false, leaving: true },
    words: ['disrupted TerminationByKubelet', 'Failed Evicted', 'not ready', 'leaving'],
  },
];
test.for(rows)('$name', ({ before, after, words }) => {
  const from = before === undefined ? NOTHING : { ...NOTHING, ...before };
  expect(wordsBetween(from, { ...NOTHING, ...after })).toStrictEqual(words);
});

test('facts are read from the pod: its owner, its node, its first container, its conditions', () => {
  const running = storyPod('agent-x2b4z', {
    node: 'node-a',
    state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
    isReady: true,
  });
  expect(factsOf(running)).toStrictEqual({ ...NOTHING, ...RUNS });
});

test('a container that is being created says nothing: kwok does not know of it', () => {
  const creating = storyPod('agent-x2b4z', { node: 'node-a', state: { waiting: { reason: 'ContainerCreating' } } });
  expect(factsOf(creating)).toStrictEqual({ ...NOTHING, owner: 'agent', bound: true });
  const pulling = storyPod('agent-x2b4z', { node: 'node-a', state: { waiting: { reason: 'ErrImagePull' } } });
  expect(factsOf(pulling).container).toBe('waiting ErrImagePull');
});
