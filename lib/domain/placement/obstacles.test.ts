import { expect, test } from 'vitest';
import { CREATED_AT, makeDaemonSet } from '#lib/testing/objects.ts';
import { uid } from '../keys.ts';
import type { NamespaceRecord } from '../objects.ts';
import { findObstacles, type Obstacle, type ObstacleInput } from './obstacles.ts';

const namespace: NamespaceRecord = {
  kind: 'Namespace',
  name: 'default',
  uid: uid('namespace'),
  resourceVersion: '1',
  labels: {},
};
const quiet: ObstacleInput = {
  daemonSet: makeDaemonSet(),
  running: undefined,
  namespace,
  priority: { kind: 'Admitted', value: 0, mayPreempt: true },
};

type Row = { readonly name: string; readonly given: Partial<ObstacleInput>; readonly found: readonly Obstacle[] };
const rows: readonly Row[] = [
  { name: '[PL7] nothing stands against what is in order', given: { running: makeDaemonSet() }, found: [] },
  {
    name: '[PL7] a namespace that is not there',
    given: { namespace: 'Absent' },
    found: [{ kind: 'NamespaceAbsent', severity: 'error', path: 'metadata.namespace', namespace: 'default' }],
  },
  { name: '[PL7] one that cannot be read stands against nothing', given: { namespace: 'Unreadable' }, found: [] },
  {
    name: '[PL7] one that is being deleted',
    given: { namespace: { ...namespace, deletionTimestamp: CREATED_AT } },
    found: [{ kind: 'NamespaceTerminating', severity: 'error', path: 'metadata.namespace', namespace: 'default' }],
  },
  {
    name: '[PL7] another selector than that of what runs',
    given: { running: makeDaemonSet({ selector: { matchLabels: { app: 'other' }, matchExpressions: [] } }) },
    found: [{ kind: 'SelectorImmutable', severity: 'error', path: 'spec.selector' }],
  },
  {
    name: '[PL7] the order of labels makes no other selector',
    given: {
      daemonSet: makeDaemonSet({ selector: { matchLabels: { a: '1', b: '2' }, matchExpressions: [] } }),
      running: makeDaemonSet({ selector: { matchLabels: { b: '2', a: '1' }, matchExpressions: [] } }),
    },
    found: [],
  },
  {
    name: '[PL7] what is applied to a DaemonSet that is being deleted goes with it',
    given: { running: makeDaemonSet({ deletionTimestamp: CREATED_AT }) },
    found: [{ kind: 'BeingDeleted', severity: 'warning', path: 'metadata.name' }],
  },
  {
    name: '[PL7] a class that is not there',
    given: { priority: { kind: 'ClassAbsent', name: 'gone' } },
    found: [
      {
        kind: 'PriorityClassAbsent',
        severity: 'error',
        path: 'spec.template.spec.priorityClassName',
        name: 'gone',
      },
    ],
  },
  {
    name: '[PL7] a priority of its own',
    given: { priority: { kind: 'PriorityDiffers', given: 7, admitted: 0 } },
    found: [{ kind: 'PriorityDiffers', severity: 'error', path: 'spec.template.spec.priority', given: 7, admitted: 0 }],
  },
  {
    name: '[PL7] a preemption policy of its own',
    given: { priority: { kind: 'PolicyDiffers', given: 'Never', admitted: 'PreemptLowerPriority' } },
    found: [
      {
        kind: 'PreemptionPolicyDiffers',
        severity: 'error',
        path: 'spec.template.spec.preemptionPolicy',
        given: 'Never',
        admitted: 'PreemptLowerPriority',
      },
    ],
  },
  {
    name: '[PL7] a class that cannot be read stands against nothing',
    given: { priority: { kind: 'Unknown' } },
    found: [],
  },
  {
    name: '[PL7] [PS3] what the namespace enforces refuses its pods',
    given: {
      podSecurity: {
        level: 'baseline',
        version: 'latest',
        violations: [
          { check: 'hostNamespaces', message: 'host namespaces (hostNetwork=true)' },
          { check: 'hostPathVolumes', message: 'hostPath volumes (volume "logs")' },
        ],
      },
    },
    found: [
      {
        kind: 'PodSecurity',
        severity: 'error',
        path: 'spec.template.spec',
        level: 'baseline',
        version: 'latest',
        violations: 'host namespaces (hostNetwork=true), hostPath volumes (volume "logs")',
      },
    ],
  },
  {
    name: '[PS3] and nothing that it allows',
    given: { podSecurity: { level: 'baseline', version: 'latest', violations: [] } },
    found: [],
  },
];
test.for(rows)('$name', ({ given, found }) => {
  expect(findObstacles({ ...quiet, ...given })).toStrictEqual(found);
});
