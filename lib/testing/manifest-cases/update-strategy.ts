import type { ManifestCase } from '../manifest-cases.ts';

export const UPDATE_STRATEGY_CASES: readonly ManifestCase[] = [
  {
    name: 'the strategy of a Deployment',
    edits: { '/spec/updateStrategy/type': 'Recreate' },
    problems: ['spec.updateStrategy: Unsupported value: "Recreate": supported values: "RollingUpdate", "OnDelete"'],
    apart: 'the whole strategy',
  },
  {
    name: 'maxUnavailable 0 without surge',
    edits: { '/spec/updateStrategy/rollingUpdate': { maxUnavailable: 0 } },
    problems: ['spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'],
  },
  {
    name: 'maxUnavailable and maxSurge together',
    edits: { '/spec/updateStrategy/rollingUpdate': { maxUnavailable: 1, maxSurge: 1 } },
    problems: [
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
    ],
  },
  {
    name: 'surge instead of unavailability',
    edits: { '/spec/updateStrategy/rollingUpdate': { maxUnavailable: 0, maxSurge: 1 } },
    problems: [],
  },
  {
    name: 'surge beside the default of maxUnavailable',
    edits: { '/spec/updateStrategy/rollingUpdate': { maxSurge: 1 } },
    problems: [
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
    ],
  },
  {
    name: 'more than 100 percent',
    edits: { '/spec/updateStrategy/rollingUpdate/maxUnavailable': '150%' },
    problems: [
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%',
    ],
  },
  {
    name: 'a word where a percentage is wanted',
    edits: { '/spec/updateStrategy/rollingUpdate/maxUnavailable': 'half' },
    problems: [
      `spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "half": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
    ],
  },
  {
    name: 'a number in quotes',
    edits: { '/spec/updateStrategy/rollingUpdate/maxUnavailable': '1' },
    problems: [
      `spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "1": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
    ],
  },
  {
    name: 'less than no unavailable pod',
    edits: { '/spec/updateStrategy/rollingUpdate/maxUnavailable': -1 },
    problems: [
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: -1: must be greater than or equal to 0',
    ],
  },
  {
    name: 'negative minReadySeconds',
    edits: { '/spec/minReadySeconds': -1 },
    problems: ['spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0'],
  },
  {
    name: 'a negative history',
    edits: { '/spec/revisionHistoryLimit': -1 },
    problems: ['spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0'],
  },
];
