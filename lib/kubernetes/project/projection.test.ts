import { describe, expect, test } from 'vitest';
import { entryOf } from '#lib/domain/objects.ts';
import { plainContext } from './context.ts';
import { projectControllerRevision } from './controller-revision.ts';
import { projectDaemonSet } from './daemonset.ts';
import { keyedDigest } from './digest.ts';
import { projectEvent } from './event.ts';
import { projectNode } from './node.ts';
import { projectObject } from './object.ts';
import { projectPod } from './pod.ts';
import { projectPodDisruptionBudget } from './pod-disruption-budget.ts';

type Fields = Readonly<Record<string, unknown>>;
const T = Date.UTC(2026, 0, 1);
const TEXT = '2026-01-01T00:00:00Z';

function rawPod({ metadata = {}, spec = {}, status = {} }: { metadata?: Fields; spec?: Fields; status?: Fields } = {}) {
  const identity = { name: 'p', namespace: 'default', uid: 'u', resourceVersion: '7' };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...identity, ...metadata }, spec, status };
}

function rawDaemonSet(spec: Fields = {}, status: Fields = {}) {
  const metadata = { name: 'd', namespace: 'default', uid: 'u', resourceVersion: '7', generation: 2 };
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec, status };
}

describe('(D1) what is no object', () => {
  test.for([{}, null, [], 'x', 7, { kind: 'Pod' }, rawPod({ metadata: { uid: 5 } }), { ...rawPod(), metadata: null }])(
    '%j is skipped',
    (raw) => {
      expect(projectObject(raw)).toStrictEqual({ kind: 'Malformed' });
      expect(projectPod(raw)).toBeUndefined();
    },
  );
  test('parts of the wrong type are as if they were absent', () => {
    const odd = {
      containers: 'x',
      tolerations: [null, 3],
      affinity: [],
      nodeSelector: ['a'],
      volumes: [7],
      nodeName: {},
    };
    expect(projectPod({ ...rawPod(), spec: odd, status: { conditions: {}, containerStatuses: [null] } })).toStrictEqual(
      projectPod({ ...rawPod(), spec: {}, status: {} }),
    );
  });
});

describe('kinds', () => {
  test('a kind of another group is not taken for ours', () => {
    const kruise = { ...rawDaemonSet(), apiVersion: 'apps.kruise.io/v1alpha1' };
    expect(projectObject(kruise)).toStrictEqual({ kind: 'Ignored', objectKind: 'DaemonSet' });
  });
});

describe('(D4) deep nesting', () => {
  test('ends in an exception that a reflector counts, or in a record, never in a crash', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
    const raw = rawDaemonSet({ template: { spec: deep } });
    try {
      expect(projectDaemonSet(raw)?.template.digest).toHaveLength(8);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  });
});

describe('(D5) names that objects have by birth', () => {
  test('are plain data as label, resource, env name and object name', () => {
    const labels = JSON.parse('{"__proto__":"x","constructor":"y","hasOwnProperty":"z"}');
    const pod = projectPod(rawPod({ metadata: { name: '__proto__', labels } }));
    expect(pod?.name).toBe('__proto__');
    expect(Object.keys(pod?.labels ?? {})).toStrictEqual(['__proto__', 'constructor', 'hasOwnProperty']);
    expect(entryOf(pod?.labels ?? {}, '__proto__')).toBe('x');
    expect(entryOf(pod?.labels ?? {}, 'toString')).toBeUndefined();
    const env = JSON.parse('[{"name":"__proto__","value":"v"}]');
    const set = projectDaemonSet(rawDaemonSet({ template: { spec: { containers: [{ name: 'c', env }] } } }));
    expect(Object.keys(set?.template.spec.containers[0]?.env ?? {})).toStrictEqual(['__proto__']);
    expect(Object.keys(Object.prototype)).toStrictEqual([]);
    expect('x' in Object.prototype).toBe(false);
  });
});

describe('(D10) numbers', () => {
  const rows: readonly (readonly [unknown, number])[] = [
    [5, 5],
    ['5', 5],
    [-1, 0],
    [2 ** 53, 0],
    ['NaN', 0],
    [1.5, 0],
    [null, 0],
    [undefined, 0],
    [{}, 0],
  ];
  test.for(rows)('a counter of %j is %d', ([given, count]) => {
    expect(projectDaemonSet(rawDaemonSet({}, { desiredNumberScheduled: given }))?.status.desiredNumberScheduled).toBe(
      count,
    );
  });
});

describe('(D11) times', () => {
  const rows: readonly (readonly [unknown, number | undefined])[] = [
    [TEXT, T],
    ['2026-01-01T00:00:00.123456Z', T + 123],
    ['2026-01-01T01:00:00+01:00', T],
    ['0001-01-01T00:00:00Z', undefined],
    ['9999-12-31T23:59:59Z', undefined],
    ['yesterday', undefined],
    ['2026', undefined],
    [T, undefined],
    [null, undefined],
  ];
  test.for(rows)('%j is %j', ([given, time]) => {
    expect(projectPod(rawPod({ metadata: { creationTimestamp: given } }))?.creationTimestamp).toBe(time);
  });
});

describe('(D17) owners', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'd', uid: 'du', controller: true };
  const ownersOf = (...ownerReferences: unknown[]) => projectPod(rawPod({ metadata: { ownerReferences } }))?.owner;
  test('the one that is controller', () => {
    expect(ownersOf({ ...owner, controller: false, uid: 'x' }, owner)).toStrictEqual({
      kind: 'DaemonSet',
      name: 'd',
      uid: 'du',
    });
  });
  test('none when two are, when none is, when it is broken', () => {
    expect(ownersOf(owner, { ...owner, uid: 'other' })).toBeUndefined();
    expect(ownersOf({ ...owner, controller: 'true' })).toBeUndefined();
    expect(ownersOf({ ...owner, uid: undefined })).toBeUndefined();
  });
});

describe('a pod', () => {
  const pin = { key: 'metadata.name', operator: 'In', values: ['node-b'] };
  const affinity = (nodeSelectorTerms: unknown) => ({
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  });
  test('[NP4] pinned by the controller shares its spec with its siblings', () => {
    const pinned = projectPod(rawPod({ spec: { affinity: affinity([{ matchFields: [pin] }]) } }));
    expect(pinned?.pinnedNodeName).toBe('node-b');
    expect(pinned?.spec.requiredNodeAffinity).toBeUndefined();
  });
  test('[NP4] pinned among other terms keeps them', () => {
    const other = { matchExpressions: [{ key: 'zone', operator: 'Exists' }] };
    const pod = projectPod(rawPod({ spec: { affinity: affinity([other, { matchFields: [pin] }]) } }));
    expect(pod?.pinnedNodeName).toBe('node-b');
    expect(pod?.spec.requiredNodeAffinity).toStrictEqual([
      { matchExpressions: [{ key: 'zone', operator: 'Exists', values: [] }], matchFields: [] },
      { matchExpressions: [], matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-b'] }] },
    ]);
  });
  test('[EL8] an affinity without a term is there and empty', () => {
    expect(projectPod(rawPod({ spec: { affinity: affinity([]) } }))?.spec.requiredNodeAffinity).toStrictEqual([]);
  });
  test('of its conditions only Ready and what is unusual stay', () => {
    const conditions = [
      ['Ready', 'True'],
      ['PodScheduled', 'True'],
      ['Initialized', 'False'],
      ['DisruptionTarget', 'True'],
      ['PodResizePending', 'False'],
      ['example.com/gate', 'True'],
      ['example.com/other', 'True'],
    ].map(([type, status]) => ({ type, status }));
    const spec = { readinessGates: [{ conditionType: 'example.com/gate' }] };
    const kept = projectPod(rawPod({ spec, status: { conditions } }))?.conditions.map(({ type }) => type);
    expect(kept).toStrictEqual(['Ready', 'Initialized', 'DisruptionTarget', 'example.com/other']);
  });
  test('[FT5] claims are summed per resource, unrounded', () => {
    const nodeAllocatableResourceClaimStatuses = [
      { resources: { cpu: '500m', memory: '1Gi' } },
      { resources: { cpu: '2', 'example.com/gpu': '1' } },
    ];
    expect(projectPod(rawPod({ status: { nodeAllocatableResourceClaimStatuses } }))?.claimResources).toStrictEqual({
      cpu: '2500000000n',
      memory: '1Gi',
      'example.com/gpu': '1',
    });
  });
});

describe('[MR10] a pod is asked to stay', () => {
  const safeToEvict = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
  const doNotDisrupt = 'karpenter.sh/do-not-disrupt';
  test.for([
    [{ [safeToEvict]: 'false' }, { askedToStay: true }],
    [{ [doNotDisrupt]: 'true' }, { askedToStay: true }],
    [{ [safeToEvict]: 'true', [doNotDisrupt]: 'false' }, {}],
    [{ [safeToEvict]: false, [doNotDisrupt]: true }, {}],
    [{}, {}],
  ] as const)('by the annotations %j: %j', ([annotations, stays]) => {
    const { askedToStay } = projectPod(rawPod({ metadata: { annotations } })) ?? {};
    expect(askedToStay === undefined ? {} : { askedToStay }).toStrictEqual(stays);
  });
});

describe('[MR8] [MR9] the volumes of a pod', () => {
  test('that matter when it is evicted stay, by name and kind', () => {
    const volumes = [
      { name: 'scratch', emptyDir: {} },
      { name: 'logs', hostPath: { path: '/var/log' } },
      { name: 'work', ephemeral: { volumeClaimTemplate: {} } },
      { name: 'data', persistentVolumeClaim: { claimName: 'data-0' } },
      { name: 'kube-api-access-x7k2p', projected: { sources: [] } },
      { name: 'settings', configMap: { name: 'settings' } },
    ];
    expect(projectPod(rawPod({ spec: { volumes } }))?.spec.volumes).toStrictEqual([
      { name: 'scratch', kind: 'emptyDir' },
      { name: 'logs', kind: 'hostPath', path: '/var/log' },
      { name: 'work', kind: 'ephemeral' },
      { name: 'data', kind: 'persistentVolumeClaim' },
    ]);
  });
});

describe('a budget', () => {
  const metadata = { name: 'b', namespace: 'default', uid: 'u', resourceVersion: '7', generation: 2 };
  const project = (status: Fields, spec: Fields = {}) => projectPodDisruptionBudget({ metadata, spec, status });
  test('[MR3] [MR4] keeps its selector, its counters and its policy', () => {
    const status = { observedGeneration: 2, disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2 };
    const selector = { matchLabels: { app: 'a' } };
    expect(project(status, { selector, unhealthyPodEvictionPolicy: 'AlwaysAllow', minAvailable: 2 })).toStrictEqual({
      kind: 'PodDisruptionBudget',
      name: 'b',
      namespace: 'default',
      uid: 'u',
      resourceVersion: '7',
      labels: {},
      selector: { matchLabels: { app: 'a' }, matchExpressions: [] },
      disruptionsAllowed: 1,
      currentHealthy: 3,
      desiredHealthy: 2,
      isObserved: true,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });
  test.for([
    [3, true],
    [2, true],
    [1, false],
    [undefined, false],
  ] as const)('[MR3] of generation 2 with a status of %j is observed: %j', ([observedGeneration, isObserved]) => {
    expect(project({ observedGeneration })?.isObserved).toBe(isObserved);
  });
  test('[MR3] without a selector is told apart from one with an empty selector', () => {
    expect(project({})?.selector).toBeUndefined();
    expect(project({}, { selector: {} })?.selector).toStrictEqual({ matchLabels: {}, matchExpressions: [] });
  });
});

describe('a node', () => {
  test('that only says "still here" has the same record', () => {
    const at = (lastHeartbeatTime: string) => ({
      metadata: { name: 'n', uid: 'u', resourceVersion: '7' },
      status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime, lastTransitionTime: TEXT }] },
    });
    expect(projectNode(at('2026-01-01T00:00:01Z'))).toStrictEqual(projectNode(at('2026-01-01T00:05:01Z')));
  });
});

describe('[EV1] an event', () => {
  const metadata = { name: 'e', namespace: 'default', uid: 'u', resourceVersion: '7', creationTimestamp: TEXT };
  const reference = { kind: 'Pod', namespace: 'default', name: 'p', uid: 'pu' };
  const later = '2026-01-01T00:00:05Z';
  const common = {
    kind: 'Event',
    name: 'e',
    namespace: 'default',
    uid: 'u',
    resourceVersion: '7',
    labels: {},
    creationTimestamp: T,
    type: 'Warning',
    reason: 'Failed',
    note: 'said',
    regarding: reference,
  };
  test('of core/v1', () => {
    const raw = {
      metadata,
      type: 'Warning',
      reason: 'Failed',
      message: 'said',
      involvedObject: reference,
      count: 3,
      firstTimestamp: TEXT,
      lastTimestamp: later,
      reportingComponent: '',
      source: { component: 'kubelet' },
      eventTime: null,
    };
    expect(projectEvent(raw)).toStrictEqual({
      ...common,
      count: 3,
      firstTimestamp: T,
      lastTimestamp: T + 5_000,
      reportingController: 'kubelet',
    });
  });
  test('of events.k8s.io, a series', () => {
    const raw = {
      metadata,
      type: 'Warning',
      reason: 'Failed',
      note: 'said',
      regarding: reference,
      eventTime: TEXT,
      series: { count: 4, lastObservedTime: later },
      reportingController: 'default-scheduler',
    };
    expect(projectEvent(raw)).toStrictEqual({
      ...common,
      count: 4,
      firstTimestamp: T,
      lastTimestamp: T + 5_000,
      reportingController: 'default-scheduler',
    });
  });
  test('of the scheduler seen by core/v1, which has neither source nor lastTimestamp', () => {
    const raw = {
      metadata,
      type: 'Warning',
      reason: 'Failed',
      message: 'said',
      involvedObject: reference,
      eventTime: later,
      firstTimestamp: null,
      lastTimestamp: null,
      source: {},
      reportingComponent: 'default-scheduler',
    };
    expect(projectEvent(raw)).toStrictEqual({
      ...common,
      count: 1,
      firstTimestamp: T + 5_000,
      lastTimestamp: T + 5_000,
      reportingController: 'default-scheduler',
    });
  });
  test.for([
    ['spec.containers{agent}', { container: 'agent' }],
    ['spec.initContainers{wait-for-it}', { container: 'wait-for-it' }],
    ['spec.ephemeralContainers{debug}', {}],
    ['spec.containers{agent}.more', {}],
    ['a secret', {}],
  ] as const)('of the field path %s keeps the name of a container and no other text', ([fieldPath, container]) => {
    const raw = { metadata, type: 'Warning', reason: 'Failed', note: 'said', regarding: { ...reference, fieldPath } };
    expect(projectEvent(raw)?.regarding).toStrictEqual({ ...reference, ...container });
  });
});

describe('digests', () => {
  const key = new Uint8Array(32).fill(7);
  const context = { ...plainContext, digest: keyedDigest(key) };
  const template = {
    metadata: { labels: { a: 'b' } },
    spec: { containers: [{ name: 'c', image: 'i', env: [{ name: 'A', value: 's' }] }] },
  };
  const digestOf = (given: unknown) => projectDaemonSet(rawDaemonSet({ template: given }), context)?.template.digest;
  const revisionOf = (given: unknown) =>
    projectControllerRevision(
      { metadata: { name: 'r', namespace: 'default', uid: 'u' }, revision: 1, data: { spec: { template: given } } },
      context,
    );

  test('[RV7] a template equals that of its revision: $patch, order of keys, null creationTimestamp aside', () => {
    const { metadata, spec } = template;
    const revision = { spec, $patch: 'replace', metadata: { creationTimestamp: null, ...metadata } };
    expect(revisionOf(revision)?.template?.digest).toBe(digestOf(template));
  });
  test('[RV7] anything else differs: a value that is dropped, the order of a list, a $patch within', () => {
    const same = digestOf(template);
    expect(digestOf(JSON.parse(JSON.stringify(template).replace('"s"', '"t"')))).not.toBe(same);
    expect(digestOf({ ...template, spec: { ...template.spec, $patch: 'replace' } })).not.toBe(same);
    expect(digestOf({ ...template, metadata: { ...template.metadata, annotations: { a: 'b' } } })).not.toBe(same);
  });
  test('are 48 bits under the key: another process gives another', () => {
    const other = keyedDigest(new Uint8Array(32).fill(8));
    expect(context.digest('s')).toMatch(/^[A-Za-z0-9_-]{8}$/);
    expect(context.digest('s')).not.toBe(other('s'));
    expect(context.digest('s')).toBe(keyedDigest(key)('s'));
  });
  test('say whether env, command and args changed, of templates alone', () => {
    const container = projectDaemonSet(rawDaemonSet({ template }), context)?.template.spec.containers[0];
    expect(container?.env).toStrictEqual({ A: context.digest('s') });
    expect(container?.commandDigest).toBeUndefined();
    expect(projectPod(rawPod({ spec: template.spec }), context)?.spec.containers[0]?.env).toStrictEqual({});
  });
});
