import { expect, test } from 'vitest';
import { makeContainer, makeNode, makePod, makePodSpec } from '#lib/testing/objects.ts';
import type { NodeRecord, ResourceList } from '../objects.ts';
import { computeNodeRoom, type NodeRoom } from './node-room.ts';
import { templateRequests } from './pod-requests.ts';

type Row = {
  readonly name: string;
  readonly node: Partial<Pick<NodeRecord, 'allocatable' | 'conditions'>>;
  readonly pods: readonly ResourceList[];
  readonly demands: readonly ResourceList[];
  readonly room: NodeRoom;
};

const rows: readonly Row[] = [
  {
    name: '[FT15] starves where less is free than the missing daemon pods demand together, slots too',
    node: { allocatable: { cpu: '1', pods: '2' } },
    pods: [{ cpu: '400m' }],
    demands: [{ cpu: '300m' }, { cpu: '301m' }],
    room: {
      resources: [
        { resource: 'cpu', kind: 'Starved', allocatable: 1000n, requested: 400n, free: 600n, demand: 601n },
        { resource: 'pods', kind: 'Starved', allocatable: 2n, requested: 1n, free: 1n, demand: 2n },
      ],
      pressure: [],
    },
  },
  {
    name: '[FT15] is tight below 5 % and not at 5 %',
    node: { allocatable: { cpu: '1', memory: '1000', pods: '10' } },
    pods: [{ cpu: '951m', memory: '950' }],
    demands: [],
    room: {
      resources: [
        { resource: 'cpu', kind: 'Tight', allocatable: 1000n, requested: 951n, free: 49n, demand: 0n },
        { resource: 'memory', kind: 'Enough', allocatable: 1000n, requested: 950n, free: 50n, demand: 0n },
        { resource: 'pods', kind: 'Enough', allocatable: 10n, requested: 1n, free: 9n, demand: 0n },
      ],
      pressure: [],
    },
  },
  {
    name: '[FT15] [FT9] has negative room after allocatable shrank, which starves nobody who asks for nothing',
    node: { allocatable: { cpu: '1', pods: '10' } },
    pods: [{ cpu: '2' }],
    demands: [{ cpu: '0' }],
    room: {
      resources: [
        { resource: 'cpu', kind: 'Tight', allocatable: 1000n, requested: 2000n, free: -1000n, demand: 0n },
        { resource: 'pods', kind: 'Enough', allocatable: 10n, requested: 1n, free: 9n, demand: 1n },
      ],
      pressure: [],
    },
  },
  {
    name: '[FT15] tells a demand for what the node does not have at all, and its pressure',
    node: {
      allocatable: { pods: '10' },
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'MemoryPressure', status: 'True' },
        { type: 'DiskPressure', status: 'False' },
        { type: 'PIDPressure', status: 'Unknown' },
      ],
    },
    pods: [],
    demands: [{ 'nvidia.com/gpu': '1' }],
    room: {
      resources: [
        { resource: 'nvidia.com/gpu', kind: 'Starved', allocatable: 0n, requested: 0n, free: 0n, demand: 1n },
        { resource: 'pods', kind: 'Enough', allocatable: 10n, requested: 0n, free: 10n, demand: 1n },
      ],
      pressure: ['MemoryPressure'],
    },
  },
];

test.for(rows)('$name', ({ node, pods, demands, room }) => {
  const podsOnNode = pods.map((requests) => makePod({ spec: { containers: [makeContainer({ requests })] } }));
  const asked = demands.map((requests) => templateRequests(makePodSpec({ containers: [makeContainer({ requests })] })));
  expect(computeNodeRoom(makeNode('node-a', node), podsOnNode, asked)).toStrictEqual(room);
});
