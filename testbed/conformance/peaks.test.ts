import { expect, test } from 'vitest';
import type { Pod } from '#lib/simulator/objects.ts';
import { peaksOf } from './peaks.ts';
import type { PodChange } from './recorder.ts';
import { RUNNING, type StoryPodPlan, storyPod } from './story-pod.ts';

const change = (type: PodChange['type'], pod: Pod): PodChange => ({ type, pod, at: 0 });
const all = () => true;
const ready = (node: string): StoryPodPlan => ({ node, state: RUNNING, isReady: true });
const there = ['node-a', 'node-b', 'node-c'].map((node) => change('ADDED', storyPod(`agent-${node}`, ready(node))));
const leaves = (node: string) => change('MODIFIED', storyPod(`agent-${node}`, { ...ready(node), isLeaving: true }));
const isReplaced = (node: string) => change('ADDED', storyPod(`agent-2-${node}`, ready(node)));

test('nodes count that had a ready pod and have none, at the worst moment', () => {
  const oneByOne = [...there, leaves('node-a'), isReplaced('node-a'), leaves('node-b'), isReplaced('node-b')];
  expect(peaksOf(oneByOne, [3, oneByOne.length], all)).toStrictEqual({ agent: { withoutReady: 1, surging: 0 } });
  const atOnce = [...there, leaves('node-a'), leaves('node-b'), isReplaced('node-a'), isReplaced('node-b')];
  expect(peaksOf(atOnce, [3, atOnce.length], all)).toStrictEqual({ agent: { withoutReady: 2, surging: 0 } });
});

test('while the first pods come nobody is without one; and what was before does not count', () => {
  expect(peaksOf(there, [0, 3], all)).toStrictEqual({ agent: { withoutReady: 0, surging: 0 } });
  const before = [...there, leaves('node-a'), leaves('node-b'), isReplaced('node-a'), isReplaced('node-b')];
  const after = [...before, leaves('node-c')];
  expect(peaksOf(after, [before.length, after.length], all)).toStrictEqual({ agent: { withoutReady: 1, surging: 0 } });
});

test('a node that something happens to is left out', () => {
  const both = [...there, leaves('node-a'), leaves('node-b')];
  const counts = (node: string) => node !== 'node-a';
  expect(peaksOf(both, [3, both.length], counts)).toStrictEqual({ agent: { withoutReady: 1, surging: 0 } });
});

test('a surge is a pod that is not ready beside another that stays, and over when it is ready or the other leaves', () => {
  const second = (node: string, plan: StoryPodPlan = {}) =>
    storyPod(`agent-2-${node}`, { node, target: node, ...plan });
  const surge = [
    ...there,
    change('ADDED', second('node-a')),
    change('MODIFIED', second('node-a', ready('node-a'))),
    // The controller makes the next one before it takes the first old one.
    change('ADDED', second('node-b')),
    leaves('node-a'),
    leaves('node-b'),
    change('ADDED', second('node-c')),
  ];
  expect(peaksOf(surge, [3, surge.length], all)).toStrictEqual({ agent: { withoutReady: 1, surging: 1 } });
});
