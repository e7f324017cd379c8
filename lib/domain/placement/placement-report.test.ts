import { describe, expect, test } from 'vitest';
import {
  CREATED_AT,
  makeContainer,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makePod,
  makeRevision,
  makeTaint,
  makeTemplate,
  QUIET_HASH,
} from '#lib/testing/objects.ts';
import { type NodeName, nodeName, revisionHash, uid } from '../keys.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord, PodSpec, UpdateStrategy } from '../objects.ts';
import { computePlacement, type PlacementChange, type PlacementReport } from './placement-report.ts';

const inPlace: UpdateStrategy = { kind: 'RollingUpdate', maxUnavailable: 1, maxSurge: 0 };
const beside: UpdateStrategy = { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 };
const onDelete: UpdateStrategy = { kind: 'OnDelete' };
const NOW = CREATED_AT + 3_600_000;

const asking = (cpu: string, hostPort?: number): Partial<PodSpec> => ({
  containers: [
    makeContainer({
      requests: { cpu },
      ports: hostPort === undefined ? [] : [{ containerPort: hostPort, hostPort, protocol: 'TCP' }],
    }),
  ],
});
const guest = (node: string, cpu: string, priority = 0): PodRecord =>
  makePod({ name: `guest-${node}`, nodeName: node, spec: { ...asking(cpu), priority } });

/** As a manifest has it: without identity, and of another template than the one that runs. */
function manifest(
  spec: Partial<PodSpec>,
  overrides: Partial<Pick<DaemonSetRecord, 'updateStrategy' | 'minReadySeconds'>> = {},
  digest = 'template-2',
): DaemonSetRecord {
  const { templateGeneration: _, ...rest } = makeDaemonSet(overrides);
  return { ...rest, uid: uid('manifest'), generation: 0, template: makeTemplate(spec, { digest }) };
}

type Given = {
  readonly daemonSet: DaemonSetRecord;
  readonly running?: DaemonSetRecord;
  readonly nodes: readonly NodeRecord[];
  readonly own?: readonly PodRecord[];
  readonly others?: readonly PodRecord[];
  readonly priority?: number;
};

function place({ daemonSet, running, nodes, own = [], others = [], priority }: Given): PlacementReport {
  const podsOnNode = (node: NodeName) => [...own, ...others].filter((pod) => pod.nodeName === node);
  const input = {
    daemonSet,
    running: running && {
      daemonSet: running,
      revisions: [makeRevision({ daemonSet: running })],
      podsOf: (node: NodeName) => own.filter((pod) => (pod.nodeName ?? pod.pinnedNodeName) === node),
    },
    nodes,
    podsOnNode,
    priority,
    now: NOW,
  };
  const report = computePlacement(input);
  const outlinesOnNode = (node: NodeName) => podsOnNode(node).map((pod) => ({ ...pod, name: '', uid: uid('') }));
  expect(computePlacement({ ...input, outlinesOnNode })).toStrictEqual(report);
  return report;
}

const [a, b, c] = [nodeName('a'), nodeName('b'), nodeName('c')];

test('[PL1] every node is told, wanted or not, with all reasons and all shortages', () => {
  const report = place({
    daemonSet: manifest({ ...asking('3', 8125), nodeSelector: { pool: 'x' } }),
    nodes: [
      makeNode('a', { labels: { pool: 'x' } }),
      makeNode('b', { labels: { pool: 'x' }, taints: [makeTaint('dedicated')] }),
      makeNode('c', { labels: { pool: 'x' } }),
    ],
    others: [guest('b', '2'), makePod({ name: 'holder', nodeName: 'c', spec: asking('2', 8125) })],
  });
  const shortOfCpu = { kind: 'InsufficientResource', resource: 'cpu', requested: '3', free: '2', allocatable: '4' };
  expect(report).toStrictEqual({
    nodes: [
      { node: a, eligibility: { kind: 'ShouldRun', toleratedTaints: [] }, shortages: [] },
      {
        node: b,
        eligibility: { kind: 'ShouldContinueRunning', reasons: [{ kind: 'Taint', taint: makeTaint('dedicated') }] },
        shortages: [shortOfCpu],
      },
      {
        node: c,
        eligibility: { kind: 'ShouldRun', toleratedTaints: [] },
        shortages: [
          shortOfCpu,
          {
            kind: 'HostPortConflict',
            port: 8125,
            protocol: 'TCP',
            hostIP: '0.0.0.0',
            holder: { namespace: 'default', name: 'holder' },
          },
        ],
      },
    ],
    wanted: 2,
    fit: 1,
    blocked: [c],
    requests: { from: 'Template', amounts: new Map([['cpu', 3000n]]) },
    change: undefined,
  });
});

test('[PL1] without a node nothing is wanted and nothing blocked', () => {
  const { nodes, wanted, fit, blocked } = place({ daemonSet: manifest({}), nodes: [] });
  expect({ nodes, wanted, fit, blocked }).toStrictEqual({ nodes: [], wanted: 0, fit: 0, blocked: [] });
});

type RoomRow = {
  readonly name: string;
  readonly strategy?: UpdateStrategy;
  readonly spec: Partial<PodSpec>;
  readonly own?: Partial<Parameters<typeof makeDaemonPod>[0]>;
  readonly digest?: string;
  readonly priority?: number;
  readonly others?: readonly PodRecord[];
  readonly answer: {
    readonly fits: boolean;
    readonly preempts?: true;
    readonly fitsInPlace?: true;
    readonly from?: 'Pod' | 'Template';
  };
};

/** One node of four cores; what runs there asks for two. */
const rooms: readonly RoomRow[] = [
  { name: '[PL2] in its place the pod that runs makes room', spec: asking('4'), answer: { fits: true } },
  {
    name: '[PL2] and not for more than the node has',
    spec: asking('4500m'),
    answer: { fits: false },
  },
  {
    name: '[PL2] with maxSurge an available pod stays beside its successor, which would fit in its place',
    strategy: beside,
    spec: asking('3'),
    answer: { fits: false, fitsInPlace: true },
  },
  {
    name: '[PL2] [RU3] and its host port with it',
    strategy: beside,
    spec: asking('1', 9100),
    own: { spec: asking('1', 9100) },
    answer: { fits: false, fitsInPlace: true },
  },
  {
    name: '[PL2] not even in its place does what is larger than the node fit',
    strategy: beside,
    spec: asking('5'),
    answer: { fits: false },
  },
  {
    name: '[PL2] with maxSurge one that is not available makes room',
    strategy: beside,
    spec: asking('3'),
    own: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: CREATED_AT }] },
    answer: { fits: true },
  },
  {
    name: '[PL2] with maxSurge one that is terminating makes room',
    strategy: beside,
    spec: asking('3'),
    own: { deletionTimestamp: NOW },
    answer: { fits: true },
  },
  {
    name: '[PL2] [PL3] with maxSurge a pod of the same template is what is asked about, and lends its numbers',
    strategy: beside,
    spec: asking('3'),
    digest: 'template-1',
    answer: { fits: true, from: 'Pod' },
  },
  {
    name: '[PL2] under OnDelete whoever deletes the pod makes room',
    strategy: onDelete,
    spec: asking('4'),
    answer: { fits: true },
  },
  {
    name: '[PL3] the numbers of a pod of the same template are better than those of the template',
    spec: asking('1'),
    own: { spec: asking('4500m') },
    digest: 'template-1',
    answer: { fits: false, from: 'Pod' },
  },
  {
    name: '[PL3] a pod of another revision lends nothing, though its generation is that of the template',
    spec: asking('1'),
    own: { spec: asking('4500m'), hash: revisionHash('other') },
    digest: 'template-1',
    answer: { fits: true, from: 'Template' },
  },
  {
    name: '[PL4] it fits once pods of lower priority are gone',
    spec: asking('3'),
    priority: 100,
    others: [guest('a', '2', 99)],
    answer: { fits: false, preempts: true },
  },
  {
    name: '[PL4] and not when theirs is as high',
    spec: asking('3'),
    priority: 100,
    others: [guest('a', '2', 100)],
    answer: { fits: false },
  },
  {
    name: '[PL4] a priority that cannot be told makes nobody go, whatever the template says',
    spec: { ...asking('3'), priority: 100 },
    others: [guest('a', '2', 99)],
    answer: { fits: false },
  },
];
test.for(rooms)('$name', ({ strategy = inPlace, spec, own, digest, priority, others = [], answer }) => {
  const running = makeDaemonSet({ spec: asking('2') });
  const { nodes, requests } = place({
    daemonSet: manifest(spec, { updateStrategy: strategy }, digest),
    running,
    nodes: [makeNode('a')],
    own: [makeDaemonPod({ daemonSet: running, nodeName: 'a', ...own })],
    others,
    ...(priority === undefined ? {} : { priority }),
  });
  const [node] = nodes;
  expect({
    fits: node?.shortages.length === 0,
    ...(node?.preempts === undefined ? {} : { preempts: node.preempts }),
    ...(node?.fitsInPlace === undefined ? {} : { fitsInPlace: node.fitsInPlace }),
    from: requests.from,
  }).toStrictEqual({ from: 'Template', ...answer });
});

test('[PL3] before there is a revision of the template, the newest of another lends nothing', () => {
  const running = makeDaemonSet({ spec: asking('2') });
  const { requests } = place({
    daemonSet: manifest(asking('1')),
    running,
    nodes: [makeNode('a')],
    own: [makeDaemonPod({ daemonSet: running, nodeName: 'a', hash: QUIET_HASH })],
  });
  expect(requests).toStrictEqual({ from: 'Template', amounts: new Map([['cpu', 1000n]]) });
});

describe('what changes', () => {
  const tainted = (name: string, effect = 'NoSchedule') => makeNode(name, { taints: [makeTaint('dedicated', effect)] });
  const tolerating = { tolerations: [{ key: 'dedicated', operator: 'Exists' }] };
  const nodes = [makeNode('a'), tainted('b'), tainted('c', 'NoExecute')];
  type Row = {
    readonly name: string;
    readonly before: Partial<PodSpec>;
    readonly after: Partial<PodSpec>;
    readonly strategy?: UpdateStrategy;
    /** Nodes that have a pod. */
    readonly pods: readonly string[];
    readonly change: Omit<PlacementChange, 'template'>;
  };
  const rows: readonly Row[] = [
    {
      name: '[PL5] nodes that are wanted now, were not and have no pod gain it',
      before: {},
      after: tolerating,
      pods: ['a'],
      change: { gains: [b, c], loses: [] },
    },
    {
      name: '[PL5] one that has kept a pod gains nothing',
      before: {},
      after: tolerating,
      pods: ['a', 'b'],
      change: { gains: [c], loses: [] },
    },
    {
      name: '[PL5] nodes that are not wanted any more lose it, with a pod or without',
      before: tolerating,
      after: {},
      pods: ['a', 'b'],
      change: { gains: [], loses: [b, c] },
    },
    {
      name: '[PL6] [FA5] the update takes for good what might only stay',
      before: {},
      after: { priorityClassName: 'other' },
      pods: ['a', 'b'],
      change: { gains: [], loses: [b] },
    },
    {
      name: '[PL6] under OnDelete it stays',
      before: {},
      after: { priorityClassName: 'other' },
      strategy: onDelete,
      pods: ['a', 'b'],
      change: { gains: [], loses: [] },
    },
    {
      name: '[PL6] unless it may not even stay',
      before: {},
      after: { nodeSelector: { 'kubernetes.io/hostname': 'a' } },
      strategy: onDelete,
      pods: ['a', 'b'],
      change: { gains: [], loses: [b] },
    },
    {
      name: '[PL5] a pod that is being removed anyway is no loss',
      before: {},
      after: { priorityClassName: 'other' },
      pods: ['a', 'c'],
      change: { gains: [], loses: [] },
    },
  ];
  test.for(rows)('$name', ({ before, after, strategy = inPlace, pods, change }) => {
    const running = makeDaemonSet({ spec: before });
    const found = place({
      daemonSet: manifest(after, { updateStrategy: strategy }),
      running,
      nodes,
      own: pods.map((node) => makeDaemonPod({ daemonSet: running, nodeName: node })),
    }).change;
    expect({ gains: found?.gains, loses: found?.loses }).toStrictEqual(change);
  });

  test('[PL5] the same template changes nothing, whatever is left over', () => {
    const running = makeDaemonSet();
    const own = ['a', 'b', 'c'].map((node) => makeDaemonPod({ daemonSet: running, nodeName: node }));
    const { change } = place({ daemonSet: manifest({}, {}, 'template-1'), running, nodes, own });
    expect(change).toStrictEqual({ gains: [], loses: [], template: [] });
  });

  test('[PL5] [TD2] the difference of the templates is told beside it', () => {
    const running = makeDaemonSet({ spec: asking('1') });
    const { change } = place({ daemonSet: manifest(asking('2')), running, nodes: [] });
    expect(change?.template).toStrictEqual([
      { area: 'resources', container: 'agent', subject: 'requests.cpu', kind: 'changed', before: '1', after: '2' },
    ]);
  });
});
