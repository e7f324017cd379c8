import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeContainer, makeTemplate } from '#lib/testing/objects.ts';
import { nodeName } from '../keys.ts';
import type { ContainerSpec, PodSpec, PodTemplate } from '../objects.ts';
import type { TemplateChange } from './template-change.ts';
import { diffTemplates } from './template-diff.ts';

type Row = {
  readonly name: string;
  readonly before?: Partial<PodSpec>;
  readonly after: Partial<PodSpec>;
  readonly changes: readonly TemplateChange[];
};

const container = (overrides: Partial<ContainerSpec>): Partial<PodSpec> => ({ containers: [makeContainer(overrides)] });
const inContainer = (change: Omit<TemplateChange, 'container'>): TemplateChange => ({ container: 'agent', ...change });
const setup = makeContainer({ name: 'setup', image: 'example.com/setup:1', init: true });
const fetching = makeContainer({ name: 'fetch', image: 'example.com/fetch:1', init: true });
const inZone = (zone: string) => [
  { matchExpressions: [{ key: 'zone', operator: 'In', values: [zone, 'c'] }], matchFields: [] },
  { matchExpressions: [{ key: 'gpu', operator: 'Exists', values: [] }], matchFields: [] },
];

const rows: readonly Row[] = [
  {
    name: '[TD2] the image of a container',
    after: container({ image: 'example.com/agent:2' }),
    changes: [
      inContainer({
        area: 'image',
        subject: '',
        kind: 'changed',
        before: 'example.com/agent:1',
        after: 'example.com/agent:2',
      }),
    ],
  },
  {
    name: '[TD3] [RD2] a command that changed, and not what it was',
    before: container({ commandDigest: 'digest-1' }),
    after: container({ commandDigest: 'digest-2' }),
    changes: [inContainer({ area: 'command', subject: '', kind: 'changed' })],
  },
  {
    name: '[TD3] a command where there was none',
    after: container({ commandDigest: 'digest-2' }),
    changes: [inContainer({ area: 'command', subject: '', kind: 'added' })],
  },
  {
    name: '[TD3] [RD2] environment by name: added, changed, removed, never a value; the unchanged is left out',
    before: container({ env: { GONE: 'digest-1', TOKEN: 'digest-2', SAME: 'digest-3' } }),
    after: container({ env: { SAME: 'digest-3', TOKEN: 'digest-4', FRESH: 'digest-5', ['__proto__']: 'digest-6' } }),
    changes: [
      inContainer({ area: 'env', subject: 'FRESH', kind: 'added' }),
      inContainer({ area: 'env', subject: 'GONE', kind: 'removed' }),
      inContainer({ area: 'env', subject: 'TOKEN', kind: 'changed' }),
      inContainer({ area: 'env', subject: '__proto__', kind: 'added' }),
    ],
  },
  {
    name: '[TD2] requests and limits per resource',
    before: container({ requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } }),
    after: container({ requests: { cpu: '200m', memory: '1Gi' }, limits: { cpu: '1' } }),
    changes: [
      inContainer({ area: 'resources', subject: 'limits.cpu', kind: 'added', after: '1' }),
      inContainer({ area: 'resources', subject: 'limits.memory', kind: 'removed', before: '1Gi' }),
      inContainer({ area: 'resources', subject: 'requests.cpu', kind: 'changed', before: '100m', after: '200m' }),
    ],
  },
  {
    name: '[TD2] resources of the whole pod and its overhead belong to no container',
    before: { podRequests: { cpu: '1' }, overhead: { memory: '10Mi' } },
    after: { podLimits: { cpu: '2' }, overhead: { memory: '20Mi' } },
    changes: [
      { area: 'resources', subject: 'limits.cpu', kind: 'added', after: '2' },
      { area: 'resources', subject: 'overhead.memory', kind: 'changed', before: '10Mi', after: '20Mi' },
      { area: 'resources', subject: 'requests.cpu', kind: 'removed', before: '1' },
    ],
  },
  {
    name: '[TD2] kinds of probes that came and went',
    before: container({ probes: ['liveness'] }),
    after: container({ probes: ['readiness'] }),
    changes: [
      inContainer({ area: 'probes', subject: 'liveness', kind: 'removed' }),
      inContainer({ area: 'probes', subject: 'readiness', kind: 'added' }),
    ],
  },
  {
    name: '[TD2] the life of a container and of the pod',
    before: { ...container({ hasPreStop: true }), terminationGracePeriodSeconds: 30 },
    after: {
      ...container({ restartPolicy: 'Always' }),
      terminationGracePeriodSeconds: 600,
      readinessGates: ['b', 'a'],
    },
    changes: [
      { area: 'lifecycle', subject: 'readinessGates', kind: 'added', after: 'a, b' },
      { area: 'lifecycle', subject: 'terminationGracePeriodSeconds', kind: 'changed', before: '30', after: '600' },
      inContainer({ area: 'lifecycle', subject: 'preStop', kind: 'removed' }),
      inContainer({ area: 'lifecycle', subject: 'restartPolicy', kind: 'added', after: 'Always' }),
    ],
  },
  {
    name: '[TD2] ports by number and protocol, with what the host has of them',
    before: container({
      ports: [
        { containerPort: 80, protocol: 'TCP' },
        { containerPort: 53, protocol: 'UDP', hostPort: 53 },
      ],
    }),
    after: container({
      ports: [
        { containerPort: 80, protocol: 'TCP', hostPort: 8080, hostIP: '10.0.0.1' },
        { containerPort: 9100, protocol: 'TCP' },
      ],
    }),
    changes: [
      inContainer({ area: 'ports', subject: '53/UDP', kind: 'removed', before: 'hostPort 53' }),
      inContainer({ area: 'ports', subject: '80/TCP', kind: 'changed', before: '', after: 'hostPort 10.0.0.1:8080' }),
      inContainer({ area: 'ports', subject: '9100/TCP', kind: 'added' }),
    ],
  },
  {
    name: '[TD2] what a container may do',
    before: container({ runAsUser: 1000, runAsNonRoot: true, addedCapabilities: ['NET_ADMIN'] }),
    after: container({ privileged: true, runAsUser: 0, addedCapabilities: ['SYS_PTRACE', 'NET_ADMIN'] }),
    changes: [
      inContainer({
        area: 'security',
        subject: 'capabilities.add',
        kind: 'changed',
        before: 'NET_ADMIN',
        after: 'NET_ADMIN, SYS_PTRACE',
      }),
      inContainer({ area: 'security', subject: 'privileged', kind: 'changed', before: 'false', after: 'true' }),
      inContainer({ area: 'security', subject: 'runAsNonRoot', kind: 'removed', before: 'true' }),
      inContainer({ area: 'security', subject: 'runAsUser', kind: 'changed', before: '1000', after: '0' }),
    ],
  },
  {
    name: '[TD2] the namespaces of the host',
    after: { hostNetwork: true, hostPID: true, hostIPC: true },
    changes: ['hostIPC', 'hostNetwork', 'hostPID'].map((subject) => ({
      area: 'host',
      subject,
      kind: 'changed',
      before: 'false',
      after: 'true',
    })),
  },
  {
    name: '[TD2] volumes by name, of hostPath the path too',
    before: { volumes: [{ name: 'logs', kind: 'hostPath', path: '/var/log' }] },
    after: {
      volumes: [
        { name: 'logs', kind: 'hostPath', path: '/var/log/pods' },
        { name: 'token', kind: 'secret' },
      ],
    },
    changes: [
      {
        area: 'volumes',
        subject: 'logs',
        kind: 'changed',
        before: 'hostPath /var/log',
        after: 'hostPath /var/log/pods',
      },
      { area: 'volumes', subject: 'token', kind: 'added', after: 'secret' },
    ],
  },
  {
    name: '[TD2] tolerations have no names: each is there or not, as kubectl writes it',
    before: { tolerations: [{ key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }] },
    after: {
      tolerations: [
        { operator: 'Exists' },
        { key: 'slow', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 },
      ],
    },
    changes: [
      { area: 'tolerations', subject: 'gpu=yes:NoSchedule', kind: 'removed' },
      { area: 'tolerations', subject: 'op=Exists', kind: 'added' },
      { area: 'tolerations', subject: 'slow:NoExecute op=Exists for 5s', kind: 'added' },
    ],
  },
  {
    name: '[TD2] [RV16] where it may run: node selector, required affinity',
    before: { nodeSelector: { pool: 'a' }, requiredNodeAffinity: inZone('a') },
    after: { nodeSelector: { pool: 'b' }, requiredNodeAffinity: inZone('b') },
    changes: [
      { area: 'nodeSelector', subject: 'pool', kind: 'changed', before: 'a', after: 'b' },
      {
        area: 'affinity',
        subject: '',
        kind: 'changed',
        before: 'zone In (a, c) || gpu Exists',
        after: 'zone In (b, c) || gpu Exists',
      },
    ],
  },
  {
    name: '[TD2] who schedules it, its rank, and as whom it runs',
    before: { priorityClassName: 'low', priority: 1, schedulerName: 'default-scheduler', serviceAccountName: 'a' },
    after: {
      priorityClassName: 'high',
      priority: 1000,
      preemptionPolicy: 'Never',
      schedulerName: 'mine',
      nodeName: nodeName('node-a'),
    },
    changes: [
      { area: 'scheduling', subject: 'nodeName', kind: 'added', after: 'node-a' },
      { area: 'scheduling', subject: 'schedulerName', kind: 'changed', before: 'default-scheduler', after: 'mine' },
      { area: 'priority', subject: 'preemptionPolicy', kind: 'added', after: 'Never' },
      { area: 'priority', subject: 'priority', kind: 'changed', before: '1', after: '1000' },
      { area: 'priority', subject: 'priorityClassName', kind: 'changed', before: 'low', after: 'high' },
      { area: 'serviceAccount', subject: '', kind: 'removed', before: 'a' },
    ],
  },
  {
    name: '[TD4] a container that came or went is told with its image, and nothing of what is in it',
    before: { initContainers: [setup] },
    after: {
      containers: [makeContainer(), makeContainer({ name: 'proxy', env: { TOKEN: 'digest-1' }, probes: ['liveness'] })],
    },
    changes: [
      { area: 'containers', subject: 'proxy', kind: 'added', after: 'example.com/agent:1' },
      { area: 'containers', subject: 'setup', kind: 'removed', before: 'example.com/setup:1' },
    ],
  },
  {
    name: '[TD4] an init container that became an ordinary one is the same container in another place',
    before: { initContainers: [setup] },
    after: { containers: [makeContainer(), { ...setup, init: false }] },
    changes: [{ area: 'containers', subject: 'setup', kind: 'changed', before: 'initContainers', after: 'containers' }],
  },
  {
    name: '[TD4] init containers in another order',
    before: { initContainers: [setup, fetching] },
    after: { initContainers: [fetching, setup] },
    changes: [{ area: 'containers', subject: '', kind: 'changed', before: 'setup, fetch', after: 'fetch, setup' }],
  },
  {
    name: '[TD5] what is not kept is told as another difference, never as none',
    after: {},
    changes: [{ area: 'other', subject: '', kind: 'changed' }],
  },
];
const digest = { digest: 'template-2' };
test.for(rows)('$name', ({ before = {}, after, changes }) => {
  expect(diffTemplates(makeTemplate(before), makeTemplate(after, digest))).toStrictEqual(changes);
});

test('[TD2] labels of the template', () => {
  const before = makeTemplate({}, { labels: { app: 'agent', tier: 'old' } });
  const after = makeTemplate({}, { labels: { app: 'agent', tier: 'new' }, ...digest });
  expect(diffTemplates(before, after)).toStrictEqual([
    { area: 'labels', subject: 'tier', kind: 'changed', before: 'old', after: 'new' },
  ]);
});

test('[TD1] equal digests are equal templates, whatever a record says', () => {
  expect(diffTemplates(makeTemplate(), makeTemplate({ hostNetwork: true }))).toStrictEqual([]);
});

const word = fc.constantFrom('a', 'b', '__proto__');
const map = fc.array(fc.tuple(word, word), { maxLength: 2 }).map((entries) => Object.fromEntries(entries));
const anyContainer = fc.record<Partial<ContainerSpec>>({
  name: fc.constantFrom('one', 'two'),
  image: word,
  env: map,
  requests: map,
  probes: fc.subarray(['liveness', 'readiness', 'startup'] as const),
  privileged: fc.boolean(),
  hasPreStop: fc.boolean(),
  ports: fc.array(fc.record({ containerPort: fc.nat({ max: 2 }), protocol: word, hostPort: fc.nat({ max: 2 }) })),
  addedCapabilities: fc.array(word),
});
const containers = fc.uniqueArray(anyContainer, { selector: ({ name }) => name, maxLength: 2 });
const anySpec = fc.record<Partial<PodSpec>>({
  containers: containers.map((list) => list.map(makeContainer)),
  nodeSelector: map,
  hostPID: fc.boolean(),
  tolerations: fc.array(fc.record({ key: word, operator: word }), { maxLength: 2 }),
  volumes: fc.uniqueArray(fc.record({ name: word, kind: word }), { selector: ({ name }) => name }),
});
/** Like the real one, the digest says whether two templates are equal in all that was there. */
const anyTemplate = fc.tuple(anySpec, map, word).map(([spec, labels, dropped]): PodTemplate => {
  const template = makeTemplate(spec, { labels });
  return { ...template, digest: JSON.stringify([template.spec, labels, dropped]) };
});

const OPPOSITE = { added: 'removed', removed: 'added', changed: 'changed' } as const;
function turned({ before, after, kind, ...rest }: TemplateChange): TemplateChange {
  return {
    ...rest,
    kind: OPPOSITE[kind],
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  };
}

test('[TD1] [TD5] nothing differs if and only if the digests are equal; the other way round it is the same, turned', () => {
  const law = fc.property(anyTemplate, anyTemplate, (before, after) => {
    const changes = diffTemplates(before, after);
    expect(changes.length === 0).toBe(before.digest === after.digest);
    expect(diffTemplates(after, before)).toEqual(changes.map(turned));
    expect(diffTemplates(before, before)).toEqual([]);
  });
  fc.assert(law, { seed: 11, numRuns: 500 });
});
