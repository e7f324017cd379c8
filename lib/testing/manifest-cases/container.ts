import { CONTAINER, POD } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const CONTAINER_CASES: readonly ManifestCase[] = [
  {
    name: 'no container',
    edits: { [`${POD}/containers`]: [] },
    problems: ['spec.template.spec.containers: Required value'],
  },
  {
    name: 'a container that is null',
    edits: { [`${POD}/containers/1`]: null },
    problems: [
      'spec.template.spec.containers[1].name: Required value',
      'spec.template.spec.containers[1].image: Required value',
    ],
  },
  {
    name: 'a container without an image',
    edits: { [`${CONTAINER}/image`]: undefined },
    problems: ['spec.template.spec.containers[0].image: Required value'],
  },
  {
    name: 'a space before the image',
    edits: { [`${CONTAINER}/image`]: ' agent:1' },
    problems: [
      'warning spec.template.spec.containers[0].image: Invalid value: must not have leading or trailing whitespace: the DaemonSet is taken, its pods are refused',
    ],
    apart: 'nothing: it refuses the pods',
  },
  {
    name: 'a container without a name',
    edits: { [`${CONTAINER}/name`]: undefined },
    problems: ['spec.template.spec.containers[0].name: Required value'],
  },
  {
    name: 'a container with capitals in its name',
    edits: { [`${CONTAINER}/name`]: 'My_Agent' },
    problems: [
      `spec.template.spec.containers[0].name: Invalid value: "My_Agent": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
    ],
  },
  {
    name: 'a container with a dot in its name',
    edits: { [`${CONTAINER}/name`]: 'my.agent' },
    problems: ['spec.template.spec.containers[0].name: Invalid value: "my.agent": must not contain dots'],
  },
  {
    name: 'two containers of one name',
    edits: { [`${POD}/containers/1/name`]: 'agent' },
    problems: ['spec.template.spec.containers[1].name: Duplicate value: "agent"'],
  },
  {
    name: 'an init container named like a container',
    edits: { [`${POD}/initContainers/0/name`]: 'agent' },
    problems: ['spec.template.spec.initContainers[0].name: Duplicate value: "agent"'],
  },
  {
    name: 'a pull policy in small letters',
    edits: { [`${CONTAINER}/imagePullPolicy`]: 'always' },
    problems: [
      'spec.template.spec.containers[0].imagePullPolicy: Unsupported value: "always": supported values: "Always", "IfNotPresent", "Never"',
    ],
  },
  {
    name: 'a termination message policy that there is not',
    edits: { [`${CONTAINER}/terminationMessagePolicy`]: 'Logs' },
    problems: [
      'spec.template.spec.containers[0].terminationMessagePolicy: Unsupported value: "Logs": supported values: "File", "FallbackToLogsOnError"',
    ],
  },
  {
    name: 'a container with a restart policy of its own',
    edits: { [`${CONTAINER}/restartPolicy`]: 'Always' },
    problems: [],
  },
  {
    name: 'a container with a restart policy that there is not',
    edits: { [`${CONTAINER}/restartPolicy`]: 'Sometimes' },
    problems: [
      'spec.template.spec.containers[0].restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "Never", "OnFailure"',
    ],
  },
  {
    name: 'a sidecar with a probe',
    edits: {
      [`${POD}/initContainers/0/restartPolicy`]: 'Always',
      [`${POD}/initContainers/0/readinessProbe`]: { exec: { command: ['x'] } },
    },
    problems: [],
  },
  {
    name: 'an init container with a probe',
    edits: { [`${POD}/initContainers/0/readinessProbe`]: { exec: { command: ['x'] } } },
    problems: [
      'spec.template.spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
  },
  {
    name: 'an init container with a hook',
    edits: { [`${POD}/initContainers/0/lifecycle`]: { preStop: { sleep: { seconds: 1 } } } },
    problems: [
      'spec.template.spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
  },
  {
    name: 'an init container that is never restarted',
    edits: { [`${POD}/initContainers/0/restartPolicy`]: 'Never' },
    problems: [],
  },
  {
    name: 'port 0',
    edits: { [`${CONTAINER}/ports/0/containerPort`]: 0 },
    problems: ['spec.template.spec.containers[0].ports[0].containerPort: Required value'],
  },
  {
    name: 'a port without a number',
    edits: { [`${CONTAINER}/ports/0/containerPort`]: undefined },
    problems: ['spec.template.spec.containers[0].ports[0].containerPort: Required value'],
  },
  {
    name: 'a port above 65535',
    edits: { [`${CONTAINER}/ports/0/containerPort`]: 70000 },
    problems: [
      'spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
  },
  {
    name: 'a host port above 65535',
    edits: { [`${CONTAINER}/ports/0/hostPort`]: 70000 },
    problems: [
      'spec.template.spec.containers[0].ports[0].hostPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
  },
  {
    name: 'a negative host port',
    edits: { [`${CONTAINER}/ports/0/hostPort`]: -1 },
    problems: [
      'spec.template.spec.containers[0].ports[0].hostPort: Invalid value: -1: must be between 1 and 65535, inclusive',
    ],
  },
  {
    name: 'a port name with capitals',
    edits: { [`${CONTAINER}/ports/0/name`]: 'Metrics_Port' },
    problems: [
      'spec.template.spec.containers[0].ports[0].name: Invalid value: "Metrics_Port": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ],
  },
  {
    name: 'a port name that is too long',
    edits: { [`${CONTAINER}/ports/0/name`]: 'much-too-long-port-name' },
    problems: [
      'spec.template.spec.containers[0].ports[0].name: Invalid value: "much-too-long-port-name": must be no more than 15 characters',
    ],
  },
  {
    name: 'a port name without letters',
    edits: { [`${CONTAINER}/ports/0/name`]: '9100', [`${CONTAINER}/readinessProbe`]: undefined },
    problems: [
      'spec.template.spec.containers[0].ports[0].name: Invalid value: "9100": must contain at least one letter (a-z)',
    ],
  },
  {
    name: 'two ports of one name',
    edits: { [`${CONTAINER}/ports/1`]: { name: 'metrics', containerPort: 9101 } },
    problems: [
      'spec.template.spec.containers[0].ports[1].name: Duplicate value: "metrics"',
      'warning spec.template.spec.containers[0].ports[1]: duplicate port name "metrics" with spec.template.spec.containers[0].ports[0], services and probes that select ports by name will use spec.template.spec.containers[0].ports[0]',
    ],
  },
  {
    name: 'a protocol in small letters',
    edits: { [`${CONTAINER}/ports/0/protocol`]: 'tcp' },
    problems: [
      'spec.template.spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"',
    ],
  },
  {
    name: 'two containers with one host port',
    edits: { [`${POD}/containers/1/ports`]: [{ containerPort: 9100, hostPort: 9100 }] },
    problems: ['spec.template.spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//9100"'],
  },
  {
    name: 'the network of the host',
    edits: { [`${POD}/hostNetwork`]: true },
    problems: [],
  },
  {
    name: 'another host port on the network of the host',
    edits: { [`${POD}/hostNetwork`]: true, [`${CONTAINER}/ports/0/hostPort`]: 9200 },
    problems: [
      'spec.template.spec.containers[0].ports[0].hostPort: Invalid value: 9200: must match `containerPort` when `hostNetwork` is true',
    ],
  },
];
