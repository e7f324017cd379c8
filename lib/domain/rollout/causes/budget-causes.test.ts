import { describe, expect, test } from 'vitest';
import { causesRecheckAt, findCause } from '#lib/testing/causes.ts';
import { makeNode } from '#lib/testing/objects.ts';
import {
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
import type { UpdateStrategy } from '../../objects.ts';
import { proposeLimit } from './budget-proposal.ts';

const rolling = (maxUnavailable: number | string, maxSurge: number | string = 0): UpdateStrategy => ({
  kind: 'RollingUpdate',
  maxUnavailable,
  maxSurge,
});
const dead = (name: string, since = NOW - 40 * MINUTE) => ({
  node: makeSilentNode(name, since),
  pods: [makeOldPod(name, terminatingSince(NOW - 39 * MINUTE))],
});
const readyStatus = (name: string, value: string) => ({
  object: { kind: 'Node', name },
  field: 'status.conditions[Ready].status',
  value,
});
const moment = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

describe('nodes that are not ready', () => {
  test('[R03] [TX6] [FA3] a blocked rollout names the dead nodes, and a budget with which it would move', () => {
    const nodes = { b: dead('b', NOW - 30 * MINUTE), a: dead('a'), waits: { pods: [makeOldPod('waits')] } };
    expect(findCause({ nodes }, 'R03')).toStrictEqual({
      code: 'R03',
      confidence: 'H',
      nodes: ['a', 'b'],
      holdsBudget: true,
      since: NOW - 40 * MINUTE,
      facts: { nodeStatus: 'Unknown', subject: 'maxUnavailable', used: '2', limited: '1', requested: '3' },
      evidence: [readyStatus('a', 'Unknown'), readyStatus('b', 'Unknown')],
    });
  });

  test('[R03] nodes in different trouble have no status in common', () => {
    const notReady = makeNode('b', {
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: NOW - 30 * MINUTE }],
    });
    const nodes = { a: dead('a'), b: { node: notReady, pods: [makeOldPod('b', notReadySince(NOW - 30 * MINUTE))] } };
    const cause = findCause({ nodes }, 'R03');
    expect(cause?.nodes).toStrictEqual(['a', 'b']);
    expect(cause?.facts).not.toHaveProperty('nodeStatus');
  });

  const others = { waits: { pods: [makeOldPod('waits')] } };
  const rows = [
    {
      name: '[R03] [TX6] a rollout that is only slowed',
      daemonSet: makeRollingDaemonSet({ updateStrategy: rolling(2) }),
      nodes: { a: dead('a'), ...others },
    },
    {
      name: '[R03] [TX6] one that has nothing left to update',
      daemonSet: makeRollingDaemonSet(),
      nodes: {
        a: { node: makeSilentNode('a'), pods: [makeNewPod('a', notReadySince(NOW - MINUTE))] },
        b: { pods: [makeNewPod('b', waitingWith('CrashLoopBackOff', 5))] },
      },
    },
    {
      name: '[R03] [FA3] one that has not begun: the next waits already',
      daemonSet: makeRollingDaemonSet(),
      nodes: {
        a: { node: makeSilentNode('a'), pods: [makeNewPod('a', notReadySince(NOW - MINUTE))] },
        b: { pods: [makeNewPod('b')] },
      },
    },
  ];
  test.for(rows)('$name', ({ daemonSet, nodes }) => {
    expect(findCause({ daemonSet, nodes }, 'R03')).toMatchObject({ confidence: 'H', nodes: ['a'], holdsBudget: true });
  });

  const excused = [
    {
      name: '[R03] [RS1b] a node that is being born holds nothing for long',
      node: makeNode('a', { creationTimestamp: NOW - MINUTE, conditions: [] }),
      pods: [makeNewPod('a', notReadySince(NOW - MINUTE))],
    },
    {
      name: '[R03] [RS1c] neither does one that leaves',
      node: { ...makeSilentNode('a'), deletionTimestamp: NOW - SECOND },
      pods: [makeOldPod('a', notReadySince(NOW - MINUTE))],
    },
    {
      name: '[R03] a Ready node is not to blame for its pod',
      node: makeNode('a'),
      pods: [makeNewPod('a', waitingWith('ImagePullBackOff'))],
    },
  ];
  test.for(excused)('$name', ({ node, pods }) => {
    expect(findCause({ nodes: { a: { node, pods }, ...others } }, 'R03')).toBeUndefined();
  });

  test('[R03] with OnDelete there is no budget to hold', () => {
    const daemonSet = makeRollingDaemonSet({ updateStrategy: { kind: 'OnDelete' } });
    expect(findCause({ daemonSet, nodes: { a: dead('a'), ...others } }, 'R03')).toBeUndefined();
  });
});

describe('the budget that is proposed', () => {
  const rows = [
    { used: 1, limit: 1, desired: 20, proposed: '10%' },
    { used: 3, limit: 2, desired: 17, proposed: '20%' },
    { used: 18, limit: 15, desired: 5000, proposed: '5%' },
    { used: 2, limit: 1, desired: 4, proposed: '3' },
    { used: 1, limit: 5, desired: 100, proposed: '10%' },
    { used: 3, limit: 1, desired: 0, proposed: '4' },
    { used: 1, limit: 1, desired: 3, proposed: '35%' },
  ];
  test.for(rows)('[R03] $used used of $limit with $desired nodes: $proposed', ({ used, limit, desired, proposed }) => {
    expect(proposeLimit({ used, limit }, desired)).toBe(proposed);
    const pods = proposed.endsWith('%') ? Math.ceil((Number.parseInt(proposed, 10) * desired) / 100) : Number(proposed);
    expect(pods).toBeGreaterThan(Math.max(used, limit));
  });
});

describe('minReadySeconds', () => {
  const daemonSet = makeRollingDaemonSet({
    minReadySeconds: 90,
    updateStrategy: rolling(2),
    status: { numberAvailable: 3 },
  });
  const readyAt = (at: number) => ({ conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }] });
  const readyField = (name: string, at: number) => ({
    object: { kind: 'Pod', namespace: 'default', name },
    field: 'status.conditions[Ready].lastTransitionTime',
    value: moment(at),
  });

  test('[R05] [TX8] the first end is told, and looked at again', () => {
    const nodes = {
      b: { pods: [makeNewPod('b', readyAt(NOW - 20 * SECOND))] },
      a: { pods: [makeNewPod('a', readyAt(NOW - 10 * SECOND))] },
      waits: { pods: [makeOldPod('waits')] },
    };
    expect(findCause({ daemonSet, nodes }, 'R05')).toStrictEqual({
      code: 'R05',
      confidence: 'H',
      nodes: ['a', 'b'],
      since: NOW - 20 * SECOND,
      facts: { seconds: 90, until: NOW + 70 * SECOND },
      evidence: [
        {
          object: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
          field: 'spec.minReadySeconds',
          value: 90,
        },
        readyField('new-a', NOW - 10 * SECOND),
        readyField('new-b', NOW - 20 * SECOND),
      ],
    });
    expect(causesRecheckAt({ daemonSet, nodes })).toBe(NOW + 70 * SECOND);
  });

  test('[R05] pods that are not ready, or available, do not wait for it', () => {
    const nodes = {
      a: { pods: [makeNewPod('a', notReadySince(NOW - SECOND))] },
      b: { pods: [makeNewPod('b', { creationTimestamp: NOW - 91 * SECOND })] },
    };
    expect(findCause({ daemonSet, nodes }, 'R05')).toBeUndefined();
  });
});

describe('pods that are missing', () => {
  const failedCreate = { message: 'exceeded quota: q', firstSeen: NOW - 3 * MINUTE, lastSeen: NOW, event: 'agent.1' };
  const evidence = [
    { object: { kind: 'Event', namespace: 'default', name: 'agent.1' }, field: 'message', value: 'exceeded quota: q' },
  ];

  test('[R07] [RU11] one refused creation freezes the update, with budget left', () => {
    const daemonSet = makeRollingDaemonSet({ updateStrategy: rolling(2) });
    const nodes = { empty: { absentSince: NOW - 5 * MINUTE }, waits: { pods: [makeOldPod('waits')] } };
    expect(findCause({ daemonSet, failedCreate, nodes }, 'R07')).toStrictEqual({
      code: 'R07',
      confidence: 'H',
      nodes: ['empty'],
      holdsBudget: true,
      since: NOW - 3 * MINUTE,
      facts: { message: 'exceeded quota: q' },
      evidence,
    });
  });

  test('[R07] [RU11] with surge it is the second pod of a node that is refused, and its cause is told as well', () => {
    const daemonSet = makeRollingDaemonSet({ updateStrategy: rolling(0, 1) });
    const nodes = { a: { pods: [makeOldPod('a')] }, b: { pods: [makeOldPod('b')] } };
    const scenario = { daemonSet, failedCreate, nodes, rememberedProgress: NOW - MINUTE };
    const refused = { nodes: ['a', 'b'], holdsBudget: true, since: NOW - 3 * MINUTE };
    expect(findCause(scenario, 'R07')).toMatchObject({ confidence: 'H', facts: { detail: 'SecondPod' }, ...refused });
    expect(findCause(scenario, 'C15')).toMatchObject({ confidence: 'L', ...refused, evidence });
  });

  test('[R07] without a refusal, or with a pod that was made since, nothing is missing', () => {
    const nodes = { a: { pods: [makeNewPod('a', waitingWith('ContainerCreating'))] }, b: { pods: [makeOldPod('b')] } };
    expect(findCause({ failedCreate, nodes }, 'R07')).toBeUndefined();
    expect(findCause({ nodes: { a: { absentSince: NOW - MINUTE } } }, 'R07')).toBeUndefined();
  });
});

describe('pods that leave', () => {
  const overdue = terminatingSince(NOW - 5 * MINUTE);

  test('[R08] [R03] an overdue pod holds the budget, beside the node that cannot end it', () => {
    const nodes = {
      b: { pods: [makeOldPod('b', overdue)] },
      a: dead('a'),
      waits: { pods: [makeOldPod('waits')] },
    };
    expect(findCause({ nodes }, 'R08')).toStrictEqual({
      code: 'R08',
      confidence: 'H',
      nodes: ['a', 'b'],
      holdsBudget: true,
      // When the pod was told to go, a minute after its node fell silent.
      since: NOW - 39 * MINUTE,
      facts: { used: '2', limited: '1' },
      evidence: ['a', 'b'].map((name) => ({
        object: { kind: 'Pod', namespace: 'default', name: `old-${name}` },
        field: 'metadata.deletionTimestamp',
        value: moment(name === 'a' ? NOW - 39 * MINUTE + 30 * SECOND : NOW - 5 * MINUTE + 30 * SECOND),
      })),
      pods: ['old-a', 'old-b'],
    });
    expect(findCause({ nodes }, 'R03')).toMatchObject({ nodes: ['a'] });
  });

  const slow = (askedAt: number) => ({
    nodes: {
      a: {
        pods: [makeOldPod('a', { deletionTimestamp: askedAt + 10 * MINUTE, deletionGracePeriodSeconds: 600 })],
      },
      waits: { pods: [makeOldPod('waits')] },
    },
  });

  test('[R08] [TX8] one within its grace period counts after a minute', () => {
    expect(findCause(slow(NOW - 61 * SECOND), 'R08')).toMatchObject({ nodes: ['a'], since: NOW - 61 * SECOND });
    expect(findCause(slow(NOW - 60 * SECOND), 'R08')).toBeUndefined();
    expect(causesRecheckAt(slow(NOW - 60 * SECOND))).toBe(NOW + 1);
  });

  test('[R08] [RS1c] one on a node that leaves as well goes with the node', () => {
    const { nodes } = slow(NOW - 5 * MINUTE);
    const leaves = { ...nodes, a: { ...nodes.a, node: makeNode('a', { deletionTimestamp: NOW - 4 * MINUTE }) } };
    expect(findCause({ nodes: leaves }, 'R08')).toBeUndefined();
  });
});
