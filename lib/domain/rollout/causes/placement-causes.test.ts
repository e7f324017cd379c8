import { describe, expect, test } from 'vitest';
import { type CausesScenario, causesRecheckAt, findCause } from '#lib/testing/causes.ts';
import { CREATED_AT, makeDaemonSet, makeEvent, makeNode, makeRevision, makeTaint } from '#lib/testing/objects.ts';
import {
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  ROLLED_AT,
  SECOND,
} from '#lib/testing/rollouts.ts';
import { nodeName } from '../../keys.ts';
import type { NodeRecord, Toleration } from '../../objects.ts';

const HOUR = 60 * MINUTE;

describe('selectors that overlap', () => {
  const selector = (labels: Record<string, string>) => ({ matchLabels: labels, matchExpressions: [] });
  const sibling = (name: string, labels: Record<string, string>, created = CREATED_AT + HOUR) =>
    makeDaemonSet({
      name,
      creationTimestamp: created,
      selector: selector(labels),
      template: { ...makeDaemonSet().template, labels },
    });

  test('[R12] [OR10] two DaemonSets want the same pods since the later of them was made', () => {
    const siblings = [sibling('twin', { app: 'agent' }), sibling('other', { app: 'other' })];
    expect(findCause({ nodes: {}, input: { siblings } }, 'R12')).toStrictEqual({
      code: 'R12',
      confidence: 'H',
      nodes: [],
      since: CREATED_AT + HOUR,
      facts: { subject: 'default/twin' },
      evidence: [
        {
          object: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
          field: 'spec.template.metadata.labels',
          value: 'app=agent',
        },
        {
          object: { kind: 'DaemonSet', namespace: 'default', name: 'twin' },
          field: 'spec.selector.matchLabels',
          value: 'app=agent',
        },
      ],
    });
  });

  test('[R12] in either direction', () => {
    const siblings = [sibling('narrow', { app: 'agent', tier: 'x' })];
    expect(findCause({ nodes: {}, input: { siblings } }, 'R12')?.facts).toStrictEqual({ subject: 'default/narrow' });
  });

  test('[R12] a DaemonSet does not overlap with itself, nor with other labels', () => {
    const siblings = [makeRollingDaemonSet(), sibling('other', { app: 'other' })];
    expect(findCause({ nodes: {}, input: { siblings } }, 'R12')).toBeUndefined();
  });
});

describe('wanted nowhere', () => {
  const daemonSet = makeRollingDaemonSet({ spec: { nodeSelector: { gpu: 'true' } } });

  test('[R13] there are nodes, and none matches', () => {
    expect(findCause({ daemonSet, nodes: { a: {}, b: {} } }, 'R13')).toStrictEqual({
      code: 'R13',
      confidence: 'M',
      nodes: [],
      facts: { used: '0', limited: '2' },
      evidence: [
        {
          object: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
          field: 'status.desiredNumberScheduled',
          value: 0,
        },
      ],
    });
  });

  const rows: readonly { readonly name: string; readonly scenario: CausesScenario }[] = [
    { name: '[R13] where one matches', scenario: { nodes: { a: {} } } },
    {
      name: '[R13] [FA2] where nodes would match if they were ready',
      scenario: { nodes: { a: { node: makeSilentNode('a') } } },
    },
    { name: '[R13] where there is no node at all', scenario: { daemonSet, nodes: {} } },
    {
      name: '[R13] where nodes cannot be read',
      scenario: { daemonSet, nodes: { a: {} }, knowledge: { pods: 'Known', nodes: 'Forbidden' } },
    },
  ];
  test.for(rows)('$name, it is not so', ({ scenario }) => {
    expect(findCause(scenario, 'R13')).toBeUndefined();
  });
});

describe('a pod lost to a taint', () => {
  const tainted = (overrides: Partial<NodeRecord> = {}) => {
    const { kind: _, name: __, ...rest } = overrides;
    return makeNode('a', { taints: [makeTaint('maintenance', 'NoSchedule', 'disk')], ...rest });
  };
  const lost = (node: NodeRecord, more: Partial<CausesScenario> = {}): CausesScenario => ({
    nodes: { a: { node }, b: { pods: [makeNewPod('b')] } },
    ...more,
  });

  test('[R14] [FA5] soon after a rollout it is likely, and after an hour a possibility [TX8]', () => {
    expect(findCause(lost(tainted()), 'R14')).toStrictEqual({
      code: 'R14',
      confidence: 'M',
      nodes: ['a'],
      facts: { taint: 'maintenance=disk:NoSchedule' },
      evidence: [{ object: { kind: 'Node', name: 'a' }, field: 'spec.taints', value: 'maintenance=disk:NoSchedule' }],
    });
    expect(causesRecheckAt(lost(tainted()))).toBe(ROLLED_AT + HOUR + 1);
    expect(findCause(lost(tainted(), { now: ROLLED_AT + HOUR }), 'R14')?.confidence).toBe('M');
    expect(findCause(lost(tainted(), { now: ROLLED_AT + HOUR + 1 }), 'R14')?.confidence).toBe('L');
  });

  test('[R14] it stays likely where we saw the pod go, whatever the taint looks like', () => {
    const node = tainted({ labels: { maintenance: 'disk' } });
    const lostPods = new Map([[nodeName('a'), ROLLED_AT + SECOND]]);
    const scenario = lost(node, { now: ROLLED_AT + 9 * HOUR, input: { lostPods } });
    expect(findCause(scenario, 'R14')).toMatchObject({ confidence: 'M', nodes: ['a'], since: ROLLED_AT + SECOND });
    expect(findCause({ ...scenario, input: {} }, 'R14')).toBeUndefined();
  });

  const rows: readonly { readonly name: string; readonly scenario: CausesScenario }[] = [
    {
      name: '[R14] not where the pod still is',
      scenario: { nodes: { a: { node: tainted(), pods: [makeOldPod('a')] } } },
    },
    {
      name: '[R14] not where something else keeps it off as well',
      scenario: lost(tainted(), { daemonSet: makeRollingDaemonSet({ spec: { nodeSelector: { gpu: 'true' } } }) }),
    },
    {
      name: '[R14] not where the taint is tolerated',
      scenario: lost(tainted(), {
        daemonSet: makeRollingDaemonSet({ spec: { tolerations: [{ operator: 'Exists' }] } }),
      }),
    },
    {
      name: '[R14] not on a node that came after the rollout',
      scenario: lost(tainted({ creationTimestamp: ROLLED_AT + SECOND })),
    },
    {
      name: '[R14] not for a taint that came after the rollout',
      scenario: lost(tainted({ taints: [{ ...makeTaint('maintenance'), timeAdded: ROLLED_AT + SECOND }] })),
    },
    { name: '[R14] not for a node that is not ready', scenario: lost(makeSilentNode('a')) },
    {
      name: '[R14] not for a taint that looks born with the node, beside one that does not',
      scenario: lost(
        tainted({ taints: [makeTaint('maintenance'), makeTaint('dedicated')], labels: { dedicated: 'db' } }),
      ),
    },
    {
      name: '[R14] not where the node is not ready as well, though we saw the pod',
      scenario: lost(
        { ...makeSilentNode('a'), taints: [makeTaint('node.kubernetes.io/unreachable'), makeTaint('maintenance')] },
        { input: { lostPods: new Map([[nodeName('a'), NOW]]) } },
      ),
    },
    { name: '[R14] not in a first revision', scenario: lost(tainted(), { revisions: [makeRevision()] }) },
    {
      name: '[R14] not where pods cannot be read',
      scenario: lost(tainted(), { knowledge: { pods: 'Forbidden', nodes: 'Known' } }),
    },
  ];
  test.for(rows)('$name', ({ scenario }) => {
    expect(findCause(scenario, 'R14')).toBeUndefined();
  });
});

describe('evicted and made again', () => {
  const seconds: Toleration = { key: 'upgrade', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
  const daemonSet = makeRollingDaemonSet({ spec: { tolerations: [seconds] } });
  const upgrading = (timeAdded?: number) =>
    makeNode('a', {
      taints: [{ ...makeTaint('upgrade', 'NoExecute'), ...(timeAdded === undefined ? {} : { timeAdded }) }],
    });
  const pod = makeNewPod('a');

  test('[R15] [TL6] a taint that is tolerated for some seconds is a loop, possible until an eviction is seen', () => {
    const scenario = { daemonSet, nodes: { a: { node: upgrading(), pods: [pod] } } };
    expect(findCause(scenario, 'R15')).toStrictEqual({
      code: 'R15',
      confidence: 'L',
      nodes: ['a'],
      facts: { taint: 'upgrade:NoExecute', seconds: 300 },
      evidence: [{ object: { kind: 'Node', name: 'a' }, field: 'spec.taints', value: 'upgrade:NoExecute' }],
    });
  });

  const marked = (note: string) => [makeEvent({ reason: 'TaintManagerEviction', note, regarding: { kind: 'Pod' } })];
  const signs: readonly { readonly name: string; readonly scenario: CausesScenario; readonly confidence: 'M' | 'L' }[] =
    [
      {
        name: '[R15] [TL6] the event of an eviction makes it likely',
        scenario: {
          daemonSet,
          nodes: { a: { node: upgrading(), pods: [pod] } },
          input: { eventsOf: (uid) => (uid === pod.uid ? marked('Marking for deletion Pod default/new-a') : []) },
        },
        confidence: 'M',
      },
      {
        name: '[R15] an eviction that was called off does not',
        scenario: {
          daemonSet,
          nodes: { a: { node: upgrading(), pods: [pod] } },
          input: { eventsOf: () => marked('Cancelling deletion of Pod default/new-a') },
        },
        confidence: 'L',
      },
      {
        name: '[R15] a pod that was made after the taint came makes it likely',
        scenario: { daemonSet, nodes: { a: { node: upgrading(NOW - 9 * MINUTE), pods: [pod] } } },
        confidence: 'M',
      },
      {
        name: '[R15] the condition of the eviction makes it likely',
        scenario: {
          daemonSet,
          nodes: {
            a: {
              node: upgrading(),
              pods: [
                makeNewPod('a', {
                  conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' }],
                }),
              ],
            },
          },
        },
        confidence: 'M',
      },
    ];
  test.for(signs)('$name', ({ scenario, confidence }) => {
    expect(findCause(scenario, 'R15')?.confidence).toBe(confidence);
  });

  test('[R15] is not so without seconds, without the taint, or where the pod is not wanted anyway', () => {
    const { tolerationSeconds: _, ...always } = seconds;
    const forEver = makeRollingDaemonSet({ spec: { tolerations: [always] } });
    expect(findCause({ daemonSet: forEver, nodes: { a: { node: upgrading() } } }, 'R15')).toBeUndefined();
    expect(findCause({ daemonSet, nodes: { a: {} } }, 'R15')).toBeUndefined();
    const node = makeNode('a', { taints: [makeTaint('upgrade', 'NoExecute'), makeTaint('dedicated', 'NoExecute')] });
    expect(findCause({ daemonSet, nodes: { a: { node } } }, 'R15')).toBeUndefined();
  });
});
