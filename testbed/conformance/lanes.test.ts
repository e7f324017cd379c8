import { expect, test } from 'vitest';
import type { Pod } from '#lib/simulator/objects.ts';
import { lanesOf } from './lanes.ts';
import type { PodChange } from './recorder.ts';
import { RUNNING, type StoryPodPlan, storyPod } from './story-pod.ts';

const revision = (hash: string) => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: { name: `agent-${hash}`, labels: { 'controller-revision-hash': hash } },
});
const change = (type: PodChange['type'], pod: Pod): PodChange => ({ type, pod, at: 0 });
const added = (name: string, plan: StoryPodPlan) => change('ADDED', storyPod(name, plan));
const modified = (name: string, plan: StoryPodPlan) => change('MODIFIED', storyPod(name, plan));
const gone = (name: string, plan: StoryPodPlan) => change('DELETED', storyPod(name, plan));

const A = { node: 'node-a', state: RUNNING, isReady: true } as const;
const B = { target: 'node-b', hash: 'h2' } as const;
const pods = [
  added('agent-1', { target: 'node-a' }),
  modified('agent-1', A),
  added('agent-2', B),
  modified('agent-1', { ...A, isLeaving: true }),
  // Its last state brings news, too: they are none any more.
  gone('agent-1', { node: 'node-a', isLeaving: true, state: { terminated: { exitCode: 0, reason: 'Completed' } } }),
  added('agent-3', { target: 'node-a', hash: 'h2' }),
];
const chronicle = { pods, revisions: [revision('h1'), revision('h2')], events: [] };

test('each node has its own lane, with the pods counted there and their revisions by order of creation', () => {
  expect(lanesOf(chronicle, [], (text) => text)).toStrictEqual([
    {
      family: 'agent',
      node: 'node-a',
      words: [
        '#1 created of r1, generation 1',
        '#1 bound',
        '#1 running',
        '#1 ready',
        '#1 leaving',
        '#1 gone',
        '#2 created of r2, generation 1',
      ],
    },
    { family: 'agent', node: 'node-b', words: ['#1 created of r2, generation 1'] },
  ]);
});

test('a place is marked in every lane that has begun, also where nothing happened', () => {
  const places = [
    { name: 'early', at: 2 },
    { name: 'late', at: 4 },
    { name: 'end', at: 6 },
  ];
  const [a, b] = lanesOf(chronicle, places, (text) => text);
  expect(a?.words.filter((word) => !word.startsWith('#1'))).toStrictEqual([
    '— early —',
    '— late —',
    '#2 created of r2, generation 1',
    '— end —',
  ]);
  expect(b?.words).toStrictEqual(['#1 created of r2, generation 1', '— late —', '— end —']);
});

test('the same word again, of another number of nodes, is told once', () => {
  const refused = (message: string): Pod => {
    const pod = storyPod('agent-1');
    return {
      ...pod,
      status: {
        ...pod.status,
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
      },
    };
  };
  const twice = {
    ...chronicle,
    pods: [change('ADDED', refused('0/3 nodes')), change('MODIFIED', refused('0/4 nodes'))],
  };
  const [lane] = lanesOf(twice, [], (text) => text.replace(/\d nodes/, 'N nodes'));
  expect(lane?.words).toStrictEqual(['#1 created of r1, generation 1', '#1 Unschedulable: 0/N nodes']);
});
