import { AFFINITY, NODE_AFFINITY, POD } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const PLACEMENT_CASES: readonly ManifestCase[] = [
  {
    name: 'a toleration without a key',
    edits: { [`${POD}/tolerations`]: [{ effect: 'NoSchedule' }] },
    problems: [
      'spec.template.spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  },
  {
    name: 'a toleration whose key cannot be',
    edits: { [`${POD}/tolerations`]: [{ key: 'a b', operator: 'Exists' }] },
    problems: [
      `spec.template.spec.tolerations[0].key: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'Exists with a value',
    edits: { [`${POD}/tolerations`]: [{ key: 'a', operator: 'Exists', value: 'x' }] },
    problems: [
      `spec.template.spec.tolerations[0].operator: Invalid value: "x": value must be empty when \`operator\` is 'Exists'`,
    ],
  },
  {
    name: 'a toleration with an operator of selectors',
    edits: { [`${POD}/tolerations`]: [{ key: 'a', operator: 'In', value: 'x' }] },
    problems: [
      'spec.template.spec.tolerations[0].operator: Unsupported value: "In": supported values: "Equal", "Exists"',
    ],
  },
  {
    name: 'a comparing toleration, which is behind a gate',
    edits: { [`${POD}/tolerations`]: [{ key: 'a', operator: 'Lt', value: '5' }] },
    problems: [
      'spec.template.spec.tolerations[0].operator: Unsupported value: "Lt": supported values: "Equal", "Exists", "Lt", "Gt"',
    ],
  },
  {
    name: 'an effect that there is not',
    edits: { [`${POD}/tolerations`]: [{ key: 'a', operator: 'Exists', effect: 'NoRun' }] },
    problems: [
      'spec.template.spec.tolerations[0].effect: Unsupported value: "NoRun": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
  },
  {
    name: 'seconds without NoExecute',
    edits: { [`${POD}/tolerations`]: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }] },
    problems: [
      `spec.template.spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when \`tolerationSeconds\` is set`,
    ],
  },
  {
    name: 'a toleration of a value that cannot be',
    edits: { [`${POD}/tolerations`]: [{ key: 'a', operator: 'Equal', value: 'a b' }] },
    problems: [
      `spec.template.spec.tolerations[0].operator: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  },
  {
    name: 'a node selector whose key cannot be',
    edits: { [`${POD}/nodeSelector`]: { 'a b': 'x' } },
    problems: [
      `spec.template.spec.nodeSelector: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'a node selector whose value cannot be',
    edits: { [`${POD}/nodeSelector`]: { a: 'x y' } },
    problems: [
      `spec.template.spec.nodeSelector: Invalid value: "x y": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  },
  {
    name: 'required affinity without terms',
    edits: { [NODE_AFFINITY]: { nodeSelectorTerms: [] } },
    problems: [
      'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  },
  {
    name: 'required affinity with nothing in it',
    edits: { [NODE_AFFINITY]: {} },
    problems: [
      'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  },
  {
    name: 'a term that is empty',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0`]: {} },
    problems: [],
  },
  {
    name: 'an affinity with an operator that there is not',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0/operator`]: 'Equals' },
    problems: [
      'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Equals": not a valid selector operator',
    ],
  },
  {
    name: 'an affinity without values',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0/values`]: [] },
    problems: [
      "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
  },
  {
    name: 'Exists with values in an affinity',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0/operator`]: 'Exists' },
    problems: [
      "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  },
  {
    name: 'Gt with two values',
    edits: {
      [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0`]: { key: 'a', operator: 'Gt', values: ['1', '2'] },
    },
    problems: [
      "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
    ],
  },
  {
    name: 'Gt with a word, which is let pass',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0`]: { key: 'a', operator: 'Gt', values: ['x'] } },
    problems: [],
  },
  {
    name: 'an affinity without a key',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0/key`]: '' },
    problems: [
      'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "": name part must be non-empty',
      `spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'an affinity with a value that cannot be',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0/values`]: ['a b'] },
    problems: [
      `spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  },
  {
    name: 'a field of nodes that there is not',
    edits: {
      [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchFields`]: [
        { key: 'metadata.uid', operator: 'In', values: ['a', 'b'] },
      ],
    },
    problems: [
      "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key: Invalid value: "metadata.uid": not a valid field selector key',
    ],
  },
  {
    name: 'a field with Exists',
    edits: { [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchFields`]: [{ key: 'metadata.name', operator: 'Exists' }] },
    problems: [
      'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].operator: Invalid value: "Exists": not a valid selector operator',
    ],
  },
  {
    name: 'a node whose name cannot be',
    edits: {
      [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchFields`]: [{ key: 'metadata.name', operator: 'In', values: ['A_B'] }],
    },
    problems: [
      `spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values[0]: Invalid value: "A_B": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a preference that weighs nothing',
    edits: {
      [`${AFFINITY}/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution`]: [
        { weight: 0, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['a b'] }] } },
      ],
    },
    problems: [
      'spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
    ],
  },
  {
    name: 'an anti-affinity without a topology',
    edits: {
      [`${AFFINITY}/podAntiAffinity`]: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: 'x' } } }],
      },
    },
    problems: [
      'spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty',
      'spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty',
      `spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'an affinity that is wrong in several ways',
    edits: {
      [`${AFFINITY}/podAffinity`]: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 101,
            podAffinityTerm: {
              topologyKey: 'a b',
              namespaces: ['A'],
              labelSelector: { matchExpressions: [{ key: 'x', operator: 'In' }] },
              matchLabelKeys: ['x'],
              mismatchLabelKeys: ['x'],
            },
          },
        ],
      },
    },
    problems: [
      'spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
      "spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      `spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespace: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
      'spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.matchLabelKeys[0]: Invalid value: "x": exists in both matchLabelKeys and mismatchLabelKeys',
      `spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'keys of labels without a selector',
    edits: {
      [`${AFFINITY}/podAffinity`]: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a', matchLabelKeys: ['x'] }],
      },
    },
    problems: [
      'spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set',
      'warning spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod',
    ],
  },
  {
    name: 'a spread that is wrong in several ways',
    edits: { [`${POD}/topologySpreadConstraints`]: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Never' }] },
    problems: [
      'spec.template.spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
      'spec.template.spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
      'spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
      'warning spec.template.spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
    ],
  },
  {
    name: 'a spread said twice',
    edits: {
      [`${POD}/topologySpreadConstraints`]: [
        { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'ScheduleAnyway', minDomains: 0, nodeTaintsPolicy: 'Maybe' },
        { maxSkew: 2, topologyKey: 'a', whenUnsatisfiable: 'ScheduleAnyway', matchLabelKeys: ['a'] },
      ],
    },
    problems: [
      'spec.template.spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: must be greater than zero',
      'spec.template.spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway',
      'spec.template.spec.topologySpreadConstraints[0].nodeTaintsPolicy: Unsupported value: "Maybe": supported values: "Honor", "Ignore"',
      'spec.template.spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{a, ScheduleAnyway}"',
      'spec.template.spec.topologySpreadConstraints[1].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set',
      'warning spec.template.spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
      'warning spec.template.spec.topologySpreadConstraints[1].labelSelector: a null labelSelector results in matching no pod',
    ],
  },
];
