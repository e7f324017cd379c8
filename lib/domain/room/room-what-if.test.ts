import { expect, test } from 'vitest';
import { makeResident, makeResidentDaemonPod, makeWaiting, SMALL_NODE } from '#lib/testing/small-rooms.ts';
import { computeWhatIf, type WhatIfRoom } from './room-what-if.ts';

const room: WhatIfRoom = {
  allocatable: SMALL_NODE,
  pods: [
    makeResidentDaemonPod('log', { cpu: 500 }),
    makeResident('low', { cpu: 400, memory: 100, priority: -1 }),
    makeResident('equal', { cpu: 1_600 }),
    makeResident('leaving', { cpu: 300, standing: 'Terminating', goneBy: 9 }),
    makeResidentDaemonPod('old', { cpu: 200, standing: 'Terminating', goneBy: 9 }),
    makeResident('static', { cpu: 700, standing: 'Static' }),
  ],
  pending: [makeWaiting('waits', { cpu: 1_000, priority: 0 })],
};

const cpu = { resource: 'cpu', allocatable: 4_000, daemonPods: 500, leaving: 500, needed: 1_000 };
const portless = { portsClash: false };

test('[RM3] per resource who keeps what, what is free, and what hangs over', () => {
  expect(computeWhatIf(room, new Set())).toStrictEqual({
    bars: [
      { ...cpu, notLower: 2_300, lower: 400, free: 300, overhang: 200 },
      {
        resource: 'memory',
        allocatable: 8_000,
        daemonPods: 0,
        notLower: 0,
        lower: 100,
        leaving: 0,
        free: 7_900,
        needed: 0,
        overhang: 0,
      },
      {
        resource: 'pods',
        allocatable: 10,
        daemonPods: 1,
        notLower: 2,
        lower: 1,
        leaving: 2,
        free: 4,
        needed: 1,
        overhang: 0,
      },
    ],
    verdict: {
      kind: 'Lacks',
      lacks: [{ kind: 'Resource', resource: 'cpu', requested: 1_000, free: 800, allocatable: 4_000 }],
      frees: {},
      beyond: {},
      ...portless,
    },
  });
});

test('[RM3] without a ticked pod it fits once the others have left, and what nobody needs is told', () => {
  const { bars, verdict } = computeWhatIf(room, new Set(['low']));
  expect(bars[0]).toStrictEqual({ ...cpu, notLower: 2_300, lower: 0, free: 700, overhang: 0 });
  expect(verdict).toStrictEqual({
    kind: 'FitsLater',
    lacks: [],
    frees: { pods: 1, cpu: 400, memory: 100 },
    beyond: { pods: 1, cpu: 200, memory: 100 },
    ...portless,
  });
});

test('[RM3] with enough ticked it fits now', () => {
  const { verdict } = computeWhatIf(room, new Set(['equal']));
  expect(verdict).toStrictEqual({
    kind: 'Fits',
    lacks: [],
    frees: { pods: 1, cpu: 1_600 },
    beyond: { pods: 1, cpu: 1_400 },
    ...portless,
  });
});

test('[RM3] what is needed is what the plan serves', () => {
  const never = makeWaiting('never', { cpu: 9_000 });
  const pending = [...room.pending, never];
  expect(computeWhatIf({ ...room, pending, plan: { serves: ['waits'] } }, new Set()).bars[0]?.needed).toBe(1_000);
  expect(computeWhatIf({ ...room, pending: [never], plan: { serves: [] } }, new Set()).bars[0]?.needed).toBe(9_000);
  expect(computeWhatIf({ ...room, pending, plan: null }, new Set()).bars[0]?.needed).toBe(10_000);
});

test('[RM3] a held port is lacking until its holder is ticked, and two that want one clash', () => {
  const pods = [makeResident('holder', { ports: [80] })];
  const pending = [makeWaiting('waits', { ports: [80] })];
  const kinds = [new Set<string>(), new Set(['holder'])].map(
    (gone) => computeWhatIf({ allocatable: SMALL_NODE, pods, pending }, gone).verdict.kind,
  );
  expect(kinds).toEqual(['Lacks', 'Fits']);
  const both = [...pending, makeWaiting('other', { ports: [80] })];
  const { verdict } = computeWhatIf({ allocatable: SMALL_NODE, pods: [], pending: both }, new Set());
  expect(verdict).toEqual({ kind: 'Lacks', lacks: [], portsClash: true, frees: {}, beyond: {} });
});

test('[FT9] where nobody asks for it, overdrawn room hangs over nothing', () => {
  const pods = [makeResident('a', { memory: 9_000 })];
  const { bars } = computeWhatIf({ allocatable: SMALL_NODE, pods, pending: [makeWaiting('waits')] }, new Set());
  expect(bars.map(({ resource, free, overhang }) => [resource, free, overhang])).toEqual([
    ['cpu', 4_000, 0],
    ['memory', -1_000, 0],
    ['pods', 9, 0],
  ]);
});
