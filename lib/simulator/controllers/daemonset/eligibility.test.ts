import { describe, expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode } from '#lib/testing/simulated-objects.ts';
import type { NodePlan } from '../../node-plan.ts';
import type { NodeSelectorTerm, PodSpec, Taint, Toleration } from '../../objects.ts';
import { daemonPodTolerations } from './automatic-tolerations.ts';
import { nodeShouldRunDaemonPod } from './eligibility.ts';

const RUNS = { shouldRun: true, shouldContinueRunning: true };
const MAY_STAY = { shouldRun: false, shouldContinueRunning: true };
const MUST_NOT = { shouldRun: false, shouldContinueRunning: false };
const OWN = 'node.kubernetes.io';

function taint(key: string, effect: Taint['effect'], value?: string): Taint {
  return { key, effect, ...(value !== undefined && { value }) };
}

function verdict(podSpec: Partial<PodSpec>, plan: Omit<NodePlan, 'name'> = {}) {
  const { store } = simulatedContext();
  const daemonSet = store.create<'DaemonSet'>(simulatedDaemonSet({ podSpec }));
  return nodeShouldRunDaemonPod(store.create<'Node'>(simulatedNode('node-1', plan)), daemonSet);
}

type Row = {
  readonly name: string;
  readonly pod?: Partial<PodSpec>;
  readonly node?: Omit<NodePlan, 'name'>;
  readonly verdict: typeof RUNS;
};

const rows: readonly Row[] = [
  { name: '[EL1.1] a template that names this node runs here', pod: { nodeName: 'node-1' }, verdict: RUNS },
  { name: '[EL1.1] a template that names another node must not stay here', pod: { nodeName: 'b' }, verdict: MUST_NOT },
  { name: '[EL1.1] an empty nodeName names none', pod: { nodeName: '' }, verdict: RUNS },
  {
    name: '[EL1.2] [EL6] every pair of nodeSelector has to be there',
    pod: { nodeSelector: { disk: 'ssd', 'kubernetes.io/os': 'linux' } },
    node: { labels: { disk: 'ssd' } },
    verdict: RUNS,
  },
  {
    name: '[EL1.2] [EL6] one pair that differs is enough',
    pod: { nodeSelector: { disk: 'ssd', 'kubernetes.io/os': 'linux' } },
    node: { labels: { disk: 'SSD' } },
    verdict: MUST_NOT,
  },
  { name: '[EL1.4] without taints it runs', verdict: RUNS },
  {
    name: '[EL1.5] an untolerated NoSchedule taint lets a pod stay',
    node: { taints: [taint('own', 'NoSchedule')] },
    verdict: MAY_STAY,
  },
  {
    name: '[EL1.5] an untolerated NoExecute taint does not',
    node: { taints: [taint('own', 'NoExecute')] },
    verdict: MUST_NOT,
  },
  {
    name: '[EL1.5] of both taints the harder counts',
    pod: { tolerations: [{ key: 'a', operator: 'Exists' }] },
    node: { taints: [taint('a', 'NoExecute'), taint('b', 'NoSchedule'), taint('c', 'NoExecute')] },
    verdict: MUST_NOT,
  },
  {
    name: '[TL9] PreferNoSchedule is a wish',
    node: { taints: [taint('own', 'PreferNoSchedule')] },
    verdict: RUNS,
  },
  {
    name: '[TL5] a cordoned node runs it',
    node: { unschedulable: true, taints: [taint(`${OWN}/unschedulable`, 'NoSchedule')] },
    verdict: RUNS,
  },
  ...(['memory-pressure', 'disk-pressure', 'pid-pressure'] as const).map((key) => ({
    name: `[TL5] ${key} does not keep it away`,
    node: { taints: [taint(`${OWN}/${key}`, 'NoSchedule')] },
    verdict: RUNS,
  })),
  ...(['not-ready', 'unreachable'] as const).map((key) => ({
    name: `[TL5] [TL2] [FA2] ${key} lets it stay, and does not want it`,
    node: { taints: [taint(`${OWN}/${key}`, 'NoSchedule'), taint(`${OWN}/${key}`, 'NoExecute')] },
    verdict: MAY_STAY,
  })),
  {
    name: '[TL5] NetworkUnavailable does not matter on the host network',
    pod: { hostNetwork: true },
    node: { taints: [taint(`${OWN}/network-unavailable`, 'NoSchedule')] },
    verdict: RUNS,
  },
  {
    name: '[TL5] NetworkUnavailable keeps a pod network away',
    node: { taints: [taint(`${OWN}/network-unavailable`, 'NoSchedule')] },
    verdict: MAY_STAY,
  },
  {
    name: '[TL5] [TL2] out of service removes it',
    node: { taints: [taint(`${OWN}/out-of-service`, 'NoExecute', 'nodeshutdown')] },
    verdict: MUST_NOT,
  },
  {
    name: '[TL6] how long a taint is tolerated is nothing to the controller',
    pod: { tolerations: [{ key: 'own', operator: 'Exists', tolerationSeconds: 5 }] },
    node: { taints: [taint('own', 'NoExecute')] },
    verdict: RUNS,
  },
];
test.for(rows)('$name', ({ pod = {}, node = {}, verdict: expected }) => {
  expect(verdict(pod, node)).toStrictEqual(expected);
});

describe('[TL7] a toleration against key=value:NoSchedule', () => {
  const tolerations: readonly (readonly [Toleration, boolean])[] = [
    [{ operator: 'Exists' }, true],
    [{ key: '', operator: 'Exists', effect: '' }, true],
    [{ key: 'key', operator: 'Exists' }, true],
    [{ key: 'key', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'other', operator: 'Exists' }, false],
    [{ key: 'key', value: 'value' }, true],
    [{ key: 'key', operator: '', value: 'value', effect: 'NoSchedule' }, true],
    [{ key: 'key', operator: 'Equal', value: 'other' }, false],
    [{ key: 'key' }, false],
    [{ operator: 'Equal', value: 'value' }, true],
    [{ key: 'key', operator: 'Gt', value: '1' }, false],
    [{ key: 'key', operator: 'Within', value: 'value' }, false],
  ];
  test.for(tolerations)('%j: %s', ([toleration, isTolerated]) => {
    const node = { taints: [taint('key', 'NoSchedule', 'value')] };
    expect(verdict({ tolerations: [toleration] }, node)).toStrictEqual(isTolerated ? RUNS : MAY_STAY);
  });
});

describe('required node affinity', () => {
  const size = (operator: string, ...values: readonly string[]): NodeSelectorTerm => ({
    matchExpressions: [{ key: 'size', operator, ...(values.length > 0 && { values }) }],
  });
  const named = (operator: string, ...values: readonly string[]): NodeSelectorTerm => ({
    matchFields: [{ key: 'metadata.name', operator, values }],
  });
  const table: readonly (readonly [string, readonly NodeSelectorTerm[], string | undefined, boolean])[] = [
    ['[EL7] terms are alternatives', [size('In', '1'), size('In', '2')], '2', true],
    ['[EL7] no alternative', [size('In', '1'), size('In', '2')], '3', false],
    ['[EL7] a term asks for all it says', [{ ...size('In', '1'), ...named('In', 'other') }], '1', false],
    ['[EL7] a term has all it asks for', [{ ...size('In', '1'), ...named('In', 'node-1') }], '1', true],
    ['[EL8] an empty term is skipped', [{}, size('In', '1')], '1', true],
    ['[EL8] a selector without a usable term matches nothing', [{}], '1', false],
    ['[EL8] a selector without terms matches nothing', [], '1', false],
    ['[EL9] a term in error never matches', [size('Gt', 'many')], '5', false],
    ['[EL9] other terms still can', [size('Gt', 'many'), size('Exists')], '5', true],
    ['[EL9] an operator that nobody knows', [size('Near', '5')], '5', false],
    ['[EL10] In without the label', [size('In', '1')], undefined, false],
    ['[EL10] In with a listed value', [size('In', '0', '1')], '1', true],
    ['[EL10] NotIn without the label', [size('NotIn', '1')], undefined, true],
    ['[EL10] NotIn with a listed value', [size('NotIn', '1')], '1', false],
    ['[EL10] NotIn with another value', [size('NotIn', '1')], '2', true],
    ['[EL10] Exists without the label', [size('Exists')], undefined, false],
    ['[EL10] Exists with the label', [size('Exists')], '', true],
    ['[EL10] DoesNotExist without the label', [size('DoesNotExist')], undefined, true],
    ['[EL10] DoesNotExist with the label', [size('DoesNotExist')], '1', false],
    ['[EL10] Gt without the label', [size('Gt', '1')], undefined, false],
    ['[EL10] Gt with a greater one', [size('Gt', '1')], '2', true],
    ['[EL10] Gt with an equal one', [size('Gt', '1')], '1', false],
    ['[EL10] Gt with what is no number', [size('Gt', '1')], 'huge', false],
    ['[EL10] Lt with a lesser one', [size('Lt', '1')], '-7', true],
    ['[EL10] Lt with an equal one', [size('Lt', '1')], '1', false],
    ['[EL11] In of nothing', [size('In')], '1', false],
    ['[EL11] NotIn of nothing', [size('NotIn')], '1', false],
    ['[EL11] Exists with a value', [size('Exists', '1')], '1', false],
    ['[EL11] DoesNotExist with a value', [size('DoesNotExist', '1')], undefined, false],
    ['[EL11] Gt with two values', [size('Gt', '1', '2')], '3', false],
    ['[EL11] a field that is this node', [named('In', 'node-1')], undefined, true],
    ['[EL11] a field that is another node', [named('NotIn', 'node-1')], undefined, false],
    ['[EL11] a field of two values', [named('In', 'node-1', 'node-2')], undefined, false],
    ['[EL12] numbers beyond 2^53 are not rounded', [size('Gt', '9007199254740992')], '9007199254740993', true],
    ['[EL12] numbers beyond 64 bits are none', [size('Lt', '5')], '-9223372036854775809', false],
  ];
  test.for(table)('%s', ([, nodeSelectorTerms, label, isMatching]) => {
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
    const labels = label === undefined ? {} : { size: label };
    expect(verdict({ affinity: { nodeAffinity: required } }, { labels })).toStrictEqual(isMatching ? RUNS : MUST_NOT);
  });
  test('[EL3] what is merely preferred does not keep it away', () => {
    const nodeAffinity = {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: size('Exists') }],
    };
    expect(verdict({ affinity: { nodeAffinity } })).toStrictEqual(RUNS);
  });
});

describe('automatic tolerations', () => {
  const exists = (key: string, effect: string): Toleration => ({ key: `${OWN}/${key}`, operator: 'Exists', effect });
  const automatic = [
    exists('not-ready', 'NoExecute'),
    exists('unreachable', 'NoExecute'),
    exists('disk-pressure', 'NoSchedule'),
    exists('memory-pressure', 'NoSchedule'),
    exists('pid-pressure', 'NoSchedule'),
    exists('unschedulable', 'NoSchedule'),
  ];
  const containers = [{ name: 'a', image: 'a' }];

  test('[TL1] six are added to every pod, behind its own', () => {
    const own = { key: 'own', operator: 'Exists' };
    expect(daemonPodTolerations({ containers, tolerations: [own] })).toStrictEqual([own, ...automatic]);
  });

  test('[TL1] a seventh on the host network', () => {
    expect(daemonPodTolerations({ containers, hostNetwork: true })).toStrictEqual([
      ...automatic,
      exists('network-unavailable', 'NoSchedule'),
    ]);
  });

  test('[TL3] the same one of the template is overwritten where it stands, however often, and loses its seconds', () => {
    const own = exists('not-ready', 'NoExecute');
    const [first, ...others] = automatic;
    const tolerations = [{ ...own, tolerationSeconds: 60 }, { key: 'own' }, { ...own, tolerationSeconds: 9 }];
    expect(daemonPodTolerations({ containers, tolerations })).toStrictEqual([first, { key: 'own' }, first, ...others]);
  });

  test('[TL3] any other form stays, and the automatic one is appended', () => {
    const tolerations: readonly Toleration[] = [
      { operator: 'Exists', tolerationSeconds: 5 },
      { key: `${OWN}/not-ready`, operator: 'Exists' },
      { key: `${OWN}/unreachable`, operator: 'Equal', effect: 'NoExecute' },
    ];
    expect(daemonPodTolerations({ containers, tolerations })).toStrictEqual([...tolerations, ...automatic]);
  });
});
