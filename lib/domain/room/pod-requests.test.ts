import { expect, test } from 'vitest';
import { makeContainer, makeContainerStatus, makePod, makePodSpec } from '#lib/testing/objects.ts';
import type { ContainerSpec, PodRecord, PodSpec, ResourceList } from '../objects.ts';
import { podRequests, templateRequests } from './pod-requests.ts';

function asks(requests: ResourceList, limits: ResourceList = {}): ContainerSpec {
  return makeContainer({ requests, limits });
}
function inits(requests: ResourceList): ContainerSpec {
  return makeContainer({ name: 'init', init: true, requests });
}
function sidecar(requests: ResourceList): ContainerSpec {
  return makeContainer({ name: 'sidecar', init: true, restartPolicy: 'Always', requests });
}

type Amounts = Readonly<Record<string, bigint>>;
type LiveRow = {
  readonly name: string;
  readonly spec: Partial<PodSpec>;
  readonly pod?: Partial<
    Pick<
      PodRecord,
      'containerStatuses' | 'conditions' | 'podResourceRequests' | 'podAllocatedResources' | 'claimResources'
    >
  >;
  readonly amounts: Amounts;
};

const resized = makeContainerStatus({
  resourceRequests: { cpu: '3', memory: '1Gi' },
  allocatedResources: { cpu: '2' },
});
const infeasible = { type: 'PodResizePending', status: 'True', reason: 'Infeasible' };
const deferred = { ...infeasible, reason: 'Deferred' };

const live: readonly LiveRow[] = [
  {
    name: '[FT1] sums the containers',
    spec: { containers: [asks({ cpu: '100m' }), asks({ cpu: '200m', memory: '1Ki' })] },
    amounts: { cpu: 300n, memory: 1024n },
  },
  {
    name: '[FT1] takes an ordinary init container as a peak, with the sidecars that started before it',
    spec: {
      containers: [asks({ cpu: '100m' })],
      initContainers: [sidecar({ cpu: '50m' }), inits({ cpu: '500m' }), sidecar({ cpu: '70m' })],
    },
    amounts: { cpu: 550n },
  },
  {
    name: '[FT1] adds every sidecar to the containers when that is more',
    spec: {
      containers: [asks({ cpu: '600m' })],
      initContainers: [sidecar({ cpu: '50m' }), inits({ cpu: '500m' }), sidecar({ cpu: '70m' })],
    },
    amounts: { cpu: 720n },
  },
  {
    name: '[FT1] lets pod-level requests stand for the containers, for cpu, memory and huge pages only, and adds overhead',
    spec: {
      containers: [asks({ cpu: '100m', 'nvidia.com/gpu': '1' })],
      podRequests: { cpu: '1', 'nvidia.com/gpu': '9', 'hugepages-2Mi': '4Mi' },
      overhead: { cpu: '250m', memory: '1Ki' },
    },
    amounts: { cpu: 1250n, 'nvidia.com/gpu': 1n, 'hugepages-2Mi': 4_194_304n, memory: 1024n },
  },
  {
    name: '[FT2] does not read limits of a live pod: the API server has done that',
    spec: { containers: [asks({}, { cpu: '1' })] },
    amounts: {},
  },
  {
    name: '[FT3] counts the most of what a container asks, has and was allocated',
    spec: { containers: [asks({ cpu: '1', memory: '2Gi' })] },
    pod: { containerStatuses: [resized] },
    amounts: { cpu: 3000n, memory: 2n ** 31n },
  },
  {
    name: '[FT3] does not count what a resize asks that can never come true',
    spec: { containers: [asks({ cpu: '8' })] },
    pod: { containerStatuses: [resized], conditions: [infeasible] },
    amounts: { cpu: 3000n, memory: 2n ** 30n },
  },
  {
    name: '[FT3] counts what a deferred resize asks',
    spec: { containers: [asks({ cpu: '8' })] },
    pod: { containerStatuses: [resized], conditions: [deferred] },
    amounts: { cpu: 8000n, memory: 2n ** 30n },
  },
  {
    name: '[FT3] reads the spec alone when the status reports no resources, allocated or not',
    spec: { containers: [asks({ cpu: '1' })] },
    pod: { containerStatuses: [makeContainerStatus({ allocatedResources: { cpu: '2' } })] },
    amounts: { cpu: 1000n },
  },
  {
    name: '[FT3] never looks at the status of an ordinary init container, always at a sidecar',
    spec: { containers: [], initContainers: [sidecar({ cpu: '1' }), inits({ cpu: '1' })] },
    pod: {
      containerStatuses: [
        makeContainerStatus({ name: 'init', init: true, resourceRequests: { cpu: '9' } }),
        makeContainerStatus({ name: 'sidecar', init: true, resourceRequests: { cpu: '2' } }),
      ],
    },
    amounts: { cpu: 3000n },
  },
  {
    name: '[FT4] counts a pod-level resize likewise, for what the pod level asks and nothing else',
    spec: { containers: [asks({ memory: '1Ki' })], podRequests: { cpu: '1' } },
    pod: { podResourceRequests: { cpu: '2', memory: '1Gi' }, podAllocatedResources: { cpu: '1500m' } },
    amounts: { cpu: 2000n, memory: 1024n },
  },
  {
    name: '[FT5] adds claims before the pod level stands in for the sum',
    spec: { containers: [asks({ cpu: '1', memory: '1Ki' })], podRequests: { cpu: '2' } },
    pod: { claimResources: { cpu: '4', memory: '1Ki' } },
    amounts: { cpu: 2000n, memory: 2048n },
  },
  {
    name: '[FT7] rounds the sum and not its parts',
    spec: { containers: [asks({ cpu: '500u' }), asks({ cpu: '500u' })] },
    amounts: { cpu: 1n },
  },
];

test.for(live)('$name', ({ spec, pod, amounts }) => {
  expect(podRequests(makePod({ spec, ...pod }))).toStrictEqual({
    amounts: new Map(Object.entries(amounts)),
    unreadable: [],
  });
});

type TemplateRow = { readonly name: string; readonly spec: Partial<PodSpec>; readonly amounts: Amounts };

const templates: readonly TemplateRow[] = [
  {
    name: '[FT2] lets limits stand for missing requests, in every kind of container',
    spec: {
      containers: [asks({ memory: '1Ki' }, { cpu: '1', memory: '2Ki' })],
      initContainers: [makeContainer({ init: true, limits: { cpu: '2' } })],
    },
    amounts: { memory: 1024n, cpu: 2000n },
  },
  {
    name: '[FT2] rounds each quantity of a manifest to thousandths, as the API server will',
    spec: { containers: [asks({ cpu: '500u' }), asks({ cpu: '500u' })] },
    amounts: { cpu: 2n },
  },
  {
    name: '[FT4] takes the containers’ sum for a missing pod-level request beside pod-level limits',
    spec: { containers: [asks({ cpu: '1' })], podLimits: { cpu: '4' } },
    amounts: { cpu: 1000n },
  },
  {
    name: '[FT4] takes the pod-level limit where no container asks',
    spec: { containers: [asks({ memory: '1Ki' })], podLimits: { cpu: '4' } },
    amounts: { memory: 1024n, cpu: 4000n },
  },
  {
    name: '[FT4] takes the containers’ huge page limits for the pod’s once the pod level is used',
    spec: { containers: [asks({}, { 'hugepages-2Mi': '4Mi' })], podRequests: { cpu: '1' } },
    amounts: { 'hugepages-2Mi': 4_194_304n, cpu: 1000n },
  },
];

test.for(templates)('$name', ({ spec, amounts }) => {
  expect(templateRequests(makePodSpec(spec))).toStrictEqual({
    amounts: new Map(Object.entries(amounts)),
    unreadable: [],
  });
});

test('[FT7] tells what cannot be read, and does not let it make a number', () => {
  const pod = makePod({ spec: { containers: [asks({ cpu: 'much', memory: '1Ki' })] } });
  expect(podRequests(pod)).toStrictEqual({
    amounts: new Map([['memory', 1024n]]),
    unreadable: [{ resource: 'cpu', text: 'much' }],
  });
});

test('[FT1] the pods of one template share one answer, pods with a resize have their own', () => {
  const spec = makePodSpec({ containers: [asks({ cpu: '1' })] });
  const shared = podRequests({ spec });
  expect(podRequests({ ...makePod(), spec })).toBe(shared);
  expect(podRequests({ ...makePod(), spec, containerStatuses: [resized] })).not.toBe(shared);
});
