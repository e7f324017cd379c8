import { expect, test } from 'vitest';
import { CREATED_AT, makeContainer, makeNode, makePod, makePodSpec } from '#lib/testing/objects.ts';
import type { NodeRecord, PodRecord, PodSpec, ResourceList } from '../objects.ts';
import { computeFit, exceedsAllocatable, type InsufficientResource, type Shortage } from './fit.ts';
import { hostPortsOf } from './host-ports.ts';
import { templateRequests } from './pod-requests.ts';

function asking(requests: ResourceList): Partial<PodSpec> {
  return { containers: [makeContainer({ requests })] };
}
function holding(requests: ResourceList, overrides: Partial<Omit<PodRecord, 'kind' | 'nodeName' | 'spec'>> = {}) {
  return makePod({ spec: asking(requests), ...overrides });
}
const portOwner: Partial<PodSpec> = {
  containers: [makeContainer({ ports: [{ containerPort: 9100, hostPort: 9100, protocol: 'TCP' }] })],
};

type Row = {
  readonly name: string;
  readonly node?: Partial<Pick<NodeRecord, 'allocatable' | 'capacity'>>;
  readonly pods?: readonly PodRecord[];
  readonly spec: Partial<PodSpec>;
  readonly shortages: readonly Shortage[];
};

const rows: readonly Row[] = [
  { name: '[FT9] fits on an empty node', spec: asking({ cpu: '4', memory: '8Gi' }), shortages: [] },
  {
    name: '[FT6] counts no pod that has ended, and every one that has not, terminating and static ones too',
    pods: [
      holding({ cpu: '4' }, { name: 'done', phase: 'Succeeded' }),
      holding({ cpu: '4' }, { name: 'failed', phase: 'Failed' }),
      holding({ cpu: '1' }, { name: 'leaving', deletionTimestamp: CREATED_AT }),
      holding({ cpu: '1' }, { name: 'static', mirror: true }),
    ],
    spec: asking({ cpu: '3' }),
    shortages: [{ kind: 'InsufficientResource', resource: 'cpu', requested: '3', free: '2', allocatable: '4' }],
  },
  {
    name: '[FT8] needs a slot',
    node: { allocatable: { pods: '1', cpu: '4' } },
    pods: [makePod()],
    spec: {},
    shortages: [{ kind: 'InsufficientResource', resource: 'pods', requested: '1', free: '0', allocatable: '1' }],
  },
  {
    name: '[FT9] [FT10] lists every shortage, not the first',
    node: { allocatable: { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '1', pods: '0' } },
    pods: [],
    spec: {
      containers: [
        makeContainer({
          requests: { cpu: '1001m', memory: '2Gi', 'nvidia.com/gpu': '2' },
          ports: [{ containerPort: 9100, hostPort: 9100, protocol: 'TCP' }],
        }),
      ],
    },
    shortages: [
      { kind: 'InsufficientResource', resource: 'pods', requested: '1', free: '0', allocatable: '0' },
      { kind: 'InsufficientResource', resource: 'cpu', requested: '1001m', free: '1', allocatable: '1' },
      { kind: 'InsufficientResource', resource: 'memory', requested: '2Gi', free: '1Gi', allocatable: '1Gi' },
      { kind: 'InsufficientResource', resource: 'nvidia.com/gpu', requested: '2', free: '1', allocatable: '1' },
    ],
  },
  {
    name: '[FT9] fits with a request of zero where less than nothing is left',
    node: { allocatable: { cpu: '1', pods: '9' } },
    pods: [holding({ cpu: '2' })],
    spec: asking({ cpu: '0' }),
    shortages: [],
  },
  {
    name: '[FT9] tells how far below zero the room is',
    node: { allocatable: { cpu: '1', pods: '9' } },
    pods: [holding({ cpu: '2500m' })],
    spec: asking({ cpu: '1m' }),
    shortages: [{ kind: 'InsufficientResource', resource: 'cpu', requested: '1m', free: '-1500m', allocatable: '1' }],
  },
  {
    name: '[FT10] passes over names that the scheduler does not compare',
    spec: asking({ madeup: '1', 'requests.example.com/thing': '1', pods: '5000' }),
    shortages: [],
  },
  {
    name: '[FT11] tells of a device that allocatable does not know, whoever may provide it',
    spec: asking({ 'example.com/device': '1' }),
    shortages: [
      { kind: 'InsufficientResource', resource: 'example.com/device', requested: '1', free: '0', allocatable: '0' },
    ],
  },
  {
    name: '[FT12] reads allocatable, never capacity',
    node: { allocatable: { cpu: '1', pods: '9' }, capacity: { cpu: '64', pods: '9' } },
    spec: asking({ cpu: '2' }),
    shortages: [{ kind: 'InsufficientResource', resource: 'cpu', requested: '2', free: '1', allocatable: '1' }],
  },
  {
    name: '[FT12] shows an allocatable that nobody can read as it is',
    node: { allocatable: { cpu: 'plenty', pods: '9' } },
    spec: asking({ cpu: '1m' }),
    shortages: [{ kind: 'InsufficientResource', resource: 'cpu', requested: '1m', free: '0', allocatable: 'plenty' }],
  },
  {
    name: '[FT13] names the holder of a host port',
    pods: [makePod({ namespace: 'monitoring', name: 'exporter', spec: portOwner })],
    spec: portOwner,
    shortages: [
      {
        kind: 'HostPortConflict',
        port: 9100,
        protocol: 'TCP',
        hostIP: '0.0.0.0',
        holder: { namespace: 'monitoring', name: 'exporter' },
      },
    ],
  },
  {
    name: '[FT6] [FT13] takes no port from a pod that has ended',
    pods: [makePod({ phase: 'Failed', spec: portOwner })],
    spec: portOwner,
    shortages: [],
  },
];

test.for(rows)('$name', ({ node, pods = [], spec, shortages }) => {
  const asked = makePodSpec(spec);
  const got = computeFit({
    node: makeNode('node-a', node),
    podsOnNode: pods,
    requests: templateRequests(asked),
    hostPorts: hostPortsOf(asked),
  });
  expect(got).toStrictEqual(shortages);
});

test('[FT9] [FT16] tells what the whole node could not give, so that nothing leaving would help', () => {
  const short: InsufficientResource = {
    kind: 'InsufficientResource',
    resource: 'cpu',
    requested: '2',
    free: '1',
    allocatable: '2',
  };
  expect(exceedsAllocatable(short)).toBe(false);
  expect(exceedsAllocatable({ ...short, requested: '2001m' })).toBe(true);
  expect(exceedsAllocatable({ ...short, allocatable: 'plenty' })).toBe(true);
});
