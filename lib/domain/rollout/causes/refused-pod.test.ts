import { describe, expect, test } from 'vitest';
import { causesOf, makeEndedPod, POD, type Told, tell, tellEvidence } from '#lib/testing/kubelet.ts';
import { makeContainerStatus, makeNode, makeTaint } from '#lib/testing/objects.ts';
import { makeSilentNode, NOW } from '#lib/testing/rollouts.ts';

/* Texts of pkg/kubelet 1.36.3: lifecycle/predicate.go, eviction/helpers.go, nodeshutdown, cm/admission, preemption. */

type Row = readonly [title: string, reason: string, message: string, told: Told];

const REJECTED = 'Pod was rejected: ';
const CPU = "Node didn't have enough resource: cpu, requested: 500, used: 3800, capacity: 4000";
const MEMORY = "Node didn't have enough resource: memory, requested: 209715200, used: 8000000000, capacity: 8122118144";
const DEVICE =
  'Allocate failed due to requested number of devices unavailable for example.com/gpu. Requested: 1, Available: 0, which is unexpected';
const UNHEALTHY =
  'Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/gpu, which is unexpected';
const CPUS =
  'Allocate failed due to not enough cpus available to satisfy request: requested=2, available=1, which is unexpected';
const LOW =
  'The node was low on resource: memory. Threshold quantity: 100Mi, available: 98532Ki. Container agent was using 212Mi, request is 64Mi, has larger consumption of memory. ';
const TAINT = "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate";
const AFFINITY = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
const PORTS = "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";

const REFUSED: readonly Row[] = [
  [
    '[K01] [KR2] cpu, in thousandths of cores',
    'OutOfcpu',
    REJECTED + CPU,
    [
      'K01',
      'H',
      {
        detail: 'OutOfcpu',
        resource: 'cpu',
        requested: '500m',
        used: '3800m',
        allocatable: '4000m',
        free: '200m',
        message: CPU,
      },
    ],
  ],
  [
    '[K01] [KR1] memory, in bytes, with the prefix of older kubelets',
    'OutOfmemory',
    `Pod ${MEMORY}`,
    [
      'K01',
      'H',
      {
        detail: 'OutOfmemory',
        resource: 'memory',
        requested: '209715200',
        used: '8000000000',
        allocatable: '8122118144',
        free: '122118144',
        message: MEMORY,
      },
    ],
  ],
  [
    '[K01] an extended resource whose text is not known',
    'OutOfexample.com/gpu',
    `${REJECTED}no more of it`,
    ['K01', 'H', { detail: 'OutOfexample.com/gpu', resource: 'example.com/gpu', message: 'no more of it' }],
  ],
  [
    '[K02] [KR3] one pressure',
    'Evicted',
    `${REJECTED}The node had condition: [DiskPressure]. `,
    ['K02', 'H', { detail: 'DiskPressure', message: 'The node had condition: [DiskPressure].' }],
  ],
  [
    '[K02] two pressures, with the prefix of older kubelets',
    'Evicted',
    'Pod The node had condition: [MemoryPressure DiskPressure]. ',
    [
      'K02',
      'H',
      { detail: 'MemoryPressure, DiskPressure', message: 'The node had condition: [MemoryPressure DiskPressure].' },
    ],
  ],
  [
    '[K03] [KR5] low on memory',
    'Evicted',
    LOW,
    [
      'K03',
      'H',
      {
        detail: 'NodeLow',
        resource: 'memory',
        free: '98532Ki',
        container: 'agent',
        used: '212Mi',
        requested: '64Mi',
        message: LOW.trim(),
      },
    ],
  ],
  [
    '[K03] [KR5] low on ephemeral storage, and no container is blamed',
    'Evicted',
    'The node was low on resource: ephemeral-storage. ',
    [
      'K03',
      'H',
      {
        detail: 'NodeLow',
        resource: 'ephemeral-storage',
        message: 'The node was low on resource: ephemeral-storage.',
      },
    ],
  ],
  [
    '[K03] [KR5] the limit of a container',
    'Evicted',
    'Container agent exceeded its local ephemeral storage limit "1Gi". ',
    [
      'K03',
      'H',
      {
        detail: 'StorageLimit',
        resource: 'ephemeral-storage',
        container: 'agent',
        limited: '1Gi',
        message: 'Container agent exceeded its local ephemeral storage limit "1Gi".',
      },
    ],
  ],
  [
    '[K03] [KR5] the limits of all containers: no prefix is taken off here',
    'Evicted',
    'Pod ephemeral local storage usage exceeds the total limit of containers 2.5Gi. ',
    [
      'K03',
      'H',
      {
        detail: 'StorageLimit',
        resource: 'ephemeral-storage',
        limited: '2.5Gi',
        message: 'Pod ephemeral local storage usage exceeds the total limit of containers 2.5Gi.',
      },
    ],
  ],
  [
    '[K03] [KR5] the limit of an emptyDir',
    'Evicted',
    'Usage of EmptyDir volume "spool" exceeds the limit "500Mi". ',
    [
      'K03',
      'H',
      {
        detail: 'EmptyDirLimit',
        resource: 'ephemeral-storage',
        subject: 'spool',
        limited: '500Mi',
        message: 'Usage of EmptyDir volume "spool" exceeds the limit "500Mi".',
      },
    ],
  ],
  [
    '[K03] a text of somebody else',
    'Evicted',
    'moved on',
    ['K03', 'H', { detail: 'Unrecognised', message: 'moved on' }],
  ],
  ['[K04] labels', 'NodeAffinity', REJECTED + AFFINITY, ['K04', 'H', { detail: 'NodeAffinity', message: AFFINITY }]],
  ['[K04] a taint', 'TaintToleration', REJECTED + TAINT, ['K04', 'H', { detail: 'TaintToleration', message: TAINT }]],
  [
    '[K05] too few devices',
    'UnexpectedAdmissionError',
    REJECTED + DEVICE,
    [
      'K05',
      'H',
      { detail: 'UnexpectedAdmissionError', resource: 'example.com/gpu', requested: '1', free: '0', message: DEVICE },
    ],
  ],
  [
    '[K05] no healthy device',
    'UnexpectedAdmissionError',
    REJECTED + UNHEALTHY,
    ['K05', 'H', { detail: 'UnexpectedAdmissionError', resource: 'example.com/gpu', message: UNHEALTHY }],
  ],
  [
    '[K05] the same reason for something that is no device is less sure',
    'UnexpectedAdmissionError',
    REJECTED + CPUS,
    ['K05', 'M', { detail: 'UnexpectedAdmissionError', message: CPUS }],
  ],
  [
    '[K06] no common NUMA node',
    'TopologyAffinityError',
    `${REJECTED}Pod Scope Resources cannot be allocated with Topology locality`,
    [
      'K06',
      'H',
      { detail: 'TopologyAffinityError', message: 'Pod Scope Resources cannot be allocated with Topology locality' },
    ],
  ],
  [
    '[K06] not whole cores',
    'SMTAlignmentError',
    `${REJECTED}SMT Alignment Error: requested 3 cpus not multiple cpus per core = 2`,
    [
      'K06',
      'H',
      {
        detail: 'SMTAlignmentError',
        message: 'SMT Alignment Error: requested 3 cpus not multiple cpus per core = 2',
      },
    ],
  ],
  [
    '[K07] refused by a node that shuts down, in a text with the prefix twice',
    'NodeShutdown',
    `${REJECTED}Pod was rejected as the node is shutting down.`,
    ['K07', 'H', { detail: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' }],
  ],
  [
    '[K07] ended by a node that shuts down',
    'Terminated',
    'Pod was terminated in response to imminent node shutdown.',
    ['K07', 'H', { detail: 'Terminated', message: 'Pod was terminated in response to imminent node shutdown.' }],
  ],
  ['[K31] ports', 'NodePorts', REJECTED + PORTS, ['K31', 'H', { detail: 'NodePorts', message: PORTS }]],
  [
    '[K31] [KR7] preempted for a critical pod',
    'Preempting',
    'Preempted in order to admit critical pod',
    ['K31', 'H', { detail: 'Preempting', message: 'Preempted in order to admit critical pod' }],
  ],
  [
    '[K31] a system that is not that of the node',
    'PodOSNotSupported',
    `${REJECTED}Failed to admit pod as the OS field doesn't match node OS`,
    ['K31', 'H', { detail: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" }],
  ],
];

describe('a pod that has failed says why', () => {
  test.for(REFUSED)('%s', ([, reason, message, told]) => {
    const causes = causesOf(makeEndedPod(reason, message));
    expect(tell(causes)).toStrictEqual([told]);
    expect(causes[0]).toMatchObject({ pod: POD });
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} status.reason = ${reason}`,
      `Pod ${POD} status.message = ${message}`,
    ]);
  });

  test('[K03] without a text nobody knows whether it ran', () => {
    expect(tell(causesOf(makeEndedPod('Evicted')))).toStrictEqual([['K03', 'M', { detail: 'Unrecognised' }]]);
  });
  test('[K31] without a reason there is no cause', () => {
    expect(causesOf(makeEndedPod(undefined, 'who knows'))).toStrictEqual([]);
  });
  test('[K01] what it ended with is final: a kubelet that falls silent later makes it no less sure', () => {
    expect(tell(causesOf(makeEndedPod('NodeAffinity'), { node: makeSilentNode('node-a') }))).toStrictEqual([
      ['K04', 'H', { detail: 'NodeAffinity' }],
    ]);
  });
});

test('[K02] the pressure that the node still has is evidence too', () => {
  const node = makeNode('node-a', {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'DiskPressure', status: 'True' },
      { type: 'PIDPressure', status: 'False' },
    ],
  });
  const pod = makeEndedPod('Evicted', 'Pod was rejected: The node had condition: [DiskPressure PIDPressure]. ');
  expect(tellEvidence(causesOf(pod, { node })).at(-1)).toBe(
    'Node node-a status.conditions[DiskPressure].status = True',
  );
});

test('[K04] names the NoExecute taint that the pod does not tolerate', () => {
  const taints = [
    makeTaint('example.com/fine', 'NoExecute'),
    makeTaint('example.com/other'),
    makeTaint('example.com/drain', 'NoExecute', 'now'),
  ];
  const spec = { tolerations: [{ key: 'example.com/fine', operator: 'Exists' }] };
  const pod = makeEndedPod('TaintToleration', TAINT, { spec });
  expect(tell(causesOf(pod, { node: makeNode('node-a', { taints }) }))).toStrictEqual([
    ['K04', 'H', { detail: 'TaintToleration', taint: 'example.com/drain=now:NoExecute', message: TAINT }],
  ]);
});

test('[K27] a pod that has succeeded: a daemon must not exit', () => {
  const ended = makeContainerStatus({
    ready: false,
    restartCount: 2,
    state: { kind: 'Terminated', exitCode: 0, reason: 'Completed', finishedAt: NOW },
  });
  const causes = causesOf(makeEndedPod(undefined, undefined, { phase: 'Succeeded', containerStatuses: [ended] }));
  expect(tell(causes)).toStrictEqual([
    [
      'K27',
      'H',
      { detail: 'Succeeded', container: 'agent', image: 'example.com/agent:1', exitCode: 0, restartCount: 2 },
    ],
  ]);
  expect(tellEvidence(causes)).toStrictEqual([
    `Pod ${POD} status.phase = Succeeded`,
    `Pod ${POD} status.containerStatuses[agent].state.terminated.exitCode = 0`,
  ]);
});
