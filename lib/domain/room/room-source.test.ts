import { expect, test } from 'vitest';
import { makeContainer, makePod } from '#lib/testing/objects.ts';
import { uid } from '../keys.ts';
import type { PodDisruptionBudgetRecord } from '../objects.ts';
import type { PodFacts } from './eviction-warnings.ts';
import type { EvictionWarning, Standing } from './room-pod.ts';
import { lowestPriority, toPendingPod, toRoomPod } from './room-source.ts';

const QUIET: PodFacts = { budgets: [], siblings: 2, pendingPriority: undefined };
const web = { kind: 'ReplicaSet', name: 'web', uid: uid('web') };
type Overrides = Parameters<typeof makePod>[0];

const standings: readonly { readonly name: string; readonly pod: Overrides; readonly standing: Standing }[] = [
  { name: '[MR1] an ordinary pod may go', pod: { owner: web }, standing: 'Movable' },
  {
    name: '[MR1] a pod of any DaemonSet may not',
    pod: { owner: { ...web, kind: 'DaemonSet' } },
    standing: 'DaemonSet',
  },
  { name: '[MR1] a mirror stands for a static pod', pod: { mirror: true }, standing: 'Static' },
  { name: '[MR1] so does a pod of a Node', pod: { owner: { ...web, kind: 'Node' } }, standing: 'Static' },
  {
    name: '[MR1] a static pod stays, whatever happens to its mirror',
    pod: { mirror: true, deletionTimestamp: 5 },
    standing: 'Static',
  },
  {
    name: '[MR1] a terminating pod is leaving, also one of a DaemonSet',
    pod: { owner: { ...web, kind: 'DaemonSet' }, deletionTimestamp: 5 },
    standing: 'Terminating',
  },
  {
    name: '[MR1] a terminal pod has left already',
    pod: { phase: 'Failed', deletionTimestamp: 5 },
    standing: 'Terminal',
  },
  {
    name: '[MR1] the control plane of kube-system stays, by its tier',
    pod: { namespace: 'kube-system', labels: { tier: 'control-plane' } },
    standing: 'ControlPlane',
  },
  {
    name: '[MR1] and by its component',
    pod: { namespace: 'kube-system', labels: { component: 'etcd' } },
    standing: 'ControlPlane',
  },
  { name: '[MR1] an etcd of somebody else may go', pod: { labels: { component: 'etcd' } }, standing: 'Movable' },
  {
    name: '[MR1] another component of kube-system may go',
    pod: { namespace: 'kube-system', labels: { component: 'metrics' } },
    standing: 'Movable',
  },
  {
    name: '[MR1] Rollcall does not ask itself to go',
    pod: { owner: web, labels: { 'app.kubernetes.io/name': 'rollcall' } },
    standing: 'Rollcall',
  },
];

test.for(standings)('$name', ({ pod, standing }) => {
  expect(toRoomPod(makePod(pod), QUIET).standing).toBe(standing);
});

function makeBudget(name: string, overrides: Partial<PodDisruptionBudgetRecord> = {}): PodDisruptionBudgetRecord {
  return {
    kind: 'PodDisruptionBudget',
    namespace: 'default',
    name,
    uid: uid(name),
    resourceVersion: '1',
    labels: {},
    disruptionsAllowed: 1,
    currentHealthy: 2,
    desiredHealthy: 1,
    isObserved: true,
    selector: { matchLabels: { app: 'web' }, matchExpressions: [] },
    ...overrides,
  };
}

type WarningRow = {
  readonly name: string;
  readonly pod?: Overrides;
  readonly facts?: Partial<PodFacts>;
  readonly warnings: readonly EvictionWarning[];
};
const covered: EvictionWarning = { kind: 'Budget', budget: 'default/a', disruptionsAllowed: 1 };
const everything = { matchLabels: {}, matchExpressions: [] };
const notReady = { conditions: [{ type: 'Ready', status: 'False' }] };

const warningRows: readonly WarningRow[] = [
  { name: '[MR12] an ordinary pod with a sibling warns of nothing', warnings: [] },
  { name: '[MR2] equal priority is not lower', facts: { pendingPriority: 0 }, warnings: [{ kind: 'NotLower' }] },
  { name: '[MR2] lower priority is no warning', facts: { pendingPriority: 1 }, warnings: [] },
  {
    name: '[MR2] a priority that is said counts',
    pod: { spec: { priority: 1_000 } },
    facts: { pendingPriority: 1 },
    warnings: [{ kind: 'NotLower' }],
  },
  {
    name: '[MR3] a budget whose selector matches is asked',
    facts: { budgets: [makeBudget('a')] },
    warnings: [covered],
  },
  {
    name: '[MR3] an empty selector covers the namespace',
    facts: { budgets: [makeBudget('a', { selector: everything })] },
    warnings: [covered],
  },
  {
    name: '[MR3] an absent selector, another app and another namespace cover nothing',
    facts: {
      budgets: [
        (({ selector: _none, ...rest }) => rest)(makeBudget('a')),
        makeBudget('b', { selector: { matchLabels: { app: 'api' }, matchExpressions: [] } }),
        makeBudget('c', { namespace: 'other' }),
      ],
    },
    warnings: [],
  },
  { name: '[MR3] nothing is claimed while budgets are unknown', facts: { budgets: undefined }, warnings: [] },
  {
    name: '[MR3] a budget that nobody has looked at yet allows nothing',
    facts: { budgets: [makeBudget('a', { isObserved: false })] },
    warnings: [{ ...covered, disruptionsAllowed: 0 }],
  },
  {
    name: '[MR4] for a Pending pod no budget is asked',
    pod: { phase: 'Pending' },
    facts: { budgets: [makeBudget('a')] },
    warnings: [],
  },
  {
    name: '[MR4] one that is not Ready is free while the budget has all it wants',
    pod: notReady,
    facts: { budgets: [makeBudget('a')] },
    warnings: [],
  },
  {
    name: '[MR4] it is not while the budget has too few',
    pod: notReady,
    facts: { budgets: [makeBudget('a', { currentHealthy: 0 })] },
    warnings: [covered],
  },
  {
    name: '[MR4] nor while the budget wants none',
    pod: notReady,
    facts: { budgets: [makeBudget('a', { desiredHealthy: 0 })] },
    warnings: [covered],
  },
  {
    name: '[MR4] under AlwaysAllow it is free whatever the budget has',
    pod: notReady,
    facts: { budgets: [makeBudget('a', { currentHealthy: 0, unhealthyPodEvictionPolicy: 'AlwaysAllow' })] },
    warnings: [],
  },
  {
    name: '[MR5] two budgets refuse together, sorted by name',
    facts: { budgets: [makeBudget('b'), makeBudget('a')] },
    warnings: [{ kind: 'SeveralBudgets', budgets: ['default/a', 'default/b'] }],
  },
  {
    name: '[MR5] also a pod that is not Ready, which one alone would let go',
    pod: notReady,
    facts: { budgets: [makeBudget('b'), makeBudget('a')] },
    warnings: [{ kind: 'SeveralBudgets', budgets: ['default/a', 'default/b'] }],
  },
  {
    name: '[MR5] but not a Pending one',
    pod: { phase: 'Pending' },
    facts: { budgets: [makeBudget('b'), makeBudget('a')] },
    warnings: [],
  },
  {
    name: '[MR6] a pod of a Job may count as its failure, [MR12] and leaves no gap',
    pod: { owner: { ...web, kind: 'Job' } },
    facts: { siblings: 1 },
    warnings: [{ kind: 'Job' }],
  },
  {
    name: '[MR6] a pod of a StatefulSet comes back under its name',
    pod: { owner: { ...web, kind: 'StatefulSet' } },
    warnings: [{ kind: 'StatefulSet' }],
  },
  {
    name: '[MR12] the only one of its controller leaves a gap',
    facts: { siblings: 1 },
    warnings: [{ kind: 'OnlyReplica' }],
  },
  { name: '[MR12] of unknown siblings nothing is said', facts: { siblings: undefined }, warnings: [] },
  {
    name: '[MR10] an annotation may ask that it stay',
    pod: { askedToStay: true },
    warnings: [{ kind: 'AskedToStay' }],
  },
  {
    name: '[MR14] what tolerates everything tolerates a cordon',
    pod: { spec: { tolerations: [{ operator: 'Exists' }] } },
    warnings: [{ kind: 'ToleratesCordon' }],
  },
  {
    name: '[MR14] other taints are no cordon',
    pod: { spec: { tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }] } },
    warnings: [],
  },
  {
    name: '[MR8] [MR9] what its volumes hold is lost, left behind or bound',
    pod: {
      spec: {
        volumes: [
          { name: 'scratch', kind: 'emptyDir' },
          { name: 'cache', kind: 'emptyDir' },
          { name: 'logs', kind: 'hostPath', path: '/var/log' },
          { name: 'data', kind: 'persistentVolumeClaim' },
          { name: 'settings', kind: 'configMap' },
        ],
      },
    },
    warnings: [{ kind: 'EmptyDir', volumes: ['scratch', 'cache'] }, { kind: 'HostPath' }, { kind: 'VolumeClaim' }],
  },
];

test.for(warningRows)('$name', ({ pod, facts, warnings }) => {
  const record = makePod({ owner: web, labels: { app: 'web' }, ...pod });
  expect(toRoomPod(record, { ...QUIET, ...facts }).warnings).toStrictEqual(warnings);
});

test('[MR7] a pod without a controller is bare, and warns worst first', () => {
  const facts = { budgets: [makeBudget('a')], siblings: undefined, pendingPriority: 0 };
  expect(toRoomPod(makePod({ labels: { app: 'web' } }), facts).warnings).toStrictEqual([
    covered,
    { kind: 'Bare' },
    { kind: 'NotLower' },
  ]);
});

test('[MR14] of a bare pod that tolerates a cordon no next one could come back', () => {
  const pod = makePod({ spec: { tolerations: [{ operator: 'Exists' }] } });
  expect(toRoomPod(pod, QUIET).warnings).toStrictEqual([{ kind: 'Bare' }]);
});

test('[MR1] who may not be asked is warned about with nothing', () => {
  const facts = { budgets: [makeBudget('a', { selector: everything })], siblings: 1, pendingPriority: 0 };
  expect(toRoomPod(makePod({ mirror: true }), facts).warnings).toEqual([]);
});

const asking = (cpu: string, memory: string): Overrides => ({
  spec: {
    containers: [
      makeContainer({
        requests: { cpu, memory, 'made-up': '3' },
        ports: [{ containerPort: 1, hostPort: 80, protocol: 'TCP' }],
      }),
    ],
  },
});

test('[FT7] a pod is told in plain numbers, with the slot it takes and its ports', () => {
  expect(toRoomPod(makePod({ ...asking('250m', '1Ki'), startTime: 7, deletionTimestamp: 1_000 }), QUIET)).toStrictEqual(
    {
      uid: 'pod/default/pod-a',
      namespace: 'default',
      name: 'pod-a',
      owner: null,
      priority: 0,
      startTime: 7,
      requests: { pods: 1, cpu: 250, memory: 1_024 },
      hostPorts: [{ port: 80, protocol: 'TCP', hostIP: '0.0.0.0' }],
      standing: 'Terminating',
      goneBy: 31_000,
      warnings: [],
    },
  );
});

test('[FT6] a terminal pod takes no slot, no room and no port', () => {
  const { requests, hostPorts } = toRoomPod(makePod({ ...asking('250m', '1Ki'), phase: 'Succeeded' }), QUIET);
  expect({ requests, hostPorts }).toEqual({ requests: {}, hostPorts: [] });
});

test('[MR2] a pod that waits has its priority and its policy, and the least of them is what others are compared with', () => {
  const high = makePod({ name: 'high', nodeName: undefined, spec: { priority: 9, preemptionPolicy: 'Never' } });
  const facts = { daemonSet: 'default/agent', since: 3, preempting: false };
  expect(toPendingPod(high, facts)).toStrictEqual({
    uid: 'pod/default/high',
    namespace: 'default',
    name: 'high',
    daemonSet: 'default/agent',
    priority: 9,
    mayPreempt: false,
    requests: { pods: 1 },
    hostPorts: [],
    since: 3,
    preempting: false,
  });
  expect(lowestPriority([high, makePod({ nodeName: undefined })])).toBe(0);
  expect(lowestPriority([])).toBeUndefined();
});
