import { expect, test } from 'vitest';
import type { Lack } from './make-room.ts';
import { sizeRequests } from './sizing.ts';

function lack(resource: string, requested: number, free: number): Lack {
  return { kind: 'Resource', resource, requested, free, allocatable: 4_000 };
}
const port: Lack = { kind: 'HostPort', hostPort: { port: 80, protocol: 'TCP', hostIP: '0.0.0.0' }, holders: ['a'] };

test('[RM4] by rising reduction, how many of its nodes fit', () => {
  const nodes = [250, 50, 250, 100].map((short) => ({ daemonSet: 'a/agent', lacks: [lack('cpu', 300, 300 - short)] }));
  expect(sizeRequests(nodes)).toStrictEqual([
    {
      daemonSet: 'a/agent',
      resource: 'cpu',
      requested: 300,
      nodes: 4,
      short: 4,
      steps: [
        { reduction: 50, fit: 1 },
        { reduction: 100, fit: 2 },
        { reduction: 250, fit: 4 },
      ],
    },
  ]);
});

test('[RM4] nodes that lack something else too, and those where nothing is free, are short but do not count; those that lack nothing that we see are none', () => {
  const starved = [
    { daemonSet: 'a/agent', lacks: [lack('cpu', 300, 200), lack('memory', 8, 7)] },
    { daemonSet: 'a/agent', lacks: [lack('cpu', 300, 200), port] },
    { daemonSet: 'a/agent', lacks: [lack('cpu', 300, 0)] },
    { daemonSet: 'a/agent', lacks: [lack('cpu', 400, 100)] },
    { daemonSet: 'a/agent', lacks: [] },
    { daemonSet: 'b/agent', lacks: [port] },
    { daemonSet: 'c/agent', lacks: [lack('pods', 1, 0)] },
  ];
  expect(sizeRequests(starved)).toStrictEqual([
    { daemonSet: 'a/agent', resource: 'cpu', requested: 400, nodes: 4, short: 4, steps: [{ reduction: 300, fit: 1 }] },
    { daemonSet: 'a/agent', resource: 'memory', requested: 8, nodes: 4, short: 1, steps: [] },
  ]);
});

test('[RM4] nobody starved, nothing to say', () => {
  expect(sizeRequests([])).toEqual([]);
});
