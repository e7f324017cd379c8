import { expect, test } from 'vitest';
import { makeResident, makeResidentDaemonPod, makeWaiting, SMALL_NODE } from '#lib/testing/small-rooms.ts';
import type { OtherWay } from './make-room.ts';
import { findOtherWays, type WaysInput } from './other-ways.ts';

type Row = {
  readonly name: string;
  readonly input: Partial<WaysInput>;
  readonly pods?: WaysInput['room']['pods'];
  readonly ways: readonly OtherWay[];
};

const classes = [
  { name: 'never', value: 200, preemptionPolicy: 'Never' },
  { name: 'high', value: 1_000 },
  { name: 'above', value: 300 },
  { name: 'about', value: 300 },
  { name: 'middle', value: 100 },
];
const EXCLUDE: OtherWay = { kind: 'ExcludeNode' };
const full = [makeResident('big', { cpu: 3_500, priority: 100 })];
const waits = makeWaiting('waits', { cpu: 1_000 });
const LOWER: OtherWay = { kind: 'LowerRequests', by: { cpu: 500 } };
const BIGGER: OtherWay = { kind: 'BiggerNode', allocatable: { cpu: 4_500 } };

const rows: readonly Row[] = [
  {
    name: '[MR16] the smallest class that is higher and may preempt; of equals the first by name',
    input: { group: [waits], priorityClasses: classes },
    pods: full,
    ways: [{ kind: 'RaisePriority', priorityClass: 'about', above: 100 }, LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR16] without a class that is enough, how high it must be',
    input: { group: [waits], priorityClasses: classes.filter(({ value }) => value <= 200) },
    pods: full,
    ways: [{ kind: 'RaisePriority', priorityClass: null, above: 100 }, LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR16] only as many must be surpassed as are enough',
    input: { group: [waits], priorityClasses: classes },
    pods: [makeResident('low', { cpu: 600, priority: 5 }), makeResident('high', { cpu: 2_900, priority: 500 })],
    ways: [{ kind: 'RaisePriority', priorityClass: 'middle', above: 5 }, LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR16] who may preempt and is high enough needs no other class',
    input: { group: [{ ...waits, priority: 101 }], priorityClasses: classes },
    pods: full,
    ways: [LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR16] who may not preempt needs one that may, and not a lower one',
    input: { group: [{ ...waits, priority: 500, mayPreempt: false }], priorityClasses: classes },
    pods: full,
    ways: [{ kind: 'RaisePriority', priorityClass: 'high', above: 100 }, LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR16] nothing is above system-node-critical',
    input: { group: [waits], priorityClasses: classes },
    pods: [makeResident('critical', { cpu: 3_500, priority: 2_000_001_000 })],
    ways: [LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR16] no class takes the room of a static pod, however low it is',
    input: { group: [waits], priorityClasses: classes },
    pods: [makeResident('static', { cpu: 3_500, standing: 'Static' })],
    ways: [LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR16] beside a static pod the others must be enough',
    input: { group: [waits], priorityClasses: classes },
    pods: [
      makeResident('static', { cpu: 500, standing: 'Static' }),
      makeResident('low', { cpu: 200, priority: 5 }),
      makeResident('big', { cpu: 2_900, priority: 100 }),
    ],
    ways: [
      { kind: 'RaisePriority', priorityClass: 'about', above: 100 },
      { kind: 'LowerRequests', by: { cpu: 600 } },
      { kind: 'BiggerNode', allocatable: { cpu: 4_600 } },
      EXCLUDE,
    ],
  },
  {
    name: '[MR17] what lacks all it asks for cannot ask for less',
    input: { group: [waits] },
    pods: [makeResident('big', { cpu: 4_000, priority: 2_000_001_000 })],
    ways: [{ kind: 'BiggerNode', allocatable: { cpu: 5_000 } }, EXCLUDE],
  },
  {
    name: '[MR17] nor is there half a slot',
    input: { group: [makeWaiting('waits', { cpu: 10 })], room: { allocatable: { cpu: 4_000, pods: 1 }, pods: [] } },
    pods: [makeResident('a', { cpu: 10, priority: 2_000_001_000 })],
    ways: [{ kind: 'BiggerNode', allocatable: { pods: 2 } }, EXCLUDE],
  },
  {
    name: '[MR17] no amount of anything frees a port',
    input: { group: [makeWaiting('waits', { cpu: 10, ports: [80] })] },
    pods: [makeResident('holder', { cpu: 4_000, ports: [80], priority: 2_000_001_000 })],
    ways: [EXCLUDE],
  },
  {
    name: '[MR17] replacing before, not beside, is a way where the old pod holds the room',
    input: { group: [waits] },
    pods: [
      makeResidentDaemonPod('old', { cpu: 1_000, priority: 2_000_001_000 }),
      makeResident('big', { cpu: 2_500, priority: 2_000_001_000 }),
    ],
    ways: [{ kind: 'WithoutSurge' }, LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR17] it is none where the old pod holds too little, or is of another DaemonSet',
    input: { group: [waits] },
    pods: [
      makeResidentDaemonPod('old', { cpu: 100, priority: 2_000_001_000 }),
      makeResidentDaemonPod('other', { cpu: 3_400, priority: 2_000_001_000, namespace: 'other' }),
    ],
    ways: [LOWER, BIGGER, EXCLUDE],
  },
  {
    name: '[MR17] those that find room take it first',
    input: { group: [waits], beside: [makeWaiting('first', { cpu: 200 })] },
    pods: [makeResident('big', { cpu: 3_300, priority: 2_000_001_000 })],
    ways: [LOWER, BIGGER, EXCLUDE],
  },
];

test.for(rows)('$name', ({ input, pods = [], ways }) => {
  const room = { allocatable: SMALL_NODE, ...input.room, pods };
  expect(findOtherWays({ group: [], beside: [], priorityClasses: [], ...input, room })).toStrictEqual(ways);
});
