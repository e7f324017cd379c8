import { expect, test } from 'vitest';
import {
  CREATED_AT,
  makeContainer,
  makeContainerStatus,
  makeNode,
  makePod,
  makePodSpec,
  makeTaint,
  QUIET_HASH,
} from '#lib/testing/objects.ts';
import {
  deriveCell,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  OLD_HASH,
  ROLLED_AT,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import type { PodCondition, PodRecord } from '../objects.ts';
import type { Cell, CellInput } from './cell.ts';
import type { CellReason } from './reason.ts';

type Verdict = Pick<Cell, 'kind'> & {
  readonly reasons: readonly CellReason[];
  readonly since?: number;
  readonly recheckAt?: number;
  readonly readsRoom?: true;
};
type Row = { readonly name: string; readonly given: Partial<CellInput>; readonly verdict: Verdict };

const node = (overrides: Parameters<typeof makeNode>[1] = {}) => makeNode('node-a', overrides);
const newPod = (overrides: Parameters<typeof makeNewPod>[1] = {}): PodRecord => makeNewPod('node-a', overrides);
const oldPod = (overrides: Parameters<typeof makeOldPod>[1] = {}): PodRecord => makeOldPod('node-a', overrides);
const outdated: CellReason = { kind: 'Outdated', hash: OLD_HASH };
const allowanceMillis = 2 * MINUTE;
const tainted = { ...makeTaint('dedicated', 'NoSchedule', 'gpu'), timeAdded: NOW - 7 * SECOND };
const untolerated: CellReason = { kind: 'Taint', taint: tainted };
const silent: CellReason = {
  kind: 'NodeNotReady',
  status: 'Unknown',
  conditionReason: 'NodeStatusUnknown',
  since: NOW - MINUTE,
};
const silentTaints: readonly CellReason[] = makeSilentNode('node-a')
  .taints.filter(({ effect }) => effect === 'NoSchedule')
  .map((taint) => ({ kind: 'Taint', taint }));

function refused(message: string, reason = 'Unschedulable'): readonly PodCondition[] {
  return [{ type: 'PodScheduled', status: 'False', reason, message, lastTransitionTime: NOW - 20 * SECOND }];
}
function silentRefusal(reason: string): PodCondition {
  return { type: 'PodScheduled', status: 'False', reason, lastTransitionTime: NOW - 20 * SECOND };
}
const others = "2 node(s) didn't satisfy plugin(s) [NodeAffinity]";
function pending(overrides: Parameters<typeof makeNewPod>[1] = {}): PodRecord {
  const { startTime: _, ...pod } = makeNewPod('node-a', {
    nodeName: undefined,
    pinnedTo: 'node-a',
    phase: 'Pending',
    creationTimestamp: NOW - 30 * SECOND,
    conditions: [],
    containerStatuses: [],
    ...overrides,
  });
  return pod;
}
const noScheduler = { kind: 'Scheduling' } as const;
const bigSpec = makePodSpec({ containers: [makeContainer({ requests: { cpu: '2' } })] });
const crowd = [makePod({ name: 'big', spec: { containers: [makeContainer({ requests: { cpu: '3' } })] } })];
const shortOfCpu: CellReason = {
  kind: 'InsufficientResource',
  resource: 'cpu',
  requested: '2',
  free: '1',
  allocatable: '4',
};

const rows: readonly Row[] = [
  // unknown
  ...(['NotSynced', 'Forbidden', 'Stale'] as const).map(
    (why): Row => ({
      name: `[CE1] pods ${why} make every cell unknown, also with a pod in the last picture`,
      given: { knowledge: { pods: why, nodes: 'Known' }, pods: [newPod()] },
      verdict: { kind: 'unknown', reasons: [{ kind: 'Unreadable', resource: 'pods', why }] },
    }),
  ),
  ...(['NotSynced', 'Stale'] as const).map(
    (why): Row => ({
      name: `[CE1] nodes ${why} make it unknown too, and the pod's own reasons stay`,
      given: { knowledge: { pods: 'Known', nodes: why }, pods: [oldPod()] },
      verdict: {
        kind: 'unknown',
        reasons: [{ kind: 'Unreadable', resource: 'nodes', why }, outdated],
      },
    }),
  ),
  {
    name: '[CE2] nodes forbidden: the cell speaks of the pod alone',
    given: { knowledge: { pods: 'Known', nodes: 'Forbidden' }, node: undefined, pods: [oldPod()] },
    verdict: { kind: 'old', reasons: [outdated], since: CREATED_AT },
  },
  {
    name: '[CE2] and where there is none, nothing is known',
    given: { knowledge: { pods: 'Known', nodes: 'Forbidden' }, node: undefined },
    verdict: { kind: 'unknown', reasons: [{ kind: 'Unreadable', resource: 'nodes', why: 'Forbidden' }] },
  },
  {
    name: '[CE2] [CE7] a pod that the scheduler finds no room for is starved even so',
    given: {
      knowledge: { pods: 'Known', nodes: 'Forbidden' },
      node: undefined,
      pods: [pending({ conditions: refused(`0/3 nodes are available: 1 Insufficient cpu, ${others}.`) })],
    },
    verdict: {
      kind: 'starved',
      reasons: [{ kind: 'SchedulerSaysInsufficient', resource: 'cpu' }],
      since: NOW - 20 * SECOND,
    },
  },
  // nodeDown
  {
    name: '[CE3] [FA2] a silent node with a pod is nodeDown, though by its taints it is not wanted',
    given: { node: makeSilentNode('node-a'), pods: [newPod()] },
    verdict: { kind: 'nodeDown', reasons: [silent, ...silentTaints], since: NOW - MINUTE },
  },
  {
    name: '[CE3] so is one without a pod, for it would be wanted were it healthy',
    given: { node: makeSilentNode('node-a') },
    verdict: { kind: 'nodeDown', reasons: [silent, ...silentTaints], since: NOW - MINUTE },
  },
  {
    name: '[CE3] but not one that the selector leaves out anyway',
    given: {
      node: makeSilentNode('node-a'),
      daemonSet: makeRollingDaemonSet({ spec: { nodeSelector: { disk: 'ssd' } } }),
    },
    verdict: { kind: 'excluded', reasons: [{ kind: 'NodeSelector', key: 'disk', want: 'ssd' }, ...silentTaints] },
  },
  {
    name: "[CE3] the pod's own trouble is told as well",
    given: { node: makeSilentNode('node-a'), pods: [oldPod(waitingWith('CrashLoopBackOff', 4))] },
    verdict: {
      kind: 'nodeDown',
      reasons: [
        silent,
        {
          kind: 'ContainerWaiting',
          container: 'agent',
          init: false,
          waitingReason: 'CrashLoopBackOff',
          restartCount: 4,
        },
        {
          kind: 'NotReady',
          conditionReason: 'ContainersNotReady',
          since: NOW - MINUTE,
          allowanceMillis,
        },
        outdated,
        ...silentTaints,
      ],
      since: NOW - MINUTE,
    },
  },
  {
    name: '[CE3] [PD4] what the silence of the node makes of its pod is no reason of its own',
    given: {
      node: makeSilentNode('node-a'),
      pods: [newPod({ conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: NOW - 10 * MINUTE }] })],
    },
    verdict: { kind: 'nodeDown', reasons: [silent, ...silentTaints], since: NOW - MINUTE, recheckAt: NOW + MINUTE },
  },
  {
    name: '[CE3] a node that has not yet said whether it is Ready is down, too',
    given: { node: node({ conditions: [] }), pods: [newPod()] },
    verdict: { kind: 'nodeDown', reasons: [{ kind: 'NodeNotReady', status: 'Absent' }] },
  },
  {
    name: '[CE3] a pod whose node is gone',
    given: { node: undefined, pods: [newPod()] },
    verdict: { kind: 'nodeDown', reasons: [{ kind: 'NodeGone' }] },
  },
  {
    name: '[CE5] a place that nobody asks about any more: node gone, no pod',
    given: { node: undefined },
    verdict: { kind: 'excluded', reasons: [{ kind: 'NodeGone' }] },
  },
  // misscheduled, excluded
  {
    name: '[CE4] a pod that runs under an untolerated taint is misscheduled since the taint came',
    given: { node: node({ taints: [tainted] }), pods: [newPod()] },
    verdict: { kind: 'misscheduled', reasons: [untolerated], since: NOW - 7 * SECOND },
  },
  {
    name: '[CE5] one that is on its way out leaves the node excluded',
    given: { node: node({ taints: [tainted] }), pods: [newPod(terminatingSince(NOW - SECOND))] },
    verdict: {
      kind: 'excluded',
      reasons: [untolerated, { kind: 'Terminating', deadline: NOW + 29 * SECOND }],
      since: NOW - 7 * SECOND,
      recheckAt: NOW + 59 * SECOND + 1,
    },
  },
  {
    name: '[CE5] without a pod it is excluded, for every reason that holds',
    given: {
      node: node({ taints: [tainted] }),
      daemonSet: makeRollingDaemonSet({ spec: { nodeSelector: { disk: 'ssd' } } }),
    },
    verdict: { kind: 'excluded', reasons: [{ kind: 'NodeSelector', key: 'disk', want: 'ssd' }, untolerated] },
  },
  // failed
  {
    name: '[CE6] [PD2] a pod that cannot pull its image has failed at once',
    given: { pods: [newPod(waitingWith('ImagePullBackOff'))] },
    verdict: {
      kind: 'failed',
      reasons: [
        {
          kind: 'ContainerWaiting',
          container: 'agent',
          init: false,
          waitingReason: 'ImagePullBackOff',
          restartCount: 0,
        },
      ],
      since: NOW - MINUTE,
      recheckAt: NOW + MINUTE,
    },
  },
  {
    name: '[CE6] a pod that the kubelet refused has failed',
    given: {
      pods: [
        newPod({
          phase: 'Failed',
          reason: 'OutOfcpu',
          message: 'Pod was rejected: no cpu',
          conditions: [],
          containerStatuses: [],
        }),
      ],
    },
    verdict: {
      kind: 'failed',
      reasons: [{ kind: 'PodFailed', podReason: 'OutOfcpu', message: 'Pod was rejected: no cpu' }],
      since: NOW - MINUTE,
    },
  },
  {
    name: '[CE6] so has one that ended well: a daemon must not',
    given: { pods: [newPod({ phase: 'Succeeded', conditions: [], containerStatuses: [] })] },
    verdict: {
      kind: 'failed',
      reasons: [{ kind: 'PodFailed', podReason: 'Succeeded' }],
      since: NOW - MINUTE,
    },
  },
  {
    name: '[CE6] [SC8] refused for a taint that only the scheduler sees',
    given: {
      pods: [
        pending({ conditions: refused(`0/3 nodes are available: 1 node(s) had untolerated taint(s), ${others}.`) }),
      ],
    },
    verdict: {
      kind: 'failed',
      reasons: [
        {
          kind: 'Unschedulable',
          parts: ['node(s) had untolerated taint(s)'],
          message: `0/3 nodes are available: 1 node(s) had untolerated taint(s), ${others}.`,
        },
      ],
      since: NOW - 20 * SECOND,
      readsRoom: true,
    },
  },
  {
    name: '[CE6] [SC4] refused because its labels no longer fit the selector that admission added',
    given: {
      pods: [
        pending({
          conditions: refused(
            "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
          ),
        }),
      ],
    },
    verdict: {
      kind: 'failed',
      reasons: [
        {
          kind: 'Unschedulable',
          parts: ['SelectorMismatch'],
          message:
            "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
        },
      ],
      since: NOW - 20 * SECOND,
      readsRoom: true,
    },
  },
  {
    name: '[CE6] [SC20] a gated pod',
    given: { pods: [pending({ conditions: refused('', 'SchedulingGated') })] },
    verdict: { kind: 'failed', reasons: [{ kind: 'SchedulingGated' }], since: NOW - 20 * SECOND },
  },
  {
    name: '[CE6] [SC20] a pod that nobody has scheduled for more than a minute',
    given: { pods: [pending({ creationTimestamp: NOW - MINUTE - 1, spec: { schedulerName: 'mine' } })] },
    verdict: {
      kind: 'failed',
      reasons: [{ kind: 'NobodySchedules', schedulerName: 'mine' }],
      since: NOW - MINUTE - 1,
      readsRoom: true,
    },
  },
  {
    name: '[CE6] [PD4] [RS1a] not ready past its start allowance',
    given: { pods: [newPod({ creationTimestamp: NOW - 2 * MINUTE, ...notReadySince(NOW - 2 * MINUTE) })] },
    verdict: {
      kind: 'failed',
      reasons: [{ kind: 'NotReady', conditionReason: 'ContainersNotReady', since: NOW - 2 * MINUTE, allowanceMillis }],
      since: NOW - 2 * MINUTE,
    },
  },
  {
    name: '[CE6] [PD4] and the container that still waits is named beside it',
    given: { pods: [newPod({ creationTimestamp: NOW - 2 * MINUTE, ...waitingWith('ContainerCreating') })] },
    verdict: {
      kind: 'failed',
      reasons: [
        { kind: 'NotReady', conditionReason: 'ContainersNotReady', since: NOW - MINUTE, allowanceMillis },
        { kind: 'Starting', container: 'agent', waitingReason: 'ContainerCreating' },
      ],
      since: NOW - MINUTE,
    },
  },
  {
    name: '[CE6] [PD4] a pod that was Ready for a day and no longer is fails at once',
    given: { pods: [oldPod(notReadySince(NOW - SECOND))] },
    verdict: {
      kind: 'failed',
      reasons: [
        { kind: 'NotReady', conditionReason: 'ContainersNotReady', since: NOW - SECOND, allowanceMillis },
        outdated,
      ],
      since: NOW - SECOND,
    },
  },
  {
    name: '[CE6] [TM1] terminating for more than 30 s beyond its grace period',
    given: { pods: [oldPod({ deletionTimestamp: NOW - 30 * SECOND - 1, finalizers: ['example.com/keep'] })] },
    verdict: {
      kind: 'failed',
      reasons: [
        { kind: 'TerminatingOverdue', deadline: NOW - 30 * SECOND - 1, finalizers: ['example.com/keep'] },
        outdated,
      ],
      since: NOW - 1,
    },
  },
  ...(
    [
      ['no nodes available to schedule pods', 'no nodes available to schedule pods'],
      ['running Bind plugin: boom', 'running Bind plugin: boom'],
    ] as const
  ).map(
    ([message, part]): Row => ({
      name: `[CE6] [SC3] "${message}" is the only thing said`,
      given: { pods: [pending({ conditions: refused(message, 'SchedulerError') })] },
      verdict: {
        kind: 'failed',
        reasons: [{ kind: 'Unschedulable', parts: [part], message }],
        since: NOW - 20 * SECOND,
        readsRoom: true,
      },
    }),
  ),
  {
    name: '[CE6] [SC20] a scheduler that failed without a word',
    given: { pods: [pending({ conditions: [silentRefusal('SchedulerError')] })] },
    verdict: {
      kind: 'failed',
      reasons: [{ kind: 'Unschedulable', parts: ['SchedulerError'] }],
      since: NOW - 20 * SECOND,
      readsRoom: true,
    },
  },
  {
    name: '[CE9] one that refuses without saying why, where we see nothing in the way',
    given: { pods: [pending({ creationTimestamp: CREATED_AT, conditions: [silentRefusal('Unschedulable')] })] },
    verdict: { kind: 'progressing', reasons: [noScheduler], since: NOW - 20 * SECOND, readsRoom: true },
  },
  // starved
  {
    name: '[CE7] [SC5] an unbound pod that its own node has no room for, before the scheduler says so',
    given: { pods: [pending({ spec: bigSpec })], podsOnNode: () => crowd },
    verdict: { kind: 'starved', reasons: [shortOfCpu], since: NOW - 30 * SECOND, readsRoom: true },
  },
  {
    name: '[CE7] [CE13] [SC19] starved also while its victims terminate, until the last of them is overdue',
    given: {
      pods: [pending({ spec: bigSpec, nominatedNodeName: node().name })],
      podsOnNode: () => [
        ...crowd,
        makePod({ name: 'victim', deletionTimestamp: NOW - 30 * SECOND }),
        makePod({ name: 'overdue', deletionTimestamp: NOW - 30 * SECOND - 1 }),
      ],
    },
    verdict: {
      kind: 'starved',
      reasons: [shortOfCpu],
      since: NOW - 30 * SECOND,
      recheckAt: NOW + 1,
      readsRoom: true,
    },
  },
  {
    name: '[CE7] [SC7] a host port that another pod holds, with its holder',
    given: {
      pods: [
        pending({
          spec: { containers: [makeContainer({ ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }] })] },
          conditions: refused(
            `0/3 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, ${others}.`,
          ),
        }),
      ],
      podsOnNode: () => [
        makePod({
          name: 'web',
          spec: { containers: [makeContainer({ ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }] })] },
        }),
      ],
    },
    verdict: {
      kind: 'starved',
      reasons: [
        {
          kind: 'HostPortConflict',
          port: 80,
          protocol: 'TCP',
          hostIP: '0.0.0.0',
          holder: { namespace: 'default', name: 'web' },
        },
      ],
      since: NOW - 20 * SECOND,
      readsRoom: true,
    },
  },
  {
    name: '[CE7] [SC6] the scheduler says that there is no slot, and our sum does not show it',
    given: {
      pods: [pending({ conditions: refused(`0/3 nodes are available: 1 Too many pods, ${others}.`) })],
    },
    verdict: {
      kind: 'starved',
      reasons: [{ kind: 'SchedulerSaysInsufficient', resource: 'pods' }],
      since: NOW - 20 * SECOND,
      readsRoom: true,
    },
  },
  {
    name: '[CE6] before [CE7]: a rule refuses the pod, and room is short as well',
    given: {
      pods: [
        pending({
          spec: bigSpec,
          conditions: refused(`0/3 nodes are available: 1 node(s) were unschedulable, ${others}.`),
        }),
      ],
      podsOnNode: () => crowd,
    },
    verdict: {
      kind: 'failed',
      reasons: [
        {
          kind: 'Unschedulable',
          parts: ['node(s) were unschedulable'],
          message: `0/3 nodes are available: 1 node(s) were unschedulable, ${others}.`,
        },
        shortOfCpu,
      ],
      since: NOW - 20 * SECOND,
      readsRoom: true,
    },
  },
  // missing
  {
    name: '[CE8] no pod for more than ten seconds',
    given: { absentSince: NOW - 10 * SECOND - 1 },
    verdict: {
      kind: 'missing',
      reasons: [{ kind: 'NoPod', since: NOW - 10 * SECOND - 1 }],
      since: NOW - 10 * SECOND - 1,
      recheckAt: NOW - 10 * SECOND + 5 * MINUTE,
    },
  },
  {
    name: '[CE8] unseen, it counts from the newest of node, DaemonSet and revision',
    given: {},
    verdict: {
      kind: 'missing',
      reasons: [{ kind: 'NoPod', since: ROLLED_AT }],
      since: ROLLED_AT,
      recheckAt: ROLLED_AT + 5 * MINUTE + 1,
    },
  },
  {
    name: '[CE8] a refusal to create it is known: missing at once',
    given: { absentSince: NOW, failedCreate: { message: 'no quota', lastSeen: NOW } },
    verdict: {
      kind: 'missing',
      reasons: [
        { kind: 'FailedCreate', message: 'no quota', lastSeen: NOW },
        { kind: 'NoPod', since: NOW },
      ],
      since: NOW,
      recheckAt: NOW + 60 * MINUTE + 1,
    },
  },
  {
    name: '[CE8] a terminal pod that is being deleted is no pod',
    given: { absentSince: CREATED_AT, pods: [oldPod({ phase: 'Failed', deletionTimestamp: NOW })] },
    verdict: { kind: 'missing', reasons: [{ kind: 'NoPod', since: CREATED_AT }], since: CREATED_AT },
  },
  // progressing
  {
    name: '[CE9] no pod yet',
    given: { absentSince: NOW - 10 * SECOND },
    verdict: {
      kind: 'progressing',
      reasons: [{ kind: 'NoPodYet', since: NOW - 10 * SECOND }],
      since: NOW - 10 * SECOND,
      recheckAt: NOW + 1,
    },
  },
  {
    name: '[CE9] [SC20] pending, for at most a minute without a word of the scheduler',
    given: { pods: [pending({ creationTimestamp: NOW - MINUTE })] },
    verdict: {
      kind: 'progressing',
      reasons: [noScheduler],
      since: NOW - MINUTE,
      recheckAt: NOW + 1,
      readsRoom: true,
    },
  },
  {
    name: '[CE9] [PD1] [PD2] starting, with the container that it waits for',
    given: { pods: [newPod(waitingWith('ContainerCreating'))] },
    verdict: {
      kind: 'progressing',
      reasons: [{ kind: 'Starting', container: 'agent', waitingReason: 'ContainerCreating' }],
      since: NOW - MINUTE,
      recheckAt: NOW + MINUTE,
    },
  },
  {
    name: '[CE9] [RS1a] the allowance begins when the kubelet takes the pod, not when it was made',
    given: { pods: [newPod({ ...notReadySince(NOW), creationTimestamp: CREATED_AT, startTime: NOW - MINUTE })] },
    verdict: {
      kind: 'progressing',
      reasons: [{ kind: 'Starting', container: 'agent' }],
      since: NOW - MINUTE,
      recheckAt: NOW + MINUTE,
    },
  },
  {
    name: '[CE9] [CE13] [ST9] inside minReadySeconds, until it ends',
    given: { daemonSet: makeRollingDaemonSet({ minReadySeconds: 90 }), pods: [newPod()] },
    verdict: {
      kind: 'progressing',
      reasons: [{ kind: 'WaitingMinReadySeconds', availableAt: NOW + 30 * SECOND }],
      since: NOW - MINUTE,
      recheckAt: NOW + 30 * SECOND,
    },
  },
  {
    name: '[CE9] [TM1] terminating within grace, and for 30 s more',
    given: { pods: [oldPod({ deletionTimestamp: NOW - 30 * SECOND, deletionGracePeriodSeconds: 30 })] },
    verdict: {
      kind: 'progressing',
      reasons: [{ kind: 'Terminating', deadline: NOW - 30 * SECOND }, outdated],
      since: NOW - MINUTE,
      recheckAt: NOW + 1,
    },
  },
  {
    name: '[CE13] [ST9] a terminating pod may still become available in the eyes of the counters',
    given: {
      daemonSet: makeRollingDaemonSet({ minReadySeconds: 70 }),
      pods: [newPod(terminatingSince(NOW - SECOND))],
    },
    verdict: {
      kind: 'progressing',
      reasons: [{ kind: 'Terminating', deadline: NOW + 29 * SECOND }],
      since: NOW - SECOND,
      recheckAt: NOW + 10 * SECOND,
    },
  },
  // old, ok
  {
    name: '[CE10] available and outdated',
    given: { pods: [oldPod()] },
    verdict: { kind: 'old', reasons: [outdated], since: CREATED_AT },
  },
  {
    name: '[CE10] the same under OnDelete',
    given: { daemonSet: makeRollingDaemonSet({ updateStrategy: { kind: 'OnDelete' } }), pods: [oldPod()] },
    verdict: { kind: 'old', reasons: [outdated], since: CREATED_AT },
  },
  {
    name: '[CE11] available and updated',
    given: { pods: [newPod()] },
    verdict: { kind: 'ok', reasons: [{ kind: 'Available' }], since: NOW - MINUTE },
  },
  {
    name: '[CE11] [FA1] another hash and the same generation is updated',
    given: { pods: [newPod({ hash: 'another' })] },
    verdict: { kind: 'ok', reasons: [{ kind: 'Available' }], since: NOW - MINUTE },
  },
  // two pods
  {
    name: '[CE12] an old pod and a new one that starts: the worse is progressing',
    given: { pods: [oldPod(), newPod(waitingWith('ContainerCreating'))] },
    verdict: {
      kind: 'progressing',
      reasons: [{ kind: 'Starting', container: 'agent', waitingReason: 'ContainerCreating' }, outdated],
      since: NOW - MINUTE,
      recheckAt: NOW + MINUTE,
    },
  },
  {
    name: '[CE12] an old pod and a new one without room: starved, though the old one works',
    given: { pods: [oldPod(), pending({ spec: bigSpec })], podsOnNode: () => [oldPod(), ...crowd] },
    verdict: { kind: 'starved', reasons: [shortOfCpu, outdated], since: NOW - 30 * SECOND, readsRoom: true },
  },
];

test.for(rows)('$name', ({ given, verdict }) => {
  const { kind, reason, evidence, since, recheckAt, readsRoom } = deriveCell(given);
  const { readsRoom: reads = false, since: from, recheckAt: again, ...expected } = verdict;
  expect({ kind, reason, reasons: evidence.reasons, since, recheckAt, readsRoom }).toStrictEqual({
    ...expected,
    reason: verdict.reasons[0]?.kind,
    since: from,
    recheckAt: again,
    readsRoom: reads,
  });
});

test('[CE12] the evidence names both pods, the first by NP5 first', () => {
  const pods = [oldPod(), newPod({ containerStatuses: [makeContainerStatus({ ready: false })], conditions: [] })];
  expect(deriveCell({ pods }).evidence.pods).toStrictEqual([
    {
      name: 'old-node-a',
      uid: 'pod/default/old-node-a',
      hash: OLD_HASH,
      updated: false,
      ready: true,
      available: true,
      terminating: false,
      phase: 'Running',
    },
    {
      name: 'new-node-a',
      uid: 'pod/default/new-node-a',
      hash: QUIET_HASH,
      updated: true,
      ready: false,
      available: false,
      terminating: false,
      phase: 'Running',
    },
  ]);
});

test('[CE11] settled cells share what they have in common', () => {
  const left = deriveCell({ pods: [newPod()] });
  const right = deriveCell({ node: makeNode('node-b'), pods: [makeNewPod('node-b')] });
  expect(right.facts).toBe(left.facts);
  expect(right.evidence.reasons).toBe(left.evidence.reasons);
});

test('[CE14] the pods of the node are not read where room does not decide', () => {
  const podsOnNode = (): never => {
    throw new Error('read');
  };
  const settled: readonly (readonly PodRecord[])[] = [
    [newPod()],
    [oldPod()],
    [newPod(waitingWith('ErrImagePull'))],
    [],
  ];
  for (const pods of settled) expect(deriveCell({ pods, podsOnNode }).readsRoom).toBe(false);
  expect(() => deriveCell({ pods: [pending()], podsOnNode })).toThrow('read');
});

test('[CE13] every cell that time alone can change says when, and is the same a moment before', () => {
  const inputs = rows.map(({ given }) => given);
  for (const given of inputs) {
    const cell = deriveCell(given);
    if (cell.recheckAt === undefined) continue;
    expect(deriveCell({ ...given, now: cell.recheckAt - 1 }).kind).toBe(cell.kind);
    expect(deriveCell({ ...given, now: cell.recheckAt })).not.toStrictEqual(cell);
  }
});
