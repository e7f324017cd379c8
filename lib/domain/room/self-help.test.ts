import { expect, test } from 'vitest';
import { makeResident, makeResidentDaemonPod, makeWaiting, SMALL_NODE } from '#lib/testing/small-rooms.ts';
import type { SelfHelp } from './make-room.ts';
import { lacksOf } from './room.ts';
import type { PendingPod, RoomPod } from './room-pod.ts';
import { selfHelpOf } from './self-help.ts';

type Row = {
  readonly name: string;
  readonly waits: PendingPod;
  readonly pods: readonly RoomPod[];
  readonly selfHelp: SelfHelp;
};

const low = makeResident('low', { cpu: 3_000, priority: -1 });
const equal = makeResident('equal', { cpu: 3_000 });

const rows: readonly Row[] = [
  {
    name: '[FT16] more than the whole node has never fits, whoever is lower',
    waits: makeWaiting('waits', { cpu: 4_001 }),
    pods: [low],
    selfHelp: { kind: 'NeverFits' },
  },
  {
    name: '[MR2] what fits already does not wait for room',
    waits: makeWaiting('waits', { cpu: 1_000 }),
    pods: [equal],
    selfHelp: { kind: 'NotNeeded' },
  },
  {
    name: '[MR2] while victims leave the scheduler is at it',
    waits: makeWaiting('waits', { cpu: 2_000, preempting: true }),
    pods: [low],
    selfHelp: { kind: 'UnderWay' },
  },
  {
    name: '[MR2] the policy Never forbids what would help',
    waits: makeWaiting('waits', { cpu: 2_000, mayPreempt: false }),
    pods: [low],
    selfHelp: { kind: 'Forbidden' },
  },
  {
    name: '[MR2] [MR16] without the lower one it fits',
    waits: makeWaiting('waits', { cpu: 2_000 }),
    pods: [low, makeResident('other', { cpu: 500 })],
    selfHelp: { kind: 'Yes', lower: 1 },
  },
  {
    name: '[MR2] equal priority makes no way',
    waits: makeWaiting('waits', { cpu: 2_000 }),
    pods: [equal],
    selfHelp: { kind: 'No', lower: 0 },
  },
  {
    name: '[MR16] the lower ones may hold too little',
    waits: makeWaiting('waits', { cpu: 2_000 }),
    pods: [equal, makeResident('small', { cpu: 500, priority: -1 })],
    selfHelp: { kind: 'No', lower: 1 },
  },
  {
    name: '[MR16] the scheduler takes daemon pods and static pods too',
    waits: makeWaiting('waits', { cpu: 3_500 }),
    pods: [
      makeResidentDaemonPod('agent', { cpu: 1_000, priority: -1 }),
      makeResident('static', { cpu: 1_000, priority: -1, standing: 'Static' }),
    ],
    selfHelp: { kind: 'Yes', lower: 2 },
  },
  {
    name: '[MR16] a port of a lower pod is taken from it',
    waits: makeWaiting('waits', { ports: [80] }),
    pods: [makeResident('holder', { ports: [80], priority: -1 })],
    selfHelp: { kind: 'Yes', lower: 1 },
  },
  {
    name: '[FT6] a terminal pod is nobody to make way',
    waits: makeWaiting('waits', { cpu: 2_000 }),
    pods: [equal, makeResident('done', { standing: 'Terminal', priority: -1 })],
    selfHelp: { kind: 'No', lower: 0 },
  },
];

test.for(rows)('$name', ({ waits, pods, selfHelp }) => {
  expect(selfHelpOf(waits, { allocatable: SMALL_NODE, pods })).toStrictEqual(selfHelp);
});

test('[FT8] [FT9] [FT13] all that is lacking is told, with who holds the port', () => {
  const allocatable = { cpu: 4_000, pods: 2 };
  const pods = [
    makeResident('a', { cpu: 3_000, ports: [80] }),
    makeResident('b', { cpu: 1_500, memory: 5, ports: [80] }),
  ];
  expect(lacksOf(makeWaiting('waits', { cpu: 100, memory: 5, ports: [80, 81] }), { allocatable, pods })).toStrictEqual([
    { kind: 'Resource', resource: 'pods', requested: 1, free: 0, allocatable: 2 },
    { kind: 'Resource', resource: 'cpu', requested: 100, free: -500, allocatable: 4_000 },
    { kind: 'Resource', resource: 'memory', requested: 5, free: -5, allocatable: 0 },
    { kind: 'HostPort', hostPort: { port: 80, protocol: 'TCP', hostIP: '0.0.0.0' }, holders: ['a', 'b'] },
  ]);
});

test('[FT9] who asks for nothing lacks nothing where everything is overdrawn', () => {
  const pods = [makeResident('a', { cpu: 9_000 })];
  expect(lacksOf(makeWaiting('waits'), { allocatable: SMALL_NODE, pods })).toEqual([]);
});
