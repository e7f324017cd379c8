import type { Kind } from './objects.ts';

/** Where the API shows a kind. Events are shown at two places, in two shapes; the second one is `EVENTS_V1`. */
export type KindInfo = {
  readonly kind: Kind;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
};

const core = { group: '', version: 'v1' } as const;
const apps = { group: 'apps', version: 'v1' } as const;

export const KINDS: Readonly<Record<Kind, KindInfo>> = {
  Node: { kind: 'Node', ...core, plural: 'nodes', namespaced: false },
  Namespace: { kind: 'Namespace', ...core, plural: 'namespaces', namespaced: false },
  Pod: { kind: 'Pod', ...core, plural: 'pods', namespaced: true },
  Event: { kind: 'Event', ...core, plural: 'events', namespaced: true },
  ResourceQuota: { kind: 'ResourceQuota', ...core, plural: 'resourcequotas', namespaced: true },
  DaemonSet: { kind: 'DaemonSet', ...apps, plural: 'daemonsets', namespaced: true },
  ControllerRevision: { kind: 'ControllerRevision', ...apps, plural: 'controllerrevisions', namespaced: true },
  ReplicaSet: { kind: 'ReplicaSet', ...apps, plural: 'replicasets', namespaced: true },
  PodDisruptionBudget: {
    kind: 'PodDisruptionBudget',
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    namespaced: true,
  },
  PriorityClass: {
    kind: 'PriorityClass',
    group: 'scheduling.k8s.io',
    version: 'v1',
    plural: 'priorityclasses',
    namespaced: false,
  },
};

export const EVENTS_V1: KindInfo = { ...KINDS.Event, group: 'events.k8s.io' };

/** Every place at which something can be read. */
export const SERVED: readonly KindInfo[] = [...Object.values(KINDS), EVENTS_V1];

/** `v1`, `apps/v1`. */
export function groupVersion({ group, version }: KindInfo): string {
  return group === '' ? version : `${group}/${version}`;
}
