import { CONTAINER } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const ENVIRONMENT_CASES: readonly ManifestCase[] = [
  {
    name: 'a variable without a name',
    edits: { [`${CONTAINER}/env/0/name`]: undefined },
    problems: ['spec.template.spec.containers[0].env[0].name: Required value'],
  },
  {
    name: 'an equals sign in the name of a variable',
    edits: { [`${CONTAINER}/env/0/name`]: 'A=B' },
    problems: [
      `spec.template.spec.containers[0].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    ],
  },
  {
    name: 'a variable with a name that no shell knows',
    edits: { [`${CONTAINER}/env/0/name`]: '1 odd name' },
    problems: [],
  },
  {
    name: 'a variable with value and source',
    edits: { [`${CONTAINER}/env/1/value`]: 'x' },
    problems: [
      'spec.template.spec.containers[0].env[1].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
    ],
  },
  {
    name: 'a source that is empty',
    edits: { [`${CONTAINER}/env/1/valueFrom`]: {} },
    problems: [
      'spec.template.spec.containers[0].env[1].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    ],
  },
  {
    name: 'a variable with two sources',
    edits: { [`${CONTAINER}/env/1/valueFrom/secretKeyRef`]: { name: 'a', key: 'b' } },
    problems: [
      'spec.template.spec.containers[0].env[1].valueFrom: Invalid value: "": may not have more than one field specified at a time',
    ],
  },
  {
    name: 'a field of the pod that there is not',
    edits: { [`${CONTAINER}/env/1/valueFrom/fieldRef/fieldPath`]: 'status.nodeIP' },
    problems: [
      'spec.template.spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Invalid value: "status.nodeIP": error converting fieldPath: field label not supported: status.nodeIP',
    ],
  },
  {
    name: 'all labels in a variable',
    edits: { [`${CONTAINER}/env/1/valueFrom/fieldRef/fieldPath`]: 'metadata.labels' },
    problems: [
      'spec.template.spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
    ],
  },
  {
    name: 'one label in a variable',
    edits: { [`${CONTAINER}/env/1/valueFrom/fieldRef/fieldPath`]: "metadata.labels['app']" },
    problems: [],
  },
  {
    name: 'a label that cannot be',
    edits: { [`${CONTAINER}/env/1/valueFrom/fieldRef/fieldPath`]: "metadata.labels['a b']" },
    problems: [
      `spec.template.spec.containers[0].env[1].valueFrom.fieldRef: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'a subscript where none can be',
    edits: { [`${CONTAINER}/env/1/valueFrom/fieldRef/fieldPath`]: "spec.labels['a']" },
    problems: [
      `spec.template.spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Invalid value: "spec.labels['a']": error converting fieldPath: field label does not support subscript: spec.labels['a']`,
    ],
  },
  {
    name: 'a field of another version',
    edits: { [`${CONTAINER}/env/1/valueFrom/fieldRef/apiVersion`]: 'v2' },
    problems: [
      'spec.template.spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nodeName": error converting fieldPath: unsupported pod version: v2',
    ],
  },
  {
    name: 'a resource that cannot be referred to',
    edits: { [`${CONTAINER}/env/1/valueFrom`]: { resourceFieldRef: { resource: 'limits.gpu' } } },
    problems: [
      'spec.template.spec.containers[0].env[1].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.gpu": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"',
    ],
  },
  {
    name: 'a divisor that is not supported',
    edits: { [`${CONTAINER}/env/1/valueFrom`]: { resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } } },
    problems: [
      `spec.template.spec.containers[0].env[1].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`,
    ],
  },
  {
    name: 'a secret without a key',
    edits: { [`${CONTAINER}/env/1/valueFrom`]: { secretKeyRef: { name: 'a' } } },
    problems: ['spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.key: Required value'],
  },
  {
    name: 'a secret without a name',
    edits: { [`${CONTAINER}/env/1/valueFrom`]: { secretKeyRef: { key: 'a' } } },
    problems: [
      `spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.name: Invalid value: "": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a key that cannot be',
    edits: { [`${CONTAINER}/env/1/valueFrom`]: { configMapKeyRef: { name: 'a', key: 'a b' } } },
    problems: [
      `spec.template.spec.containers[0].env[1].valueFrom.configMapKeyRef.key: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
    ],
  },
  {
    name: 'a variable that hides another',
    edits: { [`${CONTAINER}/env/1/name`]: 'TOKEN' },
    problems: [
      'warning spec.template.spec.containers[0].env[1]: hides previous definition of "TOKEN", which may be dropped when using apply',
    ],
  },
  {
    name: 'a source of variables that is empty',
    edits: { [`${CONTAINER}/envFrom`]: [{}] },
    problems: [
      'spec.template.spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`',
    ],
  },
  {
    name: 'a source of variables that is two',
    edits: { [`${CONTAINER}/envFrom`]: [{ configMapRef: { name: 'a' }, secretRef: { name: 'a' } }] },
    problems: [
      'spec.template.spec.containers[0].envFrom: Invalid value: "": may not have more than one field specified at a time',
    ],
  },
  {
    name: 'a source of variables without a name',
    edits: { [`${CONTAINER}/envFrom`]: [{ configMapRef: {} }] },
    problems: ['spec.template.spec.containers[0].envFrom[0].configMapRef.name: Required value'],
  },
  {
    name: 'a source of variables with bad names',
    edits: { [`${CONTAINER}/envFrom`]: [{ secretRef: { name: 'A_B' }, prefix: 'a=' }] },
    problems: [
      `spec.template.spec.containers[0].envFrom[0].prefix: Invalid value: "a=": a valid environment variable name must consist only of printable ASCII characters other than '='`,
      `spec.template.spec.containers[0].envFrom[0].secretRef.name: Invalid value: "A_B": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
];
