import { expect, test } from 'vitest';
import { makeNode, makeTaint, QUIET_HASH } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  ROLLED_AT,
  type Scenario,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import { nodeName } from '../keys.ts';
import type { UpdateStrategy } from '../objects.ts';
import type { ProgressSign } from './pace.ts';

const rolling = (maxUnavailable: number | string, maxSurge: number | string = 0): UpdateStrategy => ({
  kind: 'RollingUpdate',
  maxUnavailable,
  maxSurge,
});
const status = {
  desiredNumberScheduled: 9,
  updatedNumberScheduled: 9,
  numberAvailable: 8,
  numberReady: 8,
  currentNumberScheduled: 9,
  numberUnavailable: 1,
};

test('[ST1] [ST2] [FA2] counts what is there now, whatever the status says, and lets kubectl speak by the status', () => {
  const { counted, kubectl, revision } = deriveRollout({
    daemonSet: makeRollingDaemonSet({ status }),
    nodes: {
      available: { pods: [makeNewPod('available')] },
      settling: { pods: [makeOldPod('settling')] },
      broken: { pods: [makeNewPod('broken', notReadySince(NOW - MINUTE))] },
      failed: { pods: [makeOldPod('failed', { phase: 'Failed', conditions: [] })] },
      empty: {},
      silent: { node: makeSilentNode('silent'), pods: [makeNewPod('silent')] },
      tainted: { node: makeNode('tainted', { taints: [makeTaint('dedicated')] }), pods: [makeOldPod('tainted')] },
      excluded: { node: makeNode('excluded', { taints: [makeTaint('dedicated')] }) },
      gone: { node: 'gone', pods: [makeNewPod('gone')] },
    },
  });
  expect(counted).toStrictEqual({
    observedGeneration: 2,
    desiredNumberScheduled: 5,
    currentNumberScheduled: 4,
    updatedNumberScheduled: 2,
    numberReady: 2,
    numberAvailable: 2,
    numberUnavailable: 3,
    numberMisscheduled: 2,
  });
  expect(kubectl).toStrictEqual({
    done: false,
    message: 'Waiting for daemon set "agent" rollout to finish: 8 of 9 updated pods are available...',
  });
  expect(revision).toStrictEqual({
    current: { hash: QUIET_HASH, number: 2, createdAt: ROLLED_AT },
    by: 'template',
  });
});

test('[ST2] [ST9] ready, and not yet available, is counted as such', () => {
  const { counted } = deriveRollout({
    daemonSet: makeRollingDaemonSet({ minReadySeconds: 90 }),
    nodes: { a: { pods: [makeNewPod('a')] } },
  });
  expect(counted).toMatchObject({ numberReady: 1, numberAvailable: 0, numberUnavailable: 1 });
});

test('[RS3] the ledger names every holder, sorted, and how many must recover', () => {
  const { budget } = deriveRollout({
    daemonSet: makeRollingDaemonSet({ updateStrategy: rolling('30%') }),
    failedCreate: { message: 'no quota', lastSeen: NOW },
    nodes: {
      d: { pods: [makeOldPod('d', waitingWith('CrashLoopBackOff', 5))] },
      c: { pods: [makeNewPod('c', waitingWith('ContainerCreating'))] },
      b: { pods: [makeNewPod('b', waitingWith('ImagePullBackOff'))] },
      a: { absentSince: NOW - SECOND },
      e: { pods: [makeOldPod('e')] },
      f: { pods: [makeNewPod('f')] },
      silent: { node: makeSilentNode('silent'), pods: [makeOldPod('silent', terminatingSince(NOW - SECOND))] },
    },
  });
  expect(budget).toStrictEqual({
    kind: 'maxUnavailable',
    limit: 2,
    used: 5,
    need: 4,
    holders: [
      { node: 'a', row: 'RU5b', kind: 'stuck', reason: 'FailedCreate', since: NOW - SECOND, hardCause: 'FailedCreate' },
      {
        node: 'b',
        pod: 'new-b',
        row: 'RU5e',
        kind: 'stuck',
        reason: 'ImagePullBackOff',
        since: NOW - MINUTE,
        hardCause: 'ImagePullBackOff',
      },
      { node: 'c', pod: 'new-c', row: 'RU5e', kind: 'inFlight', reason: 'Starting', since: NOW - MINUTE },
      // The sync fails before it comes to the pod that needs no budget [RU11].
      { node: 'd', pod: 'old-d', row: 'RU5f', kind: 'stuck', reason: 'FailedCreate', since: NOW - MINUTE },
      { node: 'silent', pod: 'old-silent', row: 'RU5b', kind: 'stuck', reason: 'NodeNotReady', since: NOW - MINUTE },
    ],
  });
});

test('[RS3] with surge the nodes without an available pod stand apart', () => {
  const { budget } = deriveRollout({
    daemonSet: makeRollingDaemonSet({ updateStrategy: rolling(0, 2) }),
    nodes: {
      a: { pods: [makeOldPod('a'), makeNewPod('a', waitingWith('ContainerCreating'))] },
      b: { pods: [makeOldPod('b', notReadySince(NOW - MINUTE))] },
      c: { pods: [makeNewPod('c', waitingWith('ImagePullBackOff'))] },
      d: { pods: [makeOldPod('d')] },
    },
  });
  expect(budget).toStrictEqual({
    kind: 'maxSurge',
    limit: 2,
    used: 1,
    need: 0,
    holders: [{ node: 'a', pod: 'new-a', row: 'RU8f', kind: 'inFlight', reason: 'Starting', since: NOW - MINUTE }],
    unavailable: [
      { node: 'b', pod: 'old-b', row: 'RU8b', kind: 'inFlight', reason: 'Replacing', since: NOW - MINUTE },
      {
        node: 'c',
        pod: 'new-c',
        row: 'RU8a',
        kind: 'stuck',
        reason: 'ImagePullBackOff',
        since: NOW - MINUTE,
        hardCause: 'ImagePullBackOff',
      },
    ],
  });
});

test('[RS4] progress is what pods and revisions bear witness of, never what lies in the future', () => {
  const nodes = {
    a: { pods: [makeNewPod('a', { creationTimestamp: NOW - 50 * SECOND, ...notReadySince(NOW) })] },
    b: { pods: [makeOldPod('b', terminatingSince(NOW - 40 * SECOND))] },
    c: { pods: [makeOldPod('c')] },
  };
  expect(deriveRollout({ nodes }).lastProgress).toBe(NOW - 40 * SECOND);
  expect(deriveRollout({ nodes: { c: nodes.c } }).lastProgress).toBe(ROLLED_AT);
  expect(deriveRollout({ nodes, rememberedProgress: NOW - SECOND }).lastProgress).toBe(NOW - SECOND);
  const settling = makeRollingDaemonSet({ minReadySeconds: 90 });
  const soon = { a: { pods: [makeNewPod('a')] } };
  expect(deriveRollout({ daemonSet: settling, nodes: soon }).lastProgress).toBe(NOW - MINUTE);
  const after = deriveRollout({ daemonSet: settling, nodes: soon, now: NOW + MINUTE });
  expect(after.lastProgress).toBe(NOW + 30 * SECOND);
});

const told: readonly { readonly name: string; readonly given: Scenario; readonly sign: ProgressSign }[] = [
  {
    name: 'an old pod told to go',
    given: {
      nodes: { a: { pods: [makeOldPod('a', terminatingSince(NOW - SECOND))] }, b: { pods: [makeNewPod('b')] } },
    },
    sign: { at: NOW - SECOND, what: 'PodDeletionAsked', node: nodeName('a') },
  },
  {
    name: 'a new pod made',
    given: { nodes: { a: { pods: [makeNewPod('a', notReadySince(NOW))] }, b: { pods: [makeOldPod('b')] } } },
    sign: { at: NOW - MINUTE, what: 'PodCreated', node: nodeName('a') },
  },
  {
    name: 'a new pod Ready',
    given: {
      daemonSet: makeRollingDaemonSet({ minReadySeconds: 90 }),
      nodes: { a: { pods: [makeNewPod('a', { creationTimestamp: NOW - MINUTE })] } },
    },
    sign: { at: NOW - MINUTE, what: 'PodReady', node: nodeName('a') },
  },
  {
    name: 'a new pod available: of two things at one moment the later one',
    given: { nodes: { b: { pods: [makeNewPod('b')] }, a: { pods: [makeNewPod('a')] } } },
    sign: { at: NOW - MINUTE, what: 'PodAvailable', node: nodeName('a') },
  },
  {
    name: 'a new revision',
    given: { nodes: { a: { pods: [makeOldPod('a')] } } },
    sign: { at: ROLLED_AT, what: 'RevisionCreated' },
  },
  {
    name: 'what is remembered with its name',
    given: {
      rememberedSign: { at: NOW, what: 'PodReady', node: nodeName('z') },
      rememberedProgress: NOW,
      nodes: { a: { pods: [makeNewPod('a')] } },
    },
    sign: { at: NOW, what: 'PodReady', node: nodeName('z') },
  },
  {
    name: 'only the moment, when only that is remembered',
    given: { rememberedProgress: NOW, nodes: { a: { pods: [makeNewPod('a')] } } },
    sign: { at: NOW },
  },
];
test.for(told)('[RS4a] the last progress was $name', ({ given, sign }) => {
  expect(deriveRollout(given)).toMatchObject({ lastProgress: sign.at });
  expect(deriveRollout(given).lastSign).toStrictEqual(sign);
});

test('[RU8i] with surge an old pod alone on a node that is gone stops the update, until it is collected', () => {
  const daemonSet = makeRollingDaemonSet({ updateStrategy: rolling(0, 1) });
  const nodes = { a: { node: 'gone', pods: [makeOldPod('a')] }, b: { pods: [makeOldPod('b')] } } as const;
  const fresh = deriveRollout({ daemonSet, nodes });
  const recheckAt = NOW + 2 * MINUTE;
  expect(fresh.syncFailure).toStrictEqual({ cause: 'NodeGone', nodes: ['a'], since: NOW, passing: true, recheckAt });
  expect(fresh.verdict).toMatchObject({ kind: 'Progressing', recheckAt });
  const rememberedHalt = NOW - 2 * MINUTE;
  const { verdict, syncFailure } = deriveRollout({ daemonSet, nodes, rememberedHalt });
  expect(syncFailure).toStrictEqual({ cause: 'NodeGone', nodes: ['a'], since: rememberedHalt });
  expect(verdict).toStrictEqual({
    kind: 'Blocked',
    reason: 'SyncFails',
    evidence: { nodes: ['a'], limit: 1, used: 0, lastProgress: ROLLED_AT },
    since: rememberedHalt,
    sinceIsLowerBound: true,
    recheckAt: ROLLED_AT + 10 * MINUTE + 1,
  });
  const collected = deriveRollout({ daemonSet, nodes: { b: nodes.b } });
  expect(collected).not.toHaveProperty('syncFailure');
  expect(collected.verdict.kind).toBe('Progressing');
  const surged = { ...nodes, a: { node: 'gone', pods: [makeOldPod('a'), makeNewPod('a')] } } as const;
  expect(deriveRollout({ daemonSet, nodes: surged })).not.toHaveProperty('syncFailure');
  const inPlace = makeRollingDaemonSet({ updateStrategy: rolling(1) });
  expect(deriveRollout({ daemonSet: inPlace, nodes })).not.toHaveProperty('syncFailure');
});
