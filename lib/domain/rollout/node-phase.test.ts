import { expect, test } from 'vitest';
import { CREATED_AT, makeDaemonPod, makeNode, makePod, makeTaint } from '#lib/testing/objects.ts';
import type { NodeCondition, NodeRecord, PodRecord } from '../objects.ts';
import { computeNodePhase, type NodePhase } from './node-phase.ts';

const MINUTE = 60_000;
const NOW = CREATED_AT + MINUTE;
const ready = (status: string, since: number): readonly NodeCondition[] => [
  { type: 'Ready', status, lastTransitionTime: since },
];
const leavingPod = { deletionTimestamp: NOW + 1000 };
const bornUntil = CREATED_AT + 10 * MINUTE;

type Row = {
  readonly name: string;
  readonly node: Parameters<typeof makeNode>[1];
  readonly pods?: readonly PodRecord[];
  readonly now?: number;
  readonly phase: NodePhase;
};
const steady: NodePhase = { kind: 'Steady' };
const starting: NodePhase = { kind: 'Starting', until: bornUntil };
const rows: readonly Row[] = [
  { name: '[RS1b] a young Ready node is not being born', node: {}, phase: steady },
  { name: '[RS1b] one without a Ready condition is', node: { conditions: [] }, phase: starting },
  {
    name: '[RS1b] one that was never Ready is',
    node: { conditions: ready('False', CREATED_AT + 10_000) },
    phase: starting,
  },
  {
    name: '[RS1b] one that was Ready before is not',
    node: { conditions: ready('False', CREATED_AT + 40_000) },
    phase: steady,
  },
  {
    name: '[RS1b] a silent kubelet is never a birth',
    node: { conditions: ready('Unknown', CREATED_AT), taints: [makeTaint('node.cilium.io/agent-not-ready')] },
    phase: steady,
  },
  ...[
    'node.cloudprovider.kubernetes.io/uninitialized',
    'node.cilium.io/agent-not-ready',
    'startup-taint.cluster-autoscaler.kubernetes.io/gpu',
  ].map(
    (key): Row => ({
      name: `[RS1b] one with ${key} still on it is`,
      node: { taints: [makeTaint(key)] },
      phase: starting,
    }),
  ),
  {
    name: '[RS1b] not after ten minutes',
    node: { conditions: ready('False', CREATED_AT) },
    now: bornUntil,
    phase: steady,
  },
  {
    name: '[RS1c] a node that is being deleted leaves, for ten minutes',
    node: { deletionTimestamp: NOW },
    phase: { kind: 'Leaving', until: NOW + 10 * MINUTE },
  },
  {
    name: '[RS1c] to the very moment',
    node: { deletionTimestamp: CREATED_AT },
    now: bornUntil,
    phase: { kind: 'Leaving', until: bornUntil },
  },
  {
    name: '[RS1c] and no longer',
    node: { deletionTimestamp: CREATED_AT },
    now: bornUntil + 1,
    phase: steady,
  },
  {
    name: '[RS1c] one that an autoscaler has marked leaves',
    node: { taints: [makeTaint('ToBeDeletedByClusterAutoscaler')] },
    phase: { kind: 'Leaving' },
  },
  {
    name: '[RS1c] as long as the mark is younger than ten minutes',
    node: { taints: [{ ...makeTaint('karpenter.sh/disrupted'), timeAdded: NOW - 11 * MINUTE }] },
    phase: steady,
  },
  {
    name: '[RS1c] a cordoned node with an ordinary pod on its way out leaves',
    node: { unschedulable: true },
    pods: [makePod(leavingPod)],
    phase: { kind: 'Leaving', until: NOW + 31_000 },
  },
  {
    name: '[RS1c] not with a daemon pod on its way out',
    node: { unschedulable: true },
    pods: [makeDaemonPod(leavingPod)],
    phase: steady,
  },
  {
    name: '[RS1c] nor with one that is overdue',
    node: { unschedulable: true },
    pods: [makePod({ deletionTimestamp: NOW - 30_001 })],
    phase: steady,
  },
  { name: '[RS1c] nor when it is only cordoned', node: { unschedulable: true }, pods: [makePod()], phase: steady },
  { name: '[RS1c] without the cordon it stays', node: {}, pods: [makePod(leavingPod)], phase: steady },
];
test.for(rows)('$name', ({ node, pods = [], now = NOW, phase }) => {
  const record: NodeRecord = makeNode('node-a', node);
  expect(computeNodePhase(record, () => pods, now)).toStrictEqual(phase);
});
