import type { ManifestCase } from '../manifest-cases.ts';

export const METADATA_CASES: readonly ManifestCase[] = [
  {
    name: 'nothing is wrong',
    edits: {},
    problems: [],
  },
  {
    name: 'a DaemonSet without a name',
    edits: { '/metadata/name': undefined },
    problems: ['metadata.name: Required value: name or generateName is required'],
  },
  {
    name: 'a name with a capital and an underscore',
    edits: { '/metadata/name': 'Agent_1' },
    problems: [
      `metadata.name: Invalid value: "Agent_1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a name of 254 letters',
    edits: { '/metadata/name': 'a'.repeat(254) },
    problems: [
      'metadata.name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 253 characters',
    ],
  },
  {
    name: 'a space in the key of a label',
    edits: { '/metadata/labels/a b': 'x' },
    problems: [
      `metadata.labels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'spaces in the value of a label',
    edits: { '/metadata/labels/app': 'no spaces here' },
    problems: [
      `metadata.labels: Invalid value: "no spaces here": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  },
  {
    name: 'a space in the key of an annotation',
    edits: { '/metadata/annotations/a b': 'x' },
    problems: [
      `metadata.annotations: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'more annotations than fit',
    edits: { '/metadata/annotations/big': 'x'.repeat(262145) },
    problems: ['metadata.annotations: Too long: may not be more than 262144 bytes'],
  },
  {
    name: 'a finalizer that is no name',
    edits: { '/metadata/finalizers': ['a b'] },
    problems: [
      `metadata.finalizers: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      'metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified',
    ],
  },
  {
    name: 'an owner without a name',
    edits: { '/metadata/ownerReferences': [{ apiVersion: 'v1', kind: 'ConfigMap', name: '', uid: 'x' }] },
    problems: ['metadata.ownerReferences.name: Invalid value: "": must not be empty'],
  },
  {
    name: 'a label whose value is a number',
    edits: { '/metadata/labels/app': 5 },
    problems: ['metadata.labels[app]: a whole number where text (in quotes) is wanted'],
  },
  {
    name: 'no spec at all',
    edits: { '/spec': undefined },
    problems: [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ],
    apart: 'only the second: the first says why',
  },
  {
    name: 'no selector',
    edits: { '/spec/selector': undefined },
    problems: [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"agent","tier":"node"}: `selector` does not match template `labels`',
    ],
    apart: 'only the second: the first says why',
  },
  {
    name: 'an empty selector',
    edits: { '/spec/selector': {} },
    problems: ['spec.selector: Invalid value: {}: empty selector is invalid for daemonset'],
  },
  {
    name: 'a selector that does not match the template',
    edits: { '/spec/selector/matchLabels/app': 'other' },
    problems: [
      'spec.template.metadata.labels: Invalid value: {"app":"agent","tier":"node"}: `selector` does not match template `labels`',
    ],
  },
  {
    name: 'a selector with an operator that there is not',
    edits: { '/spec/selector/matchExpressions': [{ key: 'app', operator: 'Is', values: ['agent'] }] },
    problems: ['spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator'],
  },
  {
    name: 'In without values',
    edits: { '/spec/selector/matchExpressions': [{ key: 'app', operator: 'In' }] },
    problems: [
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
  },
  {
    name: 'Exists with values',
    edits: { '/spec/selector/matchExpressions': [{ key: 'app', operator: 'Exists', values: ['x'] }] },
    problems: [
      "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  },
  {
    name: 'a selector whose key begins with a hyphen',
    edits: { '/spec/selector/matchExpressions': [{ key: '-a', operator: 'Exists' }] },
    problems: [
      `spec.selector.matchExpressions[0].key: Invalid value: "-a": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'a selector that no label can meet',
    edits: { '/spec/selector/matchLabels/app': 'a b', '/spec/template/metadata/labels/app': 'a b' },
    problems: [
      `spec.selector.matchLabels: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
      `spec.template.labels: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  },
  {
    name: 'no template',
    edits: { '/spec/template': undefined },
    problems: [
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ],
  },
  {
    name: 'a selector whose value is null, which is the empty text',
    edits: { '/spec/selector/matchLabels/app': null },
    problems: [
      'spec.template.metadata.labels: Invalid value: {"app":"agent","tier":"node"}: `selector` does not match template `labels`',
    ],
  },
];
