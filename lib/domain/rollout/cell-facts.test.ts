import { expect, test } from 'vitest';
import { crashed } from '#lib/testing/kubelet.ts';
import { makeContainer, makeContainerStatus, makeNode, makePod, makeTaint } from '#lib/testing/objects.ts';
import {
  deriveCell,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import type { PodCondition, PodRecord, UpdateStrategy } from '../objects.ts';
import type { CellInput } from '../placement/cell.ts';
import type { CellFacts } from './cell-facts.ts';
import type { HolderRow } from './verdict.ts';
import type { Wait } from './wait.ts';

const surge: UpdateStrategy = { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 };
const onDelete: UpdateStrategy = { kind: 'OnDelete' };
const withSurge = makeRollingDaemonSet({ updateStrategy: surge });
const withOnDelete = makeRollingDaemonSet({ updateStrategy: onDelete });
const newPod = (overrides: Parameters<typeof makeNewPod>[1] = {}): PodRecord => makeNewPod('node-a', overrides);
const oldPod = (overrides: Parameters<typeof makeOldPod>[1] = {}): PodRecord => makeOldPod('node-a', overrides);
const starting = waitingWith('ContainerCreating');
const broken = notReadySince(NOW - MINUTE);
const leaving = terminatingSince(NOW - SECOND);
const unwanted = makeNode('node-a', { taints: [makeTaint('dedicated')] });
const removal = { ...makeTaint('ToBeDeletedByClusterAutoscaler'), timeAdded: NOW - MINUTE };

type Seen = { readonly row: HolderRow | undefined; readonly candidate: boolean; readonly wait: string | undefined };
function see(given: Partial<CellInput>): Seen {
  const { row, candidate, wait } = deriveCell(given).facts;
  return { row, candidate, wait: wait && `${wait.kind} ${wait.reason}` };
}
const holds = (row: HolderRow, wait: string): Seen => ({ row, candidate: false, wait });
const nothing: Seen = { row: undefined, candidate: false, wait: undefined };
const candidate: Seen = { row: undefined, candidate: true, wait: undefined };

type Row = { readonly name: string; readonly given: Partial<CellInput>; readonly seen: Seen };
const rows: readonly Row[] = [
  {
    name: '[RU5a] two new pods use the budget',
    given: { pods: [newPod(), newPod({ name: 'second' })] },
    seen: holds('RU5a', 'inFlight Replacing'),
  },
  {
    name: '[RU5a] two old ones too',
    given: { pods: [oldPod(), oldPod({ name: 'second' })] },
    seen: holds('RU5a', 'inFlight Replacing'),
  },
  {
    name: '[RU5b] a wanted node without a pod uses the budget',
    given: { absentSince: NOW },
    seen: holds('RU5b', 'inFlight NoPodYet'),
  },
  {
    name: '[RU5b] [RU4] so does one whose only pod terminates, wanted or not',
    given: { node: unwanted, pods: [oldPod(leaving)] },
    seen: holds('RU5b', 'inFlight Terminating'),
  },
  { name: '[RU4] not one that is not wanted and has no pod', given: { node: unwanted }, seen: nothing },
  {
    name: '[RU4] one that is gone does, as long as its pod is there',
    given: { node: undefined, pods: [newPod(starting)] },
    seen: holds('RU5e', 'inFlight NodeGone'),
  },
  {
    name: '[RU5c] a new and an old pod use the budget',
    given: { pods: [oldPod(), newPod(starting)] },
    seen: holds('RU5c', 'inFlight Starting'),
  },
  { name: '[RU5d] a new available pod uses nothing', given: { pods: [newPod()] }, seen: nothing },
  {
    name: '[RU5d] the same where it is not wanted',
    given: { node: unwanted, pods: [newPod()] },
    seen: nothing,
  },
  {
    name: '[RU5d] a terminating pod beside it counts as none',
    given: { pods: [oldPod(leaving), newPod()] },
    seen: nothing,
  },
  {
    name: '[RU5e] a new pod that is not available uses the budget',
    given: { pods: [newPod(starting)] },
    seen: holds('RU5e', 'inFlight Starting'),
  },
  {
    name: '[RU5f] [FA4] an old pod that is not available uses the budget, and is on its way however broken',
    given: { pods: [oldPod(waitingWith('CrashLoopBackOff', 9))] },
    seen: holds('RU5f', 'inFlight Replacing'),
  },
  {
    name: '[RU5f] [FA3] but not on a node that is not Ready',
    given: { node: makeSilentNode('node-a'), pods: [oldPod(broken)] },
    seen: holds('RU5f', 'stuck NodeNotReady'),
  },
  { name: '[RU5g] an old available pod is a candidate', given: { pods: [oldPod()] }, seen: candidate },
  {
    name: '[RU5g] [FA5] also where a taint would not let it come back',
    given: { node: unwanted, pods: [oldPod()] },
    seen: candidate,
  },
  // with surge
  {
    name: '[RU8a] with surge a wanted node without a pod uses no budget',
    given: { daemonSet: withSurge, absentSince: NOW },
    seen: holds('RU8a', 'inFlight NoPodYet'),
  },
  {
    name: '[RU8a] nor does one with only a new pod that is not available',
    given: { daemonSet: withSurge, pods: [newPod(starting)] },
    seen: holds('RU8a', 'inFlight Starting'),
  },
  {
    name: '[RU8a] with it available there is nothing',
    given: { daemonSet: withSurge, pods: [newPod()] },
    seen: nothing,
  },
  {
    name: '[RU8a] nor anything where it is not wanted',
    given: { daemonSet: withSurge, node: unwanted, pods: [newPod(starting)] },
    seen: nothing,
  },
  {
    name: '[RU8b] an old unavailable pod gets its new one at once',
    given: { daemonSet: withSurge, pods: [oldPod(broken)] },
    seen: holds('RU8b', 'inFlight Replacing'),
  },
  {
    name: '[RU8c] where it is not wanted it uses nothing',
    given: { daemonSet: withSurge, node: unwanted, pods: [oldPod(broken)] },
    seen: nothing,
  },
  {
    name: '[RU8d] an old available pod that is not wanted is no candidate',
    given: { daemonSet: withSurge, node: unwanted, pods: [oldPod()] },
    seen: nothing,
  },
  {
    name: '[RU8e] an old available pod that is wanted is one',
    given: { daemonSet: withSurge, pods: [oldPod()] },
    seen: candidate,
  },
  {
    name: '[RU8f] an old and a new unavailable pod use the surge budget',
    given: { daemonSet: withSurge, pods: [oldPod(), newPod(starting)] },
    seen: holds('RU8f', 'inFlight Starting'),
  },
  {
    name: '[RU8g] with the new one available they use nothing',
    given: { daemonSet: withSurge, pods: [oldPod(), newPod()] },
    seen: nothing,
  },
  {
    name: '[RU8h] two new pods use the surge budget',
    given: { daemonSet: withSurge, pods: [newPod(), newPod({ name: 'second' })] },
    seen: holds('RU8h', 'inFlight Replacing'),
  },
  {
    name: '[RU8h] two old ones too',
    given: { daemonSet: withSurge, pods: [oldPod(), oldPod({ name: 'second' }), newPod()] },
    seen: holds('RU8h', 'inFlight Replacing'),
  },
  {
    name: '[RU8i] an old pod alone on a node that is gone uses nothing',
    given: { daemonSet: withSurge, node: undefined, pods: [oldPod()] },
    seen: nothing,
  },
  // OnDelete
  {
    name: '[RV19] under OnDelete an old available pod waits for no budget',
    given: { daemonSet: withOnDelete, pods: [oldPod()] },
    seen: nothing,
  },
  {
    name: '[RS1] [RV19] and a node without an available pod still says why',
    given: { daemonSet: withOnDelete, pods: [newPod(starting)] },
    seen: { row: undefined, candidate: false, wait: 'inFlight Starting' },
  },
];
test.for(rows)('$name', ({ given, seen }) => expect(see(given)).toStrictEqual(seen));

function refused(message: string): readonly PodCondition[] {
  return [
    { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: NOW - MINUTE },
  ];
}
const cpuShort = "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].";
const bigContainer = makeContainer({ requests: { cpu: '3' } });
const crowd = (overrides: Parameters<typeof makePod>[0] = {}): readonly PodRecord[] => [
  makePod({ name: 'big', spec: { containers: [bigContainer] }, ...overrides }),
];
function pending(overrides: Parameters<typeof makeNewPod>[1] = {}): PodRecord {
  return newPod({
    nodeName: undefined,
    pinnedTo: 'node-a',
    phase: 'Pending',
    conditions: [],
    containerStatuses: [],
    spec: { containers: [bigContainer] },
    ...overrides,
  });
}

type WaitRow = { readonly name: string; readonly given: Partial<CellInput>; readonly wait: Wait };
const pod = 'new-node-a';
const inFlight = (reason: string, since?: number, of: string | undefined = pod): Wait => ({
  kind: 'inFlight',
  reason,
  ...(of === undefined ? {} : { pod: of }),
  ...(since === undefined ? {} : { since }),
});
const stuck = (reason: string, since: number, hardCause?: string): Wait => ({
  ...inFlight(reason, since),
  kind: 'stuck',
  ...(hardCause === undefined ? {} : { hardCause }),
});
const absent = (wait: Wait): Wait => {
  const { pod: _, ...rest } = wait;
  return rest;
};
const late = { creationTimestamp: NOW - 2 * MINUTE, ...notReadySince(NOW - 2 * MINUTE) };
const bornAt = NOW - 5 * MINUTE;
/** It ran again a second ago, and without a readiness probe that makes it Ready. */
const readyAfter = (restartCount: number, finishedAt = NOW - 2 * SECOND) => ({
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: NOW - SECOND } as const],
  containerStatuses: [
    makeContainerStatus({
      restartCount,
      state: { kind: 'Running', startedAt: NOW - SECOND },
      lastTermination: { exitCode: 1, finishedAt },
    }),
  ],
});
/** Each run was Ready, and the last has just ended. */
const backingOff = {
  ...notReadySince(NOW - SECOND),
  containerStatuses: [crashed(3, { finishedAt: NOW - SECOND })],
};
const waitRows: readonly WaitRow[] = [
  {
    name: '[RS1] terminating within grace is in flight',
    given: { pods: [newPod(leaving)] },
    wait: inFlight('Terminating', NOW - SECOND),
  },
  {
    name: '[RS1] starting within its allowance is in flight',
    given: { pods: [newPod(starting)] },
    wait: inFlight('Starting', NOW - MINUTE),
  },
  {
    name: '[RS1] [RS6] so is a pod that crashed twice within it',
    given: { pods: [newPod(waitingWith('CrashLoopBackOff', 2))] },
    wait: inFlight('Starting', NOW - MINUTE),
  },
  {
    name: '[RS1] Ready inside minReadySeconds is in flight',
    given: { daemonSet: makeRollingDaemonSet({ minReadySeconds: 90 }), pods: [newPod()] },
    wait: inFlight('WaitingMinReadySeconds', NOW - MINUTE),
  },
  {
    name: '[RS1d] [RS5d] but not in the moment between two crashes of a loop, and nobody knows since when',
    given: { daemonSet: makeRollingDaemonSet({ minReadySeconds: 90 }), pods: [newPod(readyAfter(3))] },
    wait: { kind: 'stuck', reason: 'CrashLoopBackOff', pod: 'new-node-a', hardCause: 'CrashLoopBackOff' },
  },
  {
    name: '[RS1d] after fewer it may come up',
    given: { daemonSet: makeRollingDaemonSet({ minReadySeconds: 90 }), pods: [newPod(readyAfter(2))] },
    wait: inFlight('WaitingMinReadySeconds', NOW - SECOND),
  },
  {
    name: '[RS1d] so may one that has run for ten minutes since',
    given: {
      daemonSet: makeRollingDaemonSet({ minReadySeconds: 90 }),
      pods: [newPod(readyAfter(3, NOW - 10 * MINUTE))],
    },
    wait: inFlight('WaitingMinReadySeconds', NOW - SECOND),
  },
  {
    name: '[RS5d] nor is it known in the back-off after such a run',
    given: { pods: [newPod(backingOff)] },
    wait: { kind: 'stuck', reason: 'CrashLoopBackOff', pod: 'new-node-a', hardCause: 'CrashLoopBackOff' },
  },
  {
    name: '[RS1] no pod for at most ten seconds is in flight',
    given: { absentSince: NOW - 10 * SECOND },
    wait: absent(inFlight('NoPodYet', NOW - 10 * SECOND)),
  },
  {
    name: '[RS1] no pod for longer is stuck',
    given: { absentSince: NOW - 10 * SECOND - 1 },
    wait: absent(stuck('NoPod', NOW - 10 * SECOND - 1)),
  },
  {
    name: '[RS1] [RS6] FailedCreate is stuck at once',
    given: { absentSince: NOW, failedCreate: { message: 'no quota' } },
    wait: absent(stuck('FailedCreate', NOW, 'FailedCreate')),
  },
  {
    name: '[RS1] a node that is not Ready is stuck',
    given: { node: makeSilentNode('node-a', NOW - SECOND), pods: [newPod(starting)] },
    wait: stuck('NodeNotReady', NOW - SECOND),
  },
  {
    name: '[RS1] starved is stuck; our own sum alone is no hard cause',
    given: { pods: [pending()], podsOnNode: () => crowd() },
    wait: stuck('InsufficientResource', NOW - MINUTE),
  },
  {
    name: "[RS6] by the scheduler's word it is one",
    given: { pods: [pending({ conditions: refused(cpuShort) })], podsOnNode: () => crowd() },
    wait: stuck('InsufficientResource', NOW - MINUTE, 'Unschedulable'),
  },
  {
    name: '[RS1e] but for ten seconds, until the scheduler has spoken',
    given: { pods: [pending({ creationTimestamp: NOW - 10 * SECOND })], podsOnNode: () => crowd() },
    wait: inFlight('Scheduling', NOW - 10 * SECOND),
  },
  {
    name: '[RS1e] as long as it has not',
    given: {
      pods: [pending({ creationTimestamp: NOW - SECOND, conditions: refused(cpuShort) })],
      podsOnNode: () => crowd(),
    },
    wait: stuck('InsufficientResource', NOW - MINUTE, 'Unschedulable'),
  },
  {
    name: '[RS1e] and no longer',
    given: { pods: [pending({ creationTimestamp: NOW - 10 * SECOND - 1 })], podsOnNode: () => crowd() },
    wait: stuck('InsufficientResource', NOW - 10 * SECOND - 1),
  },
  {
    name: '[RS6] refused for a rule is one, too',
    given: {
      pods: [pending({ conditions: refused('0/1 nodes are available: 1 node(s) had untolerated taint(s).') })],
      podsOnNode: () => [],
    },
    wait: stuck('Unschedulable', NOW - MINUTE, 'Unschedulable'),
  },
  {
    name: '[RS1] [SC18] while preemption is under way it is in flight',
    given: {
      pods: [
        pending({
          conditions: refused(`${cpuShort} preemption: not eligible due to a terminating pod on the nominated node.`),
        }),
      ],
      podsOnNode: () => crowd(),
    },
    wait: inFlight('Preempting', NOW - MINUTE),
  },
  {
    name: '[RS1] [SC19] so it is by nomination and a victim on its way out',
    given: {
      pods: [pending({ conditions: refused(cpuShort), nominatedNodeName: makeNode().name })],
      podsOnNode: () => crowd(leaving),
    },
    wait: inFlight('Preempting', NOW - MINUTE),
  },
  {
    name: '[SC19] not by nomination alone',
    given: {
      pods: [pending({ conditions: refused(cpuShort), nominatedNodeName: makeNode().name })],
      podsOnNode: () => crowd(),
    },
    wait: stuck('InsufficientResource', NOW - MINUTE, 'Unschedulable'),
  },
  {
    name: '[EV4] a refusal from before it went does not speak of it for ten seconds',
    given: { absentSince: NOW - 10 * SECOND, failedCreate: { message: 'no quota', lastSeen: NOW - 11 * SECOND } },
    wait: absent(inFlight('NoPodYet', NOW - 10 * SECOND)),
  },
  {
    name: '[EV4] and then it does',
    given: {
      absentSince: NOW - 10 * SECOND - 1,
      failedCreate: { message: 'no quota', lastSeen: NOW - 12 * SECOND },
    },
    wait: absent(stuck('FailedCreate', NOW - 10 * SECOND - 1, 'FailedCreate')),
  },
  {
    name: '[EV4] one of the same second does at once',
    given: { absentSince: NOW - SECOND, failedCreate: { message: 'no quota', lastSeen: NOW - 1_999 } },
    wait: absent(stuck('FailedCreate', NOW - SECOND, 'FailedCreate')),
  },
  ...['ImagePullBackOff', 'InvalidImageName', 'CreateContainerConfigError'].map(
    (word): WaitRow => ({
      name: `[RS1] [RS6] ${word} is stuck and a hard cause`,
      given: { pods: [newPod(waitingWith(word))] },
      wait: stuck(word, NOW - MINUTE, word),
    }),
  ),
  {
    name: '[RS6] a crash loop is one from the third restart on',
    given: { pods: [newPod(waitingWith('CrashLoopBackOff', 3))] },
    wait: stuck('CrashLoopBackOff', NOW - MINUTE, 'CrashLoopBackOff'),
  },
  {
    name: '[RS1] another failure of a container is stuck without being one',
    given: { pods: [newPod(waitingWith('RunContainerError'))] },
    wait: stuck('RunContainerError', NOW - MINUTE),
  },
  {
    name: '[RS1] a pod that the kubelet refused is stuck',
    given: { pods: [newPod({ phase: 'Failed', reason: 'Evicted', conditions: [] })] },
    wait: stuck('PodFailed', NOW - MINUTE),
  },
  {
    name: '[RS1] [RS1a] past its start allowance is stuck',
    given: { pods: [newPod(late)] },
    wait: stuck('NotReady', NOW - 2 * MINUTE),
  },
  {
    name: '[RS1a] minReadySeconds makes the allowance longer',
    given: { daemonSet: makeRollingDaemonSet({ minReadySeconds: 61 }), pods: [newPod(late)] },
    wait: inFlight('Starting', NOW - 2 * MINUTE),
  },
  {
    name: '[RS1] [TM1] terminating overdue is stuck',
    given: { pods: [newPod({ deletionTimestamp: NOW - 30 * SECOND - 1 })] },
    wait: stuck('TerminatingOverdue', NOW - 1),
  },
  {
    name: '[RS6] on a silent node that is a hard cause',
    given: { node: makeSilentNode('node-a'), pods: [newPod({ deletionTimestamp: NOW - 30 * SECOND - 1 })] },
    wait: stuck('NodeNotReady', NOW - MINUTE, 'TerminatingOnUnreachableNode'),
  },
  {
    name: '[RS1] [RS1b] a node that is being born excuses what is not Ready there',
    given: {
      node: makeNode('node-a', { creationTimestamp: bornAt, conditions: [] }),
      pods: [newPod(waitingWith('ImagePullBackOff'))],
    },
    wait: inFlight('NodeStarting', bornAt),
  },
  {
    name: '[RS1] [RS1c] so does one that is being deleted',
    given: {
      node: { ...makeSilentNode('node-a'), deletionTimestamp: NOW - SECOND },
      pods: [newPod(notReadySince(NOW - SECOND))],
    },
    wait: inFlight('NodeLeaving', NOW - SECOND),
  },
  {
    name: '[RS1] an overdue termination wins over that',
    given: {
      node: makeNode('node-a', { deletionTimestamp: NOW - SECOND }),
      pods: [newPod({ deletionTimestamp: NOW - 30 * SECOND - 1 })],
    },
    wait: stuck('TerminatingOverdue', NOW - 1),
  },
  {
    name: '[RS1] a pod on a node that is gone is in flight for its allowance',
    given: { node: undefined, pods: [newPod(starting)] },
    wait: inFlight('NodeGone', NOW - MINUTE),
  },
  {
    name: '[RS1] and stuck after it',
    given: { node: undefined, pods: [newPod(late)] },
    wait: stuck('NodeGone', NOW - 2 * MINUTE),
  },
];
test.for(waitRows)('$name', ({ given, wait }) => expect(deriveCell(given).facts.wait).toStrictEqual(wait));

type CountRow = { readonly name: string; readonly given: Partial<CellInput>; readonly facts: Partial<CellFacts> };
const countRows: readonly CountRow[] = [
  {
    name: '[ST1] [ST3] of two pods only the first is counted: with surge the old one',
    given: { daemonSet: withSurge, pods: [oldPod(), newPod()] },
    facts: { wanted: true, present: true, updated: false, ready: true, available: true, oldPods: 'staying' },
  },
  {
    name: '[ST4] a terminating old pod still sorts first',
    given: { pods: [oldPod(leaving), newPod()] },
    facts: { updated: false, available: true, oldPods: 'terminating' },
  },
  {
    name: '[ST2] [FA2] a node that is not Ready is not wanted, and no leftover keeps the rollout from being complete',
    given: { node: makeSilentNode('node-a'), pods: [newPod()] },
    facts: { wanted: false, present: true, leftover: false },
  },
  {
    name: '[RS2b] a pod that runs on a Ready node which does not want it is a leftover',
    given: { node: unwanted, pods: [newPod()] },
    facts: { wanted: false, leftover: true },
  },
  {
    name: '[RS2b] [RS1c] on a node that is about to be removed it goes with the node',
    given: { node: { ...unwanted, taints: [...unwanted.taints, removal] }, pods: [newPod()] },
    facts: { wanted: false, leftover: false, passing: true },
  },
  {
    name: '[RS2b] [RS1c] unless that is overdue',
    given: {
      node: { ...unwanted, taints: [...unwanted.taints, { ...removal, timeAdded: NOW - 10 * MINUTE - 1 }] },
      pods: [newPod()],
    },
    facts: { wanted: false, leftover: true },
  },
  {
    name: '[RU11] a wanted node for which no pod can be made is refused',
    given: { absentSince: NOW, failedCreate: { message: 'no quota' } },
    facts: { refused: true },
  },
  {
    name: '[RU11] with surge also one whose pods all terminate',
    given: { daemonSet: withSurge, pods: [oldPod(leaving)], failedCreate: { message: 'no quota' } },
    facts: { refused: true },
  },
  {
    name: '[CE2] with nodes forbidden a place without a pod is not taken for wanted',
    given: { knowledge: { pods: 'Known', nodes: 'Forbidden' }, node: undefined },
    facts: { wanted: false },
  },
  {
    name: '[CE2] and one with a pod is',
    given: { knowledge: { pods: 'Known', nodes: 'Forbidden' }, node: undefined, pods: [oldPod()] },
    facts: { wanted: true, present: true },
  },
  {
    name: '[ST2] pods that cannot be read are not absent',
    given: { knowledge: { pods: 'NotSynced', nodes: 'Known' }, failedCreate: { message: 'no quota' } },
    facts: { wanted: true, present: false },
  },
];
test.for(countRows)('$name', ({ given, facts }) => expect(deriveCell(given).facts).toMatchObject(facts));

test('[RU11] without surge a node whose pod terminates is not refused: none would be made yet', () => {
  const given = { pods: [oldPod(leaving)], failedCreate: { message: 'no quota' } };
  expect(deriveCell(given).facts).not.toHaveProperty('refused');
});

test('[RS4] [RS1d] in a crash loop the moment in which the pod is Ready is no progress', () => {
  const daemonSet = makeRollingDaemonSet({ minReadySeconds: 90 });
  const signOf = (pod: PodRecord) => deriveCell({ daemonSet, pods: [pod] }).progressKind;
  expect(signOf(newPod(readyAfter(3)))).toBe('PodCreated');
  expect(signOf(newPod(readyAfter(2)))).toBe('PodReady');
});
