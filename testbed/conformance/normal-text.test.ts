import { expect, test } from 'vitest';
import { normaliseNames, normaliseText } from './normal-text.ts';

const rows = [
  {
    name: 'the scheduler counts nodes of all stories: all of them are N, all but the one that matters N-1',
    text: "0/52 nodes are available: 1 Insufficient cpu, 51 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/52 nodes are available: 1 No preemption victims found for incoming pod, 51 Preemption is not helpful for scheduling.",
    normal:
      "0/N nodes are available: 1 Insufficient cpu, N-1 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/N nodes are available: 1 No preemption victims found for incoming pod, N-1 Preemption is not helpful for scheduling.",
  },
  {
    name: 'what is said of the one node keeps its number, also on a cluster of two nodes',
    text: "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    normal:
      "0/N nodes are available: 1 Insufficient cpu, N-1 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/N nodes are available: N Preemption is not helpful for scheduling.",
  },
  {
    name: 'another number of others is a difference, and stays',
    text: "0/52 nodes are available: 3 Insufficient cpu, 49 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    normal: "0/N nodes are available: 3 Insufficient cpu, 49 node(s) didn't satisfy plugin(s) [NodeAffinity].",
  },
  {
    name: 'a pod that was refused, and what the recorder puts before one of many messages',
    text: '(combined from similar events): Error creating: pods "agent-27bbt" is forbidden: exceeded quota: q, used: pods=3',
    normal: 'Error creating: pods "agent-*" is forbidden: exceeded quota: q, used: pods=3',
  },
  {
    name: 'a uid',
    text: 'Preempted by pod 0a1b2c3d-0000-4111-8222-333344445555 on node x',
    normal: 'Preempted by pod <uid> on node x',
  },
];
test.for(rows)('$name', ({ text, normal }) => {
  expect(normaliseText(text)).toBe(normal);
});

test('a name is not taken for the beginning of another', () => {
  const names = new Map([
    ['roll-1', '<node>'],
    ['roll-10', '<late>'],
  ]);
  expect(normaliseNames('roll-10 and roll-1', names)).toBe('<late> and <node>');
});
