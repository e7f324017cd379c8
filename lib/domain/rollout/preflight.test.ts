import { expect, test } from 'vitest';
import { makeContainer, makeNode, makePod, makeTaint, QUIET_HASH } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  NOW,
  notReadySince,
  ROLLED_AT,
  type Scenario,
  type ScenarioNode,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import { nodeName, uid } from '../keys.ts';
import type { PodRecord, PodSpec, UpdateStrategy } from '../objects.ts';
import { computePreflight, type Preflight, type PreflightInput } from './preflight.ts';

const inPlace: UpdateStrategy = { kind: 'RollingUpdate', maxUnavailable: 1, maxSurge: 0 };
const beside: UpdateStrategy = { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 };
const onDelete: UpdateStrategy = { kind: 'OnDelete' };

const asking = (cpu: string, hostPort?: number) => ({
  containers: [
    makeContainer({
      requests: { cpu },
      ports: hostPort === undefined ? [] : [{ containerPort: hostPort, hostPort, protocol: 'TCP' }],
    }),
  ],
});
const old = (name: string, spec = asking('1'), pod: Parameters<typeof makeOldPod>[1] = {}): PodRecord =>
  makeOldPod(name, { spec, ...pod });
const guest = (name: string, cpu: string, priority = 0): PodRecord =>
  makePod({ name: `guest-${name}`, nodeName: name, spec: { ...asking(cpu), priority } });

type Given = {
  readonly strategy?: UpdateStrategy;
  /** What the new template asks for. */
  readonly spec?: Partial<PodSpec>;
  readonly nodes: Readonly<Record<string, ScenarioNode>>;
  readonly priority?: number;
  readonly rest?: Partial<Scenario>;
};

function preflight({ strategy = inPlace, spec = asking('2'), nodes, priority, rest }: Given): Preflight | undefined {
  const daemonSet = makeRollingDaemonSet({ updateStrategy: strategy, spec });
  const { cells, revision } = deriveRollout({ daemonSet, nodes, ...rest });
  const podsOf = (name: string) => nodes[name]?.pods ?? [];
  const podsOnNode = (name: string) =>
    [...podsOf(name), ...(nodes[name]?.others ?? [])].filter((pod) => pod.nodeName !== undefined);
  const input: PreflightInput = {
    daemonSet: rest?.daemonSet ?? daemonSet,
    revision,
    cells,
    nodeOf: (name) => {
      const { node = makeNode(name) } = nodes[name] ?? {};
      return node === 'gone' || rest?.knowledge?.nodes === 'Forbidden' ? undefined : node;
    },
    podsOnNode,
    ownPods: Object.keys(nodes).flatMap(podsOf),
    priority,
  };
  const found = computePreflight(input);
  expect(computePreflight({ ...input, outlinesOnNode: (name) => podsOnNode(name).map(toOutline) })).toStrictEqual(
    found,
  );
  return found;
}

function toOutline(pod: PodRecord): PodRecord {
  const isGoing = pod.deletionTimestamp !== undefined;
  return { ...pod, name: '', uid: uid(''), creationTimestamp: 0, ...(isGoing ? { deletionTimestamp: 0 } : {}) };
}

const shortOfCpu = (requested: string, free: string) => ({
  kind: 'InsufficientResource' as const,
  resource: 'cpu',
  requested,
  free,
  allocatable: '4',
});
const b = nodeName('b');

type Row = { readonly name: string; readonly given: Given; readonly found: Preflight | undefined };
const rows: readonly Row[] = [
  {
    name: '[RS8] in its place the old pod makes room',
    given: { nodes: { a: { pods: [old('a')], others: [guest('a', '2')] } } },
    found: { checked: 1, blocked: [], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] and not enough where others have more',
    given: {
      nodes: {
        b: { pods: [old('b')], others: [guest('b', '2500m')] },
        a: { pods: [old('a')], others: [guest('a', '2')] },
      },
    },
    found: {
      checked: 2,
      blocked: [{ node: b, shortages: [shortOfCpu('2', '1500m')] }],
      requestsFrom: 'Template',
    },
  },
  {
    name: '[RS8] under OnDelete too: whoever deletes the pod waits for that room',
    given: { strategy: onDelete, nodes: { b: { pods: [old('b')], others: [guest('b', '2500m')] } } },
    found: { checked: 1, blocked: [{ node: b, shortages: [shortOfCpu('2', '1500m')] }], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] with surge the old pod stays beside it',
    given: { strategy: beside, nodes: { b: { pods: [old('b')], others: [guest('b', '2')] } } },
    found: { checked: 1, blocked: [{ node: b, shortages: [shortOfCpu('2', '1')] }], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] [RU3] with surge its own host port is in the way, everywhere',
    given: { strategy: beside, spec: asking('1', 8125), nodes: { b: { pods: [old('b', asking('1', 8125))] } } },
    found: {
      checked: 1,
      blocked: [
        {
          node: b,
          shortages: [
            {
              kind: 'HostPortConflict',
              port: 8125,
              protocol: 'TCP',
              hostIP: '0.0.0.0',
              holder: { namespace: 'default', name: 'old-b' },
            },
          ],
        },
      ],
      requestsFrom: 'Template',
    },
  },
  {
    name: '[RS8] without surge it is not',
    given: { spec: asking('1', 8125), nodes: { b: { pods: [old('b', asking('1', 8125))] } } },
    found: { checked: 1, blocked: [], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] [RU8b] with surge an old pod that is not available does not stay',
    given: {
      strategy: beside,
      nodes: { b: { pods: [old('b', asking('3'), notReadySince(NOW - SECOND))] } },
    },
    found: { checked: 1, blocked: [], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] with surge one that leaves does not stay, though it still counts as available',
    given: { strategy: beside, nodes: { b: { pods: [old('b', asking('3'), terminatingSince(NOW - SECOND))] } } },
    found: { checked: 1, blocked: [], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] one that leaves makes room, and its node is still to be updated',
    given: { nodes: { b: { pods: [old('b', asking('3'), terminatingSince(NOW - SECOND))] } } },
    found: { checked: 1, blocked: [], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] with surge the second pod that waits already is the one that is asked about',
    given: {
      strategy: beside,
      nodes: {
        b: {
          pods: [old('b', asking('3')), makeNewPod('b', { spec: asking('2'), ...waitingWith('ContainerCreating') })],
        },
      },
    },
    found: { checked: 1, blocked: [{ node: b, shortages: [shortOfCpu('2', '1')] }], requestsFrom: 'Pod' },
  },
  {
    name: '[RS8] [FT2] a live pod of the new revision knows better than the template',
    given: {
      nodes: {
        a: { pods: [makeNewPod('a', { spec: asking('3') })] },
        b: { pods: [old('b')], others: [guest('b', '1500m')] },
      },
    },
    found: { checked: 1, blocked: [{ node: b, shortages: [shortOfCpu('3', '2500m')] }], requestsFrom: 'Pod' },
  },
  {
    name: '[RS8] [RV11] but not one that is updated by its generation alone',
    given: {
      nodes: {
        a: { pods: [makeNewPod('a', { hash: 'other', spec: asking('3') })] },
        b: { pods: [old('b')], others: [guest('b', '1500m')] },
      },
    },
    found: { checked: 1, blocked: [], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] [FT2] nor one that was refused',
    given: {
      nodes: {
        a: { pods: [makeNewPod('a', { spec: asking('3'), phase: 'Failed' })] },
        b: { pods: [old('b')], others: [guest('b', '1500m')] },
      },
    },
    found: { checked: 1, blocked: [], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] [FT2] a limit stands for a request that the template lacks',
    given: {
      spec: { containers: [makeContainer({ limits: { cpu: '3' } })] },
      nodes: { b: { pods: [old('b')], others: [guest('b', '1500m')] } },
    },
    found: { checked: 1, blocked: [{ node: b, shortages: [shortOfCpu('3', '2500m')] }], requestsFrom: 'Template' },
  },
  {
    name: '[RS8a] pods of lower priority give way, which is told',
    given: { priority: 1000, nodes: { b: { pods: [old('b')], others: [guest('b', '2500m', 999)] } } },
    found: {
      checked: 1,
      blocked: [{ node: b, shortages: [shortOfCpu('2', '1500m')], preempts: true }],
      requestsFrom: 'Template',
    },
  },
  {
    name: '[RS8a] equals do not',
    given: { priority: 999, nodes: { b: { pods: [old('b')], others: [guest('b', '2500m', 999)] } } },
    found: { checked: 1, blocked: [{ node: b, shortages: [shortOfCpu('2', '1500m')] }], requestsFrom: 'Template' },
  },
  {
    name: '[RS8a] nor does anybody for a pod that may not preempt',
    given: {
      priority: 1000,
      spec: { ...asking('2'), preemptionPolicy: 'Never' },
      nodes: { b: { pods: [old('b')], others: [guest('b', '2500m')] } },
    },
    found: { checked: 1, blocked: [{ node: b, shortages: [shortOfCpu('2', '1500m')] }], requestsFrom: 'Template' },
  },
  {
    name: '[RS8] where it is not wanted any more no new pod comes',
    given: {
      nodes: {
        b: { node: makeNode('b', { taints: [makeTaint('dedicated')] }), pods: [old('b')], others: [guest('b', '4')] },
      },
    },
    found: undefined,
  },
  { name: '[RS8] nothing is left to update', given: { nodes: { a: { pods: [makeNewPod('a')] } } }, found: undefined },
  {
    name: '[RS8] nodes that cannot be read are not looked at',
    given: { nodes: { a: { pods: [old('a')] } }, rest: { knowledge: { pods: 'Known', nodes: 'Forbidden' } } },
    found: undefined,
  },
  {
    name: '[RS8] a DaemonSet that is being deleted updates nothing',
    given: {
      nodes: { a: { pods: [old('a')] } },
      rest: { daemonSet: makeRollingDaemonSet({ deletionTimestamp: ROLLED_AT }) },
    },
    found: undefined,
  },
];
test.for(rows)('$name', ({ given, found }) => expect(preflight(given)).toStrictEqual(found));

test('[RS8] a resize in place is not inherited', () => {
  const [status] = makeNewPod('a').containerStatuses;
  if (status === undefined) throw new Error('the quiet pod has a container');
  const resized = makeNewPod('a', {
    spec: asking('2'),
    containerStatuses: [{ ...status, resourceRequests: { cpu: '3' } }],
  });
  const found = preflight({ nodes: { a: { pods: [resized] }, b: { pods: [old('b')], others: [guest('b', '2')] } } });
  expect(found).toStrictEqual({ checked: 1, blocked: [], requestsFrom: 'Pod' });
  expect(resized.labels).toHaveProperty('controller-revision-hash', QUIET_HASH);
});
