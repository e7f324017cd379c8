import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDaemonSet, makeNode, makeTaint } from '#lib/testing/objects.ts';
import { nodeName } from '../keys.ts';
import type { Labels, NodeRecord, NodeSelectorTerm, PodSpec } from '../objects.ts';
import {
  computeEligibility,
  ELIGIBILITY_KINDS,
  type Eligibility,
  type EligibilityOptions,
  predictAction,
} from './eligibility.ts';

const dedicated = makeTaint('dedicated', 'NoSchedule', 'db');
const drained = makeTaint('drained', 'NoExecute');
const inZoneA: NodeSelectorTerm = {
  matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }],
  matchFields: [],
};

type Row = {
  readonly name: string;
  readonly spec?: Partial<PodSpec>;
  readonly node?: Partial<Pick<NodeRecord, 'labels' | 'taints' | 'unschedulable' | 'conditions' | 'allocatable'>>;
  readonly options?: EligibilityOptions;
  readonly eligibility: Eligibility;
};

const rows: readonly Row[] = [
  { name: '[EL1] runs where nothing is against it', eligibility: { kind: 'ShouldRun', toleratedTaints: [] } },
  {
    name: '[EL1] does not run on a node that the template does not name',
    spec: { nodeName: nodeName('node-z') },
    eligibility: { kind: 'ShouldNotRun', reasons: [{ kind: 'NodeName', want: nodeName('node-z') }] },
  },
  {
    name: '[EL1] runs on the node that the template names',
    spec: { nodeName: nodeName('node-a') },
    eligibility: { kind: 'ShouldRun', toleratedTaints: [] },
  },
  {
    name: '[EL6] [EL13] wants every pair of the selector, and tells each that the node lacks',
    spec: { nodeSelector: { pool: 'agents', zone: 'a', disk: '' } },
    node: { labels: { pool: 'batch', zone: 'a' } },
    eligibility: {
      kind: 'ShouldNotRun',
      reasons: [
        { kind: 'NodeSelector', key: 'pool', want: 'agents', have: 'batch' },
        { kind: 'NodeSelector', key: 'disk', want: '' },
      ],
    },
  },
  {
    name: '[EL1] does not run where the required affinity does not match',
    spec: { requiredNodeAffinity: [inZoneA] },
    node: { labels: { zone: 'b' } },
    eligibility: {
      kind: 'ShouldNotRun',
      reasons: [
        {
          kind: 'Affinity',
          failedTerms: [
            { requirement: { key: 'zone', operator: 'In', values: ['a'], field: false }, invalid: false, have: 'b' },
          ],
        },
      ],
    },
  },
  {
    name: '[EL8] runs nowhere when the required affinity has no usable term',
    spec: { requiredNodeAffinity: [{ matchExpressions: [], matchFields: [] }] },
    eligibility: { kind: 'ShouldNotRun', reasons: [{ kind: 'Affinity', failedTerms: [] }] },
  },
  {
    name: '[EL1] tells which taints it tolerates',
    spec: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] },
    node: { taints: [dedicated, makeTaint('wish', 'PreferNoSchedule')] },
    eligibility: { kind: 'ShouldRun', toleratedTaints: [dedicated] },
  },
  {
    name: '[EL1] may stay under a NoSchedule taint that it does not tolerate',
    node: { taints: [dedicated] },
    eligibility: { kind: 'ShouldContinueRunning', reasons: [{ kind: 'Taint', taint: dedicated }] },
  },
  {
    name: '[EL1] [EL13] must go under a NoExecute taint, and all its taints are told',
    node: { taints: [dedicated, drained] },
    eligibility: {
      kind: 'ShouldNotRun',
      reasons: [
        { kind: 'Taint', taint: dedicated },
        { kind: 'Taint', taint: drained },
      ],
    },
  },
  {
    name: '[EL13] tells node name, selector, affinity and taints together',
    spec: {
      nodeName: nodeName('node-z'),
      nodeSelector: { pool: 'agents' },
      requiredNodeAffinity: [inZoneA],
    },
    node: { labels: {}, taints: [dedicated] },
    eligibility: {
      kind: 'ShouldNotRun',
      reasons: [
        { kind: 'NodeName', want: nodeName('node-z') },
        { kind: 'NodeSelector', key: 'pool', want: 'agents' },
        {
          kind: 'Affinity',
          failedTerms: [{ requirement: { key: 'zone', operator: 'In', values: ['a'], field: false }, invalid: false }],
        },
        { kind: 'Taint', taint: dedicated },
      ],
    },
  },
  {
    name: '[TL8] hints at the gate when a comparison would tolerate the taint',
    spec: { tolerations: [{ key: 'level', operator: 'Gt', value: '4' }] },
    node: { taints: [makeTaint('level', 'NoSchedule', '5')] },
    eligibility: {
      kind: 'ShouldContinueRunning',
      reasons: [
        {
          kind: 'Taint',
          taint: makeTaint('level', 'NoSchedule', '5'),
          hint: 'gate:TaintTolerationComparisonOperators',
        },
      ],
    },
  },
  {
    name: '[TL9] runs under PreferNoSchedule',
    node: { taints: [makeTaint('wish', 'PreferNoSchedule')] },
    eligibility: { kind: 'ShouldRun', toleratedTaints: [] },
  },
  {
    name: '[TL5] runs on a cordoned node',
    node: { unschedulable: true, taints: [makeTaint('node.kubernetes.io/unschedulable')] },
    eligibility: { kind: 'ShouldRun', toleratedTaints: [makeTaint('node.kubernetes.io/unschedulable')] },
  },
  {
    name: '[TL5] runs under memory pressure',
    node: { taints: [makeTaint('node.kubernetes.io/memory-pressure')] },
    eligibility: { kind: 'ShouldRun', toleratedTaints: [makeTaint('node.kubernetes.io/memory-pressure')] },
  },
  {
    name: '[TL5] may only stay on a node that is not ready',
    node: {
      taints: [makeTaint('node.kubernetes.io/not-ready'), makeTaint('node.kubernetes.io/not-ready', 'NoExecute')],
    },
    eligibility: {
      kind: 'ShouldContinueRunning',
      reasons: [{ kind: 'Taint', taint: makeTaint('node.kubernetes.io/not-ready') }],
    },
  },
  {
    name: '[TL5] may only stay on a node without network, unless it is on the network of the host',
    node: { taints: [makeTaint('node.kubernetes.io/network-unavailable')] },
    eligibility: {
      kind: 'ShouldContinueRunning',
      reasons: [{ kind: 'Taint', taint: makeTaint('node.kubernetes.io/network-unavailable') }],
    },
  },
  {
    name: '[TL5] runs on a node without network when it is on the network of the host',
    spec: { hostNetwork: true },
    node: { taints: [makeTaint('node.kubernetes.io/network-unavailable')] },
    eligibility: { kind: 'ShouldRun', toleratedTaints: [makeTaint('node.kubernetes.io/network-unavailable')] },
  },
  {
    name: '[TL5] must go from a node out of service',
    node: { taints: [makeTaint('node.kubernetes.io/out-of-service', 'NoExecute', 'nodeshutdown')] },
    eligibility: {
      kind: 'ShouldNotRun',
      reasons: [{ kind: 'Taint', taint: makeTaint('node.kubernetes.io/out-of-service', 'NoExecute', 'nodeshutdown') }],
    },
  },
  {
    name: '[TL4] is wanted on a dead node when the taints of its conditions are left aside',
    node: {
      taints: [makeTaint('node.kubernetes.io/unreachable'), makeTaint('node.kubernetes.io/unreachable', 'NoExecute')],
    },
    options: { ignoreConditionTaints: true },
    eligibility: { kind: 'ShouldRun', toleratedTaints: [] },
  },
  {
    name: '[TL4] is not wanted there when another taint is against it',
    node: { taints: [makeTaint('node.kubernetes.io/unreachable'), dedicated] },
    options: { ignoreConditionTaints: true },
    eligibility: { kind: 'ShouldContinueRunning', reasons: [{ kind: 'Taint', taint: dedicated }] },
  },
  {
    name: '[EL6] reads no label that only a prototype has',
    spec: { nodeSelector: { toString: 'x', ['__proto__']: 'x' } },
    node: { labels: {} },
    eligibility: {
      kind: 'ShouldNotRun',
      reasons: [
        { kind: 'NodeSelector', key: 'toString', want: 'x' },
        { kind: 'NodeSelector', key: '__proto__', want: 'x' },
      ],
    },
  },
];

test.for(rows)('$name', ({ spec, node, options, eligibility }) => {
  const daemonSet = makeDaemonSet(spec === undefined ? {} : { spec });
  expect(computeEligibility(daemonSet, makeNode('node-a', node), options)).toStrictEqual(eligibility);
});

test('[EL3] [EL4] asks for nothing but name, labels and taints', () => {
  const daemonSet = makeDaemonSet({ spec: { nodeSelector: { pool: 'a' } } });
  const labels = fc.constantFrom<Labels>({}, { pool: 'a' }, { pool: 'b' });
  const taints = fc.constantFrom([], [dedicated], [drained]);
  const rest = fc.record({
    unschedulable: fc.boolean(),
    conditions: fc.constantFrom([], [{ type: 'Ready', status: 'False' }], [{ type: 'DiskPressure', status: 'True' }]),
    allocatable: fc.constantFrom({}, { cpu: '0', pods: '0' }),
  });
  const law = fc.property(labels, taints, rest, (nodeLabels, nodeTaints, others) => {
    const node = makeNode('node-a', { labels: nodeLabels, taints: nodeTaints });
    expect(computeEligibility(daemonSet, { ...node, ...others })).toStrictEqual(computeEligibility(daemonSet, node));
  });
  fc.assert(law, { seed: 7, numRuns: 200 });
});

test('[EL2] foretells what the controller does with and without a pod', () => {
  const actions = ELIGIBILITY_KINDS.map((kind) => [kind, predictAction(kind, false), predictAction(kind, true)]);
  expect(actions).toStrictEqual([
    ['ShouldRun', 'Create', 'Keep'],
    ['ShouldContinueRunning', 'Nothing', 'Keep'],
    ['ShouldNotRun', 'Nothing', 'Delete'],
  ]);
});

test('[EL1] the answer "nothing is against it" is one object for all nodes', () => {
  const daemonSet = makeDaemonSet();
  expect(computeEligibility(daemonSet, makeNode('a'))).toBe(computeEligibility(daemonSet, makeNode('b')));
});
