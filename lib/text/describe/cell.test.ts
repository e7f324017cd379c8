import { describe, expect, test } from 'vitest';
import { nodeName, revisionHash } from '#lib/domain/keys.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import type { CellReason, CellReasonKind } from '#lib/domain/placement/reason.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { LOCALES } from '../locale.ts';
import { createText } from '../text.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

type Row = {
  readonly name: string;
  readonly reason: CellReason;
  readonly phrase: string;
  readonly sentences: string[];
};

const rows = {
  NodeName: [
    {
      name: '[EL1] the template names another node',
      reason: { kind: 'NodeName', want: nodeName('node-b') },
      phrase: 'template names node node-b',
      sentences: ['The template names node node-b, so no other node is a target.'],
    },
  ],
  NodeSelector: [
    {
      name: '[EL6] the label has another value',
      reason: { kind: 'NodeSelector', key: 'disk', want: 'ssd', have: 'hdd' },
      phrase: 'needs label disk=ssd',
      sentences: ['The node selector wants disk=ssd, and the node has disk=hdd.'],
    },
    {
      name: '[EL6] the label is absent',
      reason: { kind: 'NodeSelector', key: 'disk', want: 'ssd' },
      phrase: 'needs label disk=ssd',
      sentences: ['The node selector wants disk=ssd, and the node has no label disk.'],
    },
  ],
  Affinity: [
    {
      name: '[EL8] no usable term',
      reason: { kind: 'Affinity', failedTerms: [] },
      phrase: 'node affinity does not match',
      sentences: ['The required node affinity has no usable term, so it matches no node.'],
    },
    {
      name: '[EL7] one term',
      reason: {
        kind: 'Affinity',
        failedTerms: [
          { requirement: { key: 'zone', operator: 'In', values: ['a', 'b'], field: false }, have: 'c', invalid: false },
        ],
      },
      phrase: 'node affinity wants zone In [a, b]',
      sentences: ['The required node affinity does not match: zone In [a, b], the node has c.'],
    },
    {
      name: '[EL7] [EL9] several terms, one of them broken',
      reason: {
        kind: 'Affinity',
        failedTerms: [
          { requirement: { key: 'gpu', operator: 'Exists', values: [], field: false }, invalid: false },
          { requirement: { key: 'size', operator: 'Gt', values: ['x'], field: false }, have: '3', invalid: true },
        ],
      },
      phrase: 'node affinity does not match',
      sentences: [
        'None of the 2 terms of the required node affinity matches: gpu Exists, the node has no such label; size Gt [x] cannot be parsed and never matches.',
      ],
    },
  ],
  Taint: [
    {
      name: '[TL7] a taint with a value',
      reason: { kind: 'Taint', taint: { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' } },
      phrase: 'taint dedicated=gpu:NoSchedule',
      sentences: ['The node has the taint dedicated=gpu:NoSchedule, which the DaemonSet does not tolerate.'],
    },
    {
      name: '[TL8] a taint that depends on a feature gate',
      reason: {
        kind: 'Taint',
        taint: { key: 'sla', value: '5', effect: 'NoExecute' },
        hint: 'gate:TaintTolerationComparisonOperators',
      },
      phrase: 'taint sla=5:NoExecute',
      sentences: [
        'The node has the taint sla=5:NoExecute. The DaemonSet tolerates it only where the feature gate TaintTolerationComparisonOperators is on, which cannot be read.',
      ],
    },
  ],
  Unreadable: [
    {
      name: '[RD1] pods are forbidden',
      reason: { kind: 'Unreadable', resource: 'pods', why: 'Forbidden' },
      phrase: 'no access to pods',
      sentences: ['Rollcall may not read pods, so the state cannot be known.'],
    },
    {
      name: 'nodes are not synced',
      reason: { kind: 'Unreadable', resource: 'nodes', why: 'NotSynced' },
      phrase: 'nodes not read yet',
      sentences: ['The nodes of the cluster have not been read yet.'],
    },
    {
      name: 'pods are stale',
      reason: { kind: 'Unreadable', resource: 'pods', why: 'Stale' },
      phrase: 'pods out of date',
      sentences: ['What is known of pods is too old to be trusted.'],
    },
  ],
  NodeNotReady: [
    {
      name: '[TL4] Ready is False',
      reason: { kind: 'NodeNotReady', status: 'False', conditionReason: 'KubeletNotReady', since: now - 12 * minute },
      phrase: 'node not ready',
      sentences: ['The node has not been ready for 12 min (Ready=False, KubeletNotReady).'],
    },
    {
      name: '[TL4] Ready is Unknown: the kubelet is silent',
      reason: { kind: 'NodeNotReady', status: 'Unknown', conditionReason: 'NodeStatusUnknown', since: now - minute },
      phrase: 'node silent',
      sentences: [
        'The kubelet of the node has been silent for 1 min (Ready=Unknown, NodeStatusUnknown), so what is known of the pod is hearsay.',
      ],
    },
    {
      name: 'nothing more is known',
      reason: { kind: 'NodeNotReady', status: 'False' },
      phrase: 'node not ready',
      sentences: ['The node is not ready (Ready=False).'],
    },
  ],
  NodeGone: [
    {
      name: '[NP10] the node is gone',
      reason: { kind: 'NodeGone' },
      phrase: 'node is gone',
      sentences: ['The pod belongs to a node that no longer exists.'],
    },
  ],
  ContainerWaiting: [
    {
      name: '[PD2] a crash loop, with what the kubelet knows',
      reason: {
        kind: 'ContainerWaiting',
        container: 'agent',
        init: false,
        waitingReason: 'CrashLoopBackOff',
        message: 'back-off 5m0s restarting failed container',
        restartCount: 7,
        lastTermination: { reason: 'OOMKilled', exitCode: 137 },
      },
      phrase: 'CrashLoopBackOff in agent',
      sentences: [
        'Container agent waits: CrashLoopBackOff.',
        'The container ends again and again, and each restart waits longer.',
        'It was restarted 7 times.',
        'Before that it ended: OOMKilled, exit code 137.',
        'The kubelet says: “back-off 5m0s restarting failed container”.',
      ],
    },
    {
      name: '[PD2] an init container with a reason that stands for itself',
      reason: {
        kind: 'ContainerWaiting',
        container: 'setup',
        init: true,
        waitingReason: 'RegistryUnavailable',
        restartCount: 0,
      },
      phrase: 'RegistryUnavailable in setup',
      sentences: ['Init container setup waits: RegistryUnavailable.'],
    },
  ],
  ContainerTerminated: [
    {
      name: '[PD3] ended by a signal',
      reason: {
        kind: 'ContainerTerminated',
        container: 'agent',
        init: false,
        termination: { reason: 'Error', exitCode: 139, signal: 11 },
        restartCount: 1,
      },
      phrase: 'agent ended: Error, signal 11',
      sentences: ['Container agent ended: Error, signal 11.', 'It was restarted once.'],
    },
    {
      name: '[PD3] ended without a reason',
      reason: {
        kind: 'ContainerTerminated',
        container: 'agent',
        init: false,
        termination: { exitCode: 2, signal: 0 },
        restartCount: 0,
      },
      phrase: 'agent ended: exit code 2',
      sentences: ['Container agent ended: exit code 2.'],
    },
  ],
  PodFailed: [
    {
      name: '[KR1] refused by the kubelet',
      reason: { kind: 'PodFailed', podReason: 'OutOfcpu', message: 'Pod was rejected: not enough cpu' },
      phrase: 'pod Failed: OutOfcpu',
      sentences: [
        'The pod has ended (phase Failed): OutOfcpu.',
        'The kubelet says: “Pod was rejected: not enough cpu”.',
      ],
    },
    {
      name: 'failed without a word',
      reason: { kind: 'PodFailed' },
      phrase: 'pod Failed',
      sentences: ['The pod has ended (phase Failed).'],
    },
  ],
  Unschedulable: [
    {
      name: '[SC4] what the scheduler says of the target node',
      reason: {
        kind: 'Unschedulable',
        parts: ['node(s) had untolerated taint(s)', 'node(s) exceed max volume count'],
        message: '0/3 nodes are available',
      },
      phrase: 'cannot be scheduled: node(s) had untolerated taint(s)',
      sentences: [
        'The scheduler cannot place the pod on this node: node(s) had untolerated taint(s); node(s) exceed max volume count.',
        'The scheduler says: “0/3 nodes are available”.',
      ],
    },
    {
      name: '[SC4] nothing is left about the target node',
      reason: { kind: 'Unschedulable', parts: [] },
      phrase: 'cannot be scheduled',
      sentences: ['The scheduler cannot place the pod on this node.'],
    },
  ],
  SchedulingGated: [
    {
      name: '[SC20] scheduling gates',
      reason: { kind: 'SchedulingGated' },
      phrase: 'scheduling gated',
      sentences: ['The pod has scheduling gates, so the scheduler leaves it alone until they are removed.'],
    },
  ],
  NobodySchedules: [
    {
      name: '[SC20] a scheduler that is not there',
      reason: { kind: 'NobodySchedules', schedulerName: 'mine' },
      phrase: 'no scheduler takes it',
      sentences: ['No scheduler has looked at the pod for more than a minute; it asks for the scheduler mine.'],
    },
    {
      name: '[SC20] the usual scheduler is down',
      reason: { kind: 'NobodySchedules' },
      phrase: 'no scheduler takes it',
      sentences: ['No scheduler has looked at the pod for more than a minute.'],
    },
  ],
  NotReady: [
    {
      name: '[PD4] not ready past its allowance',
      reason: {
        kind: 'NotReady',
        conditionReason: 'ContainersNotReady',
        message: 'containers with unready status: [agent]',
        since: now - 12 * minute,
        allowanceMillis: 2 * minute,
      },
      phrase: 'not ready for 12 min',
      sentences: [
        'The pod has not been ready for 12 min; it is given 2 min.',
        'Its condition Ready says: “ContainersNotReady, containers with unready status: [agent]”.',
      ],
    },
    {
      name: '[PD4] since nobody knows when',
      reason: { kind: 'NotReady', conditionReason: '', allowanceMillis: 2 * minute },
      phrase: 'not ready',
      sentences: ['The pod is not ready, for longer than the 2 min it is given.'],
    },
  ],
  TerminatingOverdue: [
    {
      name: '[TM3] held by a finalizer',
      reason: { kind: 'TerminatingOverdue', deadline: now - 5 * minute, finalizers: ['example.com/hold'] },
      phrase: 'terminating, 5 min overdue',
      sentences: [
        'The pod is still terminating, 5 min after its grace period ended.',
        'A finalizer holds it: example.com/hold.',
      ],
    },
    {
      name: '[TM1] nobody knows by what',
      reason: { kind: 'TerminatingOverdue', deadline: now - 45_000, finalizers: [] },
      phrase: 'terminating, 45 s overdue',
      sentences: ['The pod is still terminating, 45 s after its grace period ended.'],
    },
  ],
  InsufficientResource: [
    {
      name: '[FT8] too little CPU',
      reason: {
        kind: 'InsufficientResource',
        resource: 'cpu',
        requested: '300m',
        free: '120m',
        allocatable: '1930m',
      },
      phrase: 'needs 300m CPU, 120m free',
      sentences: ['The pod needs 300m of CPU; 120m of the 1,930m allocatable is free.'],
    },
    {
      name: '[FT8] a shortage that rounding would hide',
      reason: {
        kind: 'InsufficientResource',
        resource: 'memory',
        requested: '4Gi',
        free: '4294967295',
        allocatable: '8Gi',
      },
      phrase: 'needs 4Gi memory, 4294967295 free',
      sentences: ['The pod needs 4Gi of memory; 4294967295 of the 8Gi allocatable is free.'],
    },
    {
      name: '[FT8] a slot, of which a pod needs one',
      reason: { kind: 'InsufficientResource', resource: 'pods', requested: '1', free: '0', allocatable: '110' },
      phrase: 'needs a pod slot, 0 of 110 free',
      sentences: ['The pod needs a pod slot; all 110 of the node are taken.'],
    },
    {
      name: '[FT9] an extended resource',
      reason: {
        kind: 'InsufficientResource',
        resource: 'nvidia.com/gpu',
        requested: '1',
        free: '0',
        allocatable: '8',
      },
      phrase: 'needs 1 nvidia.com/gpu, 0 free',
      sentences: ['The pod needs 1 of nvidia.com/gpu; 0 of the 8 allocatable is free.'],
    },
  ],
  HostPortConflict: [
    {
      name: '[FT10] the holder is known',
      reason: {
        kind: 'HostPortConflict',
        port: 9100,
        protocol: 'TCP',
        hostIP: '0.0.0.0',
        holder: { namespace: 'monitoring', name: 'exporter-x' },
      },
      phrase: 'host port 9100/TCP taken',
      sentences: ['The host port 9100/TCP that the pod needs is taken by monitoring/exporter-x.'],
    },
    {
      name: '[FT10] the holder is not known',
      reason: { kind: 'HostPortConflict', port: 53, protocol: 'UDP', hostIP: '0.0.0.0' },
      phrase: 'host port 53/UDP taken',
      sentences: ['The host port 53/UDP that the pod needs is taken on this node.'],
    },
  ],
  SchedulerSaysInsufficient: [
    {
      name: '[SC5] only the scheduler sees it',
      reason: { kind: 'SchedulerSaysInsufficient', resource: 'memory' },
      phrase: 'scheduler: not enough memory',
      sentences: ['The scheduler says that the node has not enough memory; our own sum does not show it.'],
    },
  ],
  NoPod: [
    {
      name: '[EL2] no pod for long',
      reason: { kind: 'NoPod', since: now - 3 * minute },
      phrase: 'no pod for 3 min',
      sentences: ['The node should run a pod, and none has existed for 3 min.'],
    },
    {
      name: '[EL2] no pod, since nobody knows when',
      reason: { kind: 'NoPod' },
      phrase: 'no pod',
      sentences: ['The node should run a pod, and none exists.'],
    },
  ],
  FailedCreate: [
    {
      name: '[EV4] refused, lately',
      reason: { kind: 'FailedCreate', message: 'Error creating: exceeded quota', lastSeen: now - 90_000 },
      phrase: 'FailedCreate',
      sentences: ['The controller cannot create the pod: “Error creating: exceeded quota”.', 'It last said so 1m ago.'],
    },
  ],
  NoPodYet: [
    {
      name: 'within ten seconds',
      reason: { kind: 'NoPodYet' },
      phrase: 'no pod yet',
      sentences: ['The controller is about to create the pod.'],
    },
  ],
  Scheduling: [
    {
      name: 'not bound yet',
      reason: { kind: 'Scheduling' },
      phrase: 'being scheduled',
      sentences: ['The pod exists, and the scheduler has not placed it yet.'],
    },
  ],
  Starting: [
    {
      name: 'starting',
      reason: { kind: 'Starting' },
      phrase: 'starting',
      sentences: ['The pod is starting.'],
    },
    {
      name: '[PD2] a container is being created',
      reason: { kind: 'Starting', container: 'agent', waitingReason: 'ContainerCreating' },
      phrase: 'starting: ContainerCreating',
      sentences: ['The pod is starting; container agent: ContainerCreating.'],
    },
    {
      name: 'a container is not up',
      reason: { kind: 'Starting', container: 'agent' },
      phrase: 'starting',
      sentences: ['The pod is starting; container agent is not ready yet.'],
    },
    {
      name: '[PD5] init containers run',
      reason: { kind: 'Starting', waitingReason: 'PodInitializing' },
      phrase: 'starting: PodInitializing',
      sentences: ['The pod is starting: PodInitializing.'],
    },
  ],
  WaitingMinReadySeconds: [
    {
      name: '[ST9] inside minReadySeconds',
      reason: { kind: 'WaitingMinReadySeconds', availableAt: now + 12_000 },
      phrase: 'available in 12 s',
      sentences: ['The pod is ready, and counts as available in 12 s, at the end of minReadySeconds.'],
    },
  ],
  Terminating: [
    {
      name: '[TM1] within its grace period',
      reason: { kind: 'Terminating', deadline: now + 30_000 },
      phrase: 'terminating',
      sentences: ['The pod is terminating and has at most 30 s left.'],
    },
  ],
  Outdated: [
    {
      name: '[RV8] of a revision that is known',
      reason: { kind: 'Outdated', hash: revisionHash('7d9f8b6c4') },
      phrase: 'old revision 7d9f8b6c4',
      sentences: ['The pod is of the previous revision 7d9f8b6c4.'],
    },
    {
      name: '[RV8] without a hash',
      reason: { kind: 'Outdated' },
      phrase: 'old revision',
      sentences: ['The pod is of a previous revision.'],
    },
  ],
  Available: [
    {
      name: 'available',
      reason: { kind: 'Available' },
      phrase: 'available',
      sentences: ['The pod is available.'],
    },
  ],
} satisfies Record<CellReasonKind, readonly Row[]>;

const all: readonly Row[] = Object.values(rows).flat();

test.for(all)('$name', ({ reason, phrase, sentences }) => {
  expect(texts.en.describeReason(reason, now)).toStrictEqual({ phrase, sentences });
});

test.for(all)('house style of both languages: $name', ({ reason }) => {
  const english = texts.en.describeReason(reason, now);
  const japanese = texts.ja.describeReason(reason, now);
  expect(japanese.sentences.length).toBe(english.sentences.length);
  expect([english.phrase, ...english.sentences].flatMap(lintEnglish)).toStrictEqual([]);
  expect([japanese.phrase, ...japanese.sentences].flatMap(lintJapanese)).toStrictEqual([]);
});

test('a cell says the phrase of the deciding reason and the sentences of all', () => {
  const reasons: readonly CellReason[] = [
    { kind: 'NodeSelector', key: 'disk', want: 'ssd' },
    { kind: 'Taint', taint: { key: 'gpu', value: '', effect: 'NoSchedule' } },
  ];
  expect(texts.ja.describeCell({ state: 'excluded', reasons }, now)).toStrictEqual({
    word: '対象外',
    phrase: 'ラベルdisk=ssdが必要',
    sentences: [
      'ノードセレクターはdisk=ssdを求めていますが、このノードにはラベルdiskがありません。',
      'ノードにtaint(gpu:NoSchedule)があり、DaemonSetはこれを許容していません。',
    ],
    text: 'ノードセレクターはdisk=ssdを求めていますが、このノードにはラベルdiskがありません。ノードにtaint(gpu:NoSchedule)があり、DaemonSetはこれを許容していません。',
  });
});

test('a cell without reasons says what its state means', () => {
  expect(texts.en.describeCell({ state: 'unknown', reasons: [] }, now)).toStrictEqual({
    word: 'Unknown',
    phrase: 'Unknown',
    sentences: ['The state cannot be known now.'],
    text: 'The state cannot be known now.',
  });
});

describe('what the cluster writes', () => {
  test('[D8] is made visible, and is not read as a message', () => {
    const reason: CellReason = { kind: 'FailedCreate', message: '{count} \u001b[31m<b>\u202e' };
    expect(texts.en.describeReason(reason, now).sentences).toStrictEqual([
      'The controller cannot create the pod: “{count} <U+001B>[31m<b><U+202E>”.',
    ]);
  });
  test('[D11] gives no negative duration when its clock is ahead', () => {
    const reason: CellReason = { kind: 'NoPod', since: now + 5 * minute };
    expect(texts.en.describeReason(reason, now).phrase).toBe('no pod for 0 s');
  });
});

test.for(CELL_STATES)('the state %s has a word and a meaning of its own in each language', (state) => {
  for (const locale of LOCALES) {
    const { word, meaning } = texts[locale].describeCellState(state);
    const others = CELL_STATES.filter((other) => other !== state).map((other) =>
      texts[locale].describeCellState(other),
    );
    expect(others.filter((other) => other.word === word || other.meaning === meaning)).toStrictEqual([]);
  }
});

test('[RV8] only the state old says of an old pod that it is available', () => {
  const reasons: readonly CellReason[] = [{ kind: 'Outdated', hash: revisionHash('7d9f8b6c4') }];
  const says = (state: 'old' | 'nodeDown') => texts.en.describeCell({ state, reasons }, now).text;
  expect({ old: says('old'), nodeDown: says('nodeDown') }).toStrictEqual({
    old: 'The pod is of the previous revision 7d9f8b6c4. It is available and waits its turn.',
    nodeDown: 'The pod is of the previous revision 7d9f8b6c4.',
  });
});
