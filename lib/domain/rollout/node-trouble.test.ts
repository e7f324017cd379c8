import { describe, expect, test } from 'vitest';
import { CREATED_AT, makeNode } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  type Scenario,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import { nodeName, objectKey } from '../keys.ts';
import type { NodeRecord } from '../objects.ts';
import { poolOf } from './node-pool.ts';
import {
  computeNodeTroubles,
  groupNodeTroubles,
  isExplainedByNodes,
  isTroubled,
  type NodeTrouble,
  type NodeTroubleInput,
} from './node-trouble.ts';

const key = (name: string) => objectKey({ namespace: 'default', name });
const BLUE = { 'karpenter.sh/nodepool': 'blue' };

function about(
  record: NodeRecord | string,
  concerns: NodeTroubleInput['concerns'] = [{ daemonSet: key('a'), codes: [] }],
): NodeTroubleInput {
  const node = typeof record === 'string' ? nodeName(record) : record.name;
  return { node, record: typeof record === 'string' ? undefined : record, podsOnNode: () => [], concerns };
}
const notReady = (name: string, since: number) =>
  makeNode(name, { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: since }] });

describe('one row per node', () => {
  test('[NT1] one dead node under ten DaemonSets is one row, with the causes that name it', () => {
    const names = Array.from({ length: 10 }, (_, index) => key(`agent-${index}`));
    const concerns = names
      .map((daemonSet, index) => ({ daemonSet, codes: index < 2 ? (['T01', 'R03', 'R03'] as const) : [] }))
      .reverse();
    const { troubles } = computeNodeTroubles(
      [about({ ...makeSilentNode('a', NOW - 9 * MINUTE), labels: BLUE }, concerns)],
      NOW,
    );
    expect(troubles).toStrictEqual([
      {
        node: 'a',
        pool: 'blue',
        kind: 'Unreachable',
        phase: 'Steady',
        since: NOW - 9 * MINUTE,
        daemonSets: names,
        causes: [
          { code: 'R03', daemonSets: names.slice(0, 2) },
          { code: 'T01', daemonSets: names.slice(0, 2) },
        ],
      },
    ]);
  });

  const rows: readonly {
    readonly name: string;
    readonly input: NodeTroubleInput;
    readonly row: Partial<NodeTrouble> | undefined;
  }[] = [
    {
      name: '[NT1] a kubelet that says it is not well',
      input: about(notReady('a', NOW - MINUTE)),
      row: { kind: 'NotReady', phase: 'Steady', since: NOW - MINUTE },
    },
    { name: '[NT1] a node of which only pods speak', input: about('a'), row: { kind: 'Gone', phase: 'Steady' } },
    {
      name: '[NT1] [RS1b] one that is being born',
      input: about(makeNode('a', { creationTimestamp: NOW - MINUTE, conditions: [] })),
      row: { kind: 'NotReady', phase: 'Starting', since: NOW - MINUTE },
    },
    {
      name: '[NT1] [RS1c] one that leaves',
      input: about({ ...makeSilentNode('a'), deletionTimestamp: NOW - MINUTE }),
      row: { kind: 'Unreachable', phase: 'Leaving' },
    },
    { name: '[NT1] a node that is well is none', input: about(makeNode('a')), row: undefined },
    {
      name: '[NT1] nor is one with which no DaemonSet is concerned',
      input: about(makeSilentNode('a'), []),
      row: undefined,
    },
  ];
  test.for(rows)('$name', ({ input, row }) => {
    const [found] = computeNodeTroubles([input], NOW).troubles;
    if (row === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject({ node: 'a', ...row });
  });

  test('[NT1] sorted by node, and looked at again when the first excuse ends', () => {
    const leaving = { ...makeSilentNode('b'), deletionTimestamp: NOW - 2 * MINUTE };
    const born = makeNode('a', { creationTimestamp: NOW - MINUTE, conditions: [] });
    const { troubles, recheckAt } = computeNodeTroubles([about(leaving), about(born), about('c')], NOW);
    expect(troubles.map(({ node }) => node)).toStrictEqual(['a', 'b', 'c']);
    expect(recheckAt).toBe(NOW + 8 * MINUTE + 1);
    expect(computeNodeTroubles([about(leaving)], NOW + 8 * MINUTE + 1).troubles[0]?.phase).toBe('Steady');
  });

  test('[NT1] trouble is a Ready that is not True, or no node', () => {
    expect([makeNode('a'), makeSilentNode('a'), notReady('a', NOW), undefined].map(isTroubled)).toStrictEqual([
      false,
      true,
      true,
      true,
    ]);
  });
});

describe('groups', () => {
  const trouble = (node: string, rest: Partial<NodeTrouble> = {}): NodeTrouble => ({
    node: nodeName(node),
    kind: 'Unreachable',
    phase: 'Steady',
    since: NOW,
    daemonSets: [key('a')],
    causes: [],
    ...rest,
  });

  test('[NT2] one row per pool, kind and phase: steady ones first, then the larger', () => {
    const groups = groupNodeTroubles([
      trouble('s', { phase: 'Starting' }),
      trouble('one', { kind: 'Gone' }),
      trouble('b2', { pool: 'blue', daemonSets: [key('b')] }),
      trouble('b1', { pool: 'blue', since: NOW - MINUTE }),
      trouble('other', { pool: 'a' }),
    ]);
    expect(groups).toStrictEqual([
      {
        pool: 'blue',
        kind: 'Unreachable',
        phase: 'Steady',
        nodes: ['b1', 'b2'],
        since: NOW - MINUTE,
        daemonSets: [key('a'), key('b')],
      },
      { kind: 'Gone', phase: 'Steady', nodes: ['one'], since: NOW, daemonSets: [key('a')] },
      { pool: 'a', kind: 'Unreachable', phase: 'Steady', nodes: ['other'], since: NOW, daemonSets: [key('a')] },
      { kind: 'Unreachable', phase: 'Starting', nodes: ['s'], since: NOW, daemonSets: [key('a')] },
    ]);
    expect(groupNodeTroubles([])).toStrictEqual([]);
  });

  test('[NT2] the first well-known label is the pool', () => {
    expect(poolOf({ 'eks.amazonaws.com/nodegroup': 'e', 'karpenter.sh/nodepool': 'k' })).toBe('e');
    expect(poolOf({ 'node.cluster.x-k8s.io/machinedeployment': 'm' })).toBe('m');
    expect(poolOf({ pool: 'x' })).toBeUndefined();
  });
});

describe('what nodes explain', () => {
  const waits = { pods: [makeOldPod('waits')] };
  const dead = { node: makeSilentNode('dead'), pods: [makeOldPod('dead', terminatingSince(NOW - 9 * MINUTE))] };
  const broken = { pods: [makeNewPod('broken', waitingWith('CrashLoopBackOff', 5))] };
  const done = { pods: [makeNewPod('done')] };
  const two = makeRollingDaemonSet({ updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 2, maxSurge: 0 } });
  const rows: readonly {
    readonly name: string;
    readonly scenario: Scenario;
    readonly state: string;
    readonly explained: boolean;
  }[] = [
    {
      name: '[NT3] a budget held by dead nodes alone',
      scenario: { nodes: { dead, waits } },
      state: 'Stalled',
      explained: true,
    },
    {
      name: '[NT3] not one that a broken pod holds as well',
      scenario: { nodes: { dead, broken, waits } },
      state: 'Stalled',
      explained: false,
    },
    {
      name: '[NT3] [RU11] not a sync that fails',
      scenario: {
        daemonSet: two,
        failedCreate: { message: 'no', lastSeen: NOW },
        nodes: { dead, empty: { absentSince: NOW - MINUTE }, waits },
      },
      state: 'Stalled',
      explained: false,
    },
    {
      name: '[NT3] a rollout that is only slowed',
      scenario: { daemonSet: two, nodes: { dead, waits } },
      state: 'Progressing',
      explained: true,
    },
    {
      name: '[NT3] [RU11] nor one whose deletions fail, though dead nodes hold all of the budget',
      scenario: { failedDelete: { message: 'no', lastSeen: NOW }, nodes: { dead, waits } },
      state: 'Stalled',
      explained: false,
    },
    {
      name: '[NT3] with surge not one where a node without an old pod is stuck beside the budget',
      scenario: {
        daemonSet: makeRollingDaemonSet({
          updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
        }),
        nodes: {
          dead: { ...dead, pods: [makeOldPod('dead'), makeNewPod('dead', notReadySince(NOW - 9 * MINUTE))] },
          broken,
          waits,
        },
      },
      state: 'Blocked',
      explained: false,
    },
    {
      name: '[NT3] a leftover on a dead node',
      scenario: { nodes: { dead: { ...dead, pods: [makeOldPod('dead', notReadySince(CREATED_AT))] }, done } },
      state: 'CompleteWithLeftovers',
      explained: true,
    },
    {
      name: '[NT3] not a pod that crashes on a Ready node',
      scenario: { nodes: { broken, done } },
      state: 'Degraded',
      explained: false,
    },
    { name: '[NT3] nothing that is well', scenario: { nodes: { done } }, state: 'Complete', explained: false },
    {
      name: '[NT3] nothing that just moves',
      scenario: { daemonSet: two, nodes: { done, waits } },
      state: 'Progressing',
      explained: false,
    },
  ];
  test.for(rows)('$name', ({ scenario, state, explained }) => {
    const { cells, ...outcome } = deriveRollout(scenario);
    expect(outcome.verdict.kind).toBe(state);
    expect(isExplainedByNodes(outcome, cells, (name) => name === 'dead')).toBe(explained);
  });

  test('[NT3] wanted nodes that tolerate being dead, and are', () => {
    const tolerant = makeRollingDaemonSet({ spec: { tolerations: [{ operator: 'Exists' }] } });
    const nodes = { dead: { ...dead, pods: [makeNewPod('dead', notReadySince(NOW - 9 * MINUTE))] }, done };
    const { cells, ...outcome } = deriveRollout({ daemonSet: tolerant, nodes });
    expect(outcome.verdict.kind).toBe('Degraded');
    expect(isExplainedByNodes(outcome, cells, (name) => name === 'dead')).toBe(true);
  });
});
