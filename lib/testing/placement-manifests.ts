import { stringify } from 'yaml';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { type DaemonSetPlan, daemonSet } from '#testbed/scenario.ts';

/**
 * Good and bad manifests for the nodes place-1 to place-6 of placement.control-plane.test.ts: place-2 is nearly full,
 * place-3 tainted, on place-4 port 9100 is taken, place-5 is cordoned, place-6 small.
 */

/** A manifest that wants the nodes of this test alone. */
export function plan(name: string, more: Partial<DaemonSetPlan> = {}): KubernetesObject {
  const nodeSelector = { situation: 'place' };
  return daemonSet({ name, namespace: 'place', ...more, podSpec: { nodeSelector, ...more.podSpec } });
}

const asking = (cpu: string): Partial<DaemonSetPlan> => ({ requests: { cpu } });

type PlacementRow = {
  readonly name: string;
  readonly manifest: string;
  readonly code: 0 | 1 | 4;
  /** Of the first DaemonSet. */
  readonly wanted?: number;
  readonly blocked?: readonly string[];
  /** Paths of what is wrong; the API server refuses the DaemonSet, or only its pods. */
  readonly errors?: readonly string[];
  readonly refuses?: 'DaemonSet' | 'Pods';
  /** Of those that are blocked. */
  readonly helped?: Readonly<Record<string, 'preempts' | 'fitsInPlace'>>;
  readonly sentence?: RegExp;
};

const edited = (object: KubernetesObject, edit: (text: string) => string) => edit(stringify(object));

export const placementRows: readonly PlacementRow[] = [
  { name: 'a small one', manifest: stringify(plan('small', asking('100m'))), code: 0, wanted: 5 },
  {
    name: 'one that tolerates everything, as JSON',
    manifest: JSON.stringify(plan('everywhere', { podSpec: { tolerations: [{ operator: 'Exists' }] } })),
    code: 0,
    wanted: 6,
  },
  {
    name: 'one that is wanted nowhere',
    manifest: stringify(plan('nowhere', { podSpec: { nodeSelector: { situation: 'none' } } })),
    code: 0,
    wanted: 0,
  },
  {
    name: 'one with required affinity',
    manifest: stringify(
      plan('affine', {
        podSpec: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['place-2'] }] },
                ],
              },
            },
          },
        },
      }),
    ),
    code: 0,
    wanted: 4,
  },
  {
    name: 'a list of two',
    manifest: JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [plan('first', asking('10m')), plan('second', asking('10m'))],
    }),
    code: 0,
    wanted: 5,
  },
  {
    name: 'what runs, once more',
    manifest: stringify(plan('agent')),
    code: 0,
    wanted: 5,
  },
  {
    name: 'one core, which two nodes have not',
    manifest: stringify(plan('core', asking('1'))),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
  },
  {
    name: 'more than any node has',
    manifest: stringify(plan('huge', asking('5'))),
    code: 1,
    wanted: 5,
    blocked: ['place-1', 'place-2', 'place-4', 'place-5', 'place-6'],
  },
  {
    name: 'a limit that stands for the request',
    manifest: stringify(plan('limited', { container: { resources: { limits: { memory: '2Gi' } } } })),
    code: 1,
    wanted: 5,
    blocked: ['place-6'],
  },
  {
    name: 'a host port that is taken',
    manifest: stringify(plan('port', { container: { ports: [{ containerPort: 80, hostPort: 9_100 }] } })),
    code: 1,
    wanted: 5,
    blocked: ['place-4'],
  },
  {
    name: 'the same on the network of the host',
    manifest: stringify(
      plan('network', {
        container: { ports: [{ containerPort: 9_100 }] },
        podSpec: { hostNetwork: true, nodeSelector: { situation: 'place' } },
      }),
    ),
    code: 1,
    wanted: 5,
    blocked: ['place-4'],
  },
  {
    name: 'a priority by which the scheduler makes the room',
    manifest: stringify(
      plan('important', {
        ...asking('1'),
        podSpec: { priorityClassName: 'place-high', nodeSelector: { situation: 'place' } },
      }),
    ),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
    helped: { 'place-2': 'preempts' },
  },
  {
    name: 'a priority that forbids it',
    manifest: stringify(
      plan('polite', {
        ...asking('1'),
        podSpec: { priorityClassName: 'place-polite', nodeSelector: { situation: 'place' } },
      }),
    ),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
  },
  {
    name: 'an update for which the old pods make room',
    manifest: stringify(plan('agent', asking('480m'))),
    code: 0,
    wanted: 5,
  },
  {
    name: 'the same beside the old pods',
    manifest: stringify(plan('agent', { ...asking('480m'), updateStrategy: { maxSurge: 1, maxUnavailable: 0 } })),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
    helped: { 'place-2': 'fitsInPlace', 'place-6': 'fitsInPlace' },
  },
  {
    name: 'a selector that does not match the template',
    manifest: edited(plan('wrong'), (text) =>
      text.replace('app.kubernetes.io/name: wrong\n  template', 'app: other\n  template'),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.metadata.labels'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a field that there is not',
    manifest: edited(plan('unknown'), (text) =>
      text.replace('terminationGracePeriodSeconds', 'terminationGracePeriod'),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.terminationGracePeriod'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a container without an image, and a port that is none',
    manifest: edited(plan('invalid', { container: { ports: [{ containerPort: 70_000 }] } }), (text) =>
      text.replace(/^ *image: .*\n/m, ''),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.containers[0].image', 'spec.template.spec.containers[0].ports[0].containerPort'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a quantity that is none',
    manifest: stringify(plan('quantity', asking('lots'))),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.containers[0].resources.requests[cpu]'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a namespace that is not there',
    manifest: stringify(plan('lost', { namespace: 'place-none' })),
    code: 1,
    wanted: 5,
    errors: ['metadata.namespace'],
    refuses: 'DaemonSet',
  },
  {
    name: 'another selector than that of what runs',
    manifest: edited(plan('agent'), (text) =>
      text.replaceAll('app.kubernetes.io/name: agent', 'app.kubernetes.io/name: other'),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.selector'],
    refuses: 'DaemonSet',
  },
  {
    name: 'Pod Security of its namespace',
    manifest: stringify(
      plan('privileged', { namespace: 'place-secure', container: { securityContext: { privileged: true } } }),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec'],
    refuses: 'Pods',
  },
  {
    name: 'a class that is not there',
    manifest: stringify(
      plan('classless', { podSpec: { priorityClassName: 'gone', nodeSelector: { situation: 'place' } } }),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.priorityClassName'],
    refuses: 'Pods',
  },
  {
    name: 'a priority of its own',
    manifest: stringify(plan('numbered', { podSpec: { priority: 7, nodeSelector: { situation: 'place' } } })),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.priority'],
    refuses: 'Pods',
  },
  {
    name: 'YAML that breaks off',
    manifest: 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: [broken\n',
    code: 4,
    sentence: /line \d+/,
  },
  {
    name: 'a version that is not served any more',
    manifest: 'apiVersion: extensions/v1beta1\nkind: DaemonSet\nmetadata: {name: old}\n',
    code: 4,
    sentence: /line 1: DaemonSet in extensions\/v1beta1 is not served any more/,
  },
  {
    name: 'no DaemonSet at all',
    manifest: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: place}\n',
    code: 4,
    sentence: /holds no DaemonSet, only 1 ConfigMap/,
  },
];
