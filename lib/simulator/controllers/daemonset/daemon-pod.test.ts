import { describe, expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { addDaemonPod, NEW_HASH, OLD_HASH, simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedPod } from '#lib/testing/simulated-objects.ts';
import type { NodeAffinity, PodSpec } from '../../objects.ts';
import { TEMPLATE_GENERATION } from '../../strategy.ts';
import { byAge, isAvailable, isUpdated, newDaemonPod, targetNodeOf } from './daemon-pod.ts';

const PINNED = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }] };

test('[NP1] [NP2] [NP3] the pod of a node has a name, an owner, two labels more, and a pin in place of affinity', () => {
  const { store } = simulatedContext();
  const preferred = [{ weight: 1 }];
  const nodeAffinity: NodeAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [] }] },
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  };
  const podSpec: Partial<PodSpec> = { nodeSelector: { disk: 'ssd' }, affinity: { nodeAffinity, podAffinity: {} } };
  const daemonSet = store.create<'DaemonSet'>(
    simulatedDaemonSet({ podSpec, podAnnotations: { why: 'logs' }, annotations: { [TEMPLATE_GENERATION]: '7' } }),
  );
  const { spec, ...others } = newDaemonPod(daemonSet, 'node-1', 'abc');
  expect(others).toStrictEqual({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      generateName: 'agent-',
      namespace: 'default',
      labels: { app: 'agent', 'controller-revision-hash': 'abc', 'pod-template-generation': '7' },
      annotations: { why: 'logs' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          name: 'agent',
          uid: daemonSet.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
  });
  expect(spec.nodeSelector).toStrictEqual({ disk: 'ssd' });
  expect(spec.nodeName).toBeUndefined();
  expect(spec.affinity).toStrictEqual({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: PINNED,
      preferredDuringSchedulingIgnoredDuringExecution: preferred,
    },
    podAffinity: {},
  });
});

describe('[NP4] the node that a pod is meant for', () => {
  const field = (...values: readonly string[]) => ({ key: 'metadata.name', operator: 'In', values });
  const pinnedBy = (
    ...terms: readonly { readonly matchFields?: readonly ReturnType<typeof field>[] }[]
  ): Partial<PodSpec> => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
  });
  const rows: readonly (readonly [string, Partial<PodSpec>, string | undefined])[] = [
    [
      'is where it is bound, whatever it is pinned to',
      { nodeName: 'a', ...pinnedBy({ matchFields: [field('b')] }) },
      'a',
    ],
    ['is what it is pinned to', pinnedBy({ matchFields: [field('b')] }), 'b'],
    ['is the first that a term names', pinnedBy({}, { matchFields: [field('b')] }, { matchFields: [field('c')] }), 'b'],
    [
      'is none when the first name is not one name',
      pinnedBy({ matchFields: [field('a', 'b')] }, { matchFields: [field('c')] }),
      undefined,
    ],
    ['is none when nothing is named', pinnedBy({ matchFields: [{ ...field('a'), operator: 'NotIn' }] }), undefined],
    ['is none without affinity', { nodeName: '' }, undefined],
  ];
  test.for(rows)('%s', ([, spec, target]) => {
    const { store } = simulatedContext();
    expect(targetNodeOf(store.create<'Pod'>(simulatedPod({ name: 'a', spec })))).toBe(target);
  });
});

describe('[RV8] [FA1] a pod is updated', () => {
  const rows: readonly (readonly [string, { readonly generation: string; readonly hash: string }, string, boolean])[] =
    [
      ['by its hash alone', { generation: '0', hash: NEW_HASH }, '1', true],
      ['by its generation alone', { generation: '1', hash: OLD_HASH }, '1', true],
      ['by a generation that is written otherwise', { generation: '1', hash: OLD_HASH }, '+01', true],
      ['by neither', { generation: '0', hash: OLD_HASH }, '1', false],
      ['not by a generation that is no number', { generation: 'x', hash: OLD_HASH }, 'x', false],
    ];
  test.for(rows)('%s', ([, { generation, hash }, given, expected]) => {
    const context = simulatedContext();
    const stored = context.store.create<'DaemonSet'>(simulatedDaemonSet());
    const annotations = { [TEMPLATE_GENERATION]: given };
    const daemonSet = { ...stored, metadata: { ...stored.metadata, annotations } };
    const labels = { 'pod-template-generation': generation, 'controller-revision-hash': hash };
    const pod = addDaemonPod(context, daemonSet, { name: 'a', on: 'node-1', is: 'old', labels });
    expect(isUpdated(pod, daemonSet, NEW_HASH)).toBe(expected);
  });
});

describe('[ST9] a pod is available', () => {
  const rows: readonly (readonly [string, 'ready' | 'unready', number, number, boolean])[] = [
    ['at once where nothing is waited for', 'ready', 0, 0, true],
    ['not a millisecond before the time is over', 'ready', 10, 9_999, false],
    ['when the time is over', 'ready', 10, 10_000, true],
    ['never while it is not Ready', 'unready', 10, 60_000, false],
  ];
  test.for(rows)('%s', ([, state, minReadySeconds, millis, expected]) => {
    const context = simulatedContext();
    const daemonSet = context.store.create<'DaemonSet'>(simulatedDaemonSet({ spec: { minReadySeconds } }));
    const pod = addDaemonPod(context, daemonSet, { name: 'a', on: 'node-1', is: 'new', state });
    expect(isAvailable(pod, daemonSet, context.clock.now() + millis)).toBe(expected);
  });
});

test('[NP5] bound pods come first, then the older, then by name', () => {
  const context = simulatedContext();
  const daemonSet = context.store.create<'DaemonSet'>(simulatedDaemonSet());
  const add = (name: string, state: 'available' | 'unbound', ageSeconds: number) =>
    addDaemonPod(context, daemonSet, { name, on: 'node-1', is: 'new', state, ageSeconds });
  const pods = [
    add('e', 'unbound', 9),
    add('d', 'unbound', 90),
    add('c', 'available', 5),
    add('b', 'available', 5),
    add('z', 'available', 7),
  ];
  expect(pods.toSorted(byAge).map(({ metadata }) => metadata.name)).toStrictEqual(['z', 'b', 'c', 'd', 'e']);
});
