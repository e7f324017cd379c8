import { CONTAINER, POD } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const RESOURCE_CASES: readonly ManifestCase[] = [
  {
    name: 'a request above its limit',
    edits: { [`${CONTAINER}/resources/requests/memory`]: '1Gi' },
    problems: [
      'spec.template.spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 128Mi',
    ],
  },
  {
    name: 'a negative request',
    edits: { [`${CONTAINER}/resources/requests/cpu`]: '-100m' },
    problems: [
      'spec.template.spec.containers[0].resources.requests[cpu]: Invalid value: "-100m": must be greater than or equal to 0',
    ],
  },
  {
    name: 'a resource that Kubernetes does not know',
    edits: { [`${CONTAINER}/resources/requests/gpu`]: '1' },
    problems: [
      'spec.template.spec.containers[0].resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified',
      'spec.template.spec.containers[0].resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers',
    ],
  },
  {
    name: 'a resource of quotas',
    edits: { [`${CONTAINER}/resources/requests/pods`]: '1' },
    problems: [
      'spec.template.spec.containers[0].resources.requests[pods]: Invalid value: "pods": must be a standard resource for containers',
    ],
  },
  {
    name: 'a resource with a space',
    edits: { [`${CONTAINER}/resources/requests/a b`]: '1' },
    problems: [
      `spec.template.spec.containers[0].resources.requests[a b]: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      'spec.template.spec.containers[0].resources.requests[a b]: Invalid value: "a b": must be a standard resource for containers',
    ],
  },
  {
    name: 'an extended resource without a limit',
    edits: { [`${CONTAINER}/resources/requests/example.com~1gpu`]: '1' },
    problems: [
      'spec.template.spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
    ],
  },
  {
    name: 'half of an extended resource',
    edits: { [`${CONTAINER}/resources/limits/example.com~1gpu`]: '500m' },
    problems: [
      'spec.template.spec.containers[0].resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer',
    ],
  },
  {
    name: 'an extended resource with unequal request and limit',
    edits: {
      [`${CONTAINER}/resources/requests/example.com~1gpu`]: '1',
      [`${CONTAINER}/resources/limits/example.com~1gpu`]: '2',
    },
    problems: [
      'spec.template.spec.containers[0].resources.requests: Invalid value: "1": must be equal to example.com/gpu limit of 2',
    ],
  },
  {
    name: 'a resource in the domain of Kubernetes',
    edits: { [`${CONTAINER}/resources/limits/kubernetes.io~1thing`]: '2' },
    problems: [],
  },
  {
    name: 'an extended resource named like a quota',
    edits: { [`${CONTAINER}/resources/limits/requests.example.com~1gpu`]: '2' },
    problems: [
      `spec.template.spec.containers[0].resources.limits[requests.example.com/gpu]: Invalid value: "requests.example.com/gpu": doesn't follow extended resource name standard`,
    ],
  },
  {
    name: 'huge pages alone',
    edits: { [`${POD}/containers/1/resources`]: { limits: { 'hugepages-2Mi': '4Mi' } } },
    problems: ['spec.template.spec.containers[1].resources: Forbidden: HugePages require cpu or memory'],
  },
  {
    name: 'huge pages that are not whole',
    edits: { [`${CONTAINER}/resources/limits/hugepages-2Mi`]: '3Mi' },
    problems: [
      'spec.template.spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
    ],
  },
  {
    name: 'huge pages with unequal request and limit',
    edits: {
      [`${CONTAINER}/resources/limits/hugepages-2Mi`]: '4Mi',
      [`${CONTAINER}/resources/requests/hugepages-2Mi`]: '2Mi',
    },
    problems: [
      'spec.template.spec.containers[0].resources.requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 4Mi',
    ],
  },
  {
    name: 'a claim that the pod has not',
    edits: { [`${CONTAINER}/resources/claims`]: [{ name: 'gpu' }] },
    problems: [
      'spec.template.spec.containers[0].resources.claims[0]: Not found: "gpu": must be one of the names in pod.spec.resourceClaims which is empty',
    ],
  },
  {
    name: 'claims that are wrong in several ways',
    edits: {
      [`${POD}/resourceClaims`]: [
        { name: 'gpu' },
        { name: 'gpu', resourceClaimName: 'a', resourceClaimTemplateName: 'b' },
      ],
      [`${CONTAINER}/resources/claims`]: [{ name: 'gpu' }, { name: 'gpu' }, {}],
    },
    problems: [
      'spec.template.spec.resourceClaims[0]: Invalid value: {"name":"gpu"}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
      'spec.template.spec.resourceClaims[1].name: Duplicate value: "gpu"',
      'spec.template.spec.resourceClaims[1]: Invalid value: {"name":"gpu"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
      'spec.template.spec.containers[0].resources.claims[1]: Duplicate value: "gpu"',
      'spec.template.spec.containers[0].resources.claims[2]: Required value',
    ],
    apart: 'the whole claim',
  },
  {
    name: 'pod-level resources that the containers exceed',
    edits: { [`${POD}/resources`]: { requests: { cpu: '50m' }, limits: { memory: '100Mi' } } },
    problems: [
      'spec.template.spec.resources.requests[cpu]: Invalid value: "50m": must be greater than or equal to aggregate container requests of 100m',
      'spec.template.spec.resources.containers[0][memory].limits: Invalid value: "128Mi": must be less than or equal to pod limits of 100Mi',
    ],
  },
  {
    name: 'a pod-level resource that there is not',
    edits: { [`${POD}/resources`]: { requests: { 'ephemeral-storage': '1Gi' } } },
    problems: [
      'spec.template.spec.resources.requests[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"',
    ],
  },
  {
    name: 'an overhead of something unknown',
    edits: { [`${POD}/overhead`]: { gpu: '1' } },
    problems: [
      'spec.template.spec.overhead.limits[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified',
      'spec.template.spec.overhead.limits[gpu]: Invalid value: "gpu": must be a standard resource for containers',
    ],
  },
  {
    name: 'resize policies that are wrong',
    edits: {
      [`${CONTAINER}/resizePolicy`]: [
        { resourceName: 'cpu', restartPolicy: 'Never' },
        { resourceName: 'gpu', restartPolicy: 'NotRequired' },
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
      ],
    },
    problems: [
      'spec.template.spec.containers[0].resizePolicy: Unsupported value: "Never": supported values: "NotRequired", "RestartContainer"',
      'spec.template.spec.containers[0].resizePolicy: Unsupported value: "gpu": supported values: "cpu", "memory"',
      'spec.template.spec.containers[0].resizePolicy[2]: Duplicate value: "cpu"',
    ],
  },
];
