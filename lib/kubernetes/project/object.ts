import type { ClusterRecord, Resource } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { projectControllerRevision } from './controller-revision.ts';
import { projectDaemonSet } from './daemonset.ts';
import { projectEvent } from './event.ts';
import { projectNamespace } from './namespace.ts';
import { projectNode } from './node.ts';
import { projectPod } from './pod.ts';
import { projectPodDisruptionBudget } from './pod-disruption-budget.ts';
import { projectPriorityClass } from './priority-class.ts';
import { isRaw, textOf } from './raw.ts';

type Projection = (raw: unknown, context?: ProjectionContext) => ClusterRecord | undefined;

const PROJECTIONS: Readonly<Record<Resource, Projection>> = {
  daemonsets: projectDaemonSet,
  controllerrevisions: projectControllerRevision,
  pods: projectPod,
  nodes: projectNode,
  events: projectEvent,
  namespaces: projectNamespace,
  poddisruptionbudgets: projectPodDisruptionBudget,
  priorityclasses: projectPriorityClass,
};

/** The one way from an object of the API to a record; undefined for what is no such object (D1). */
export function projectResource(
  resource: Resource,
  raw: unknown,
  context: ProjectionContext = plainContext,
): ClusterRecord | undefined {
  return PROJECTIONS[resource](raw, context);
}

const RESOURCE_OF_KIND: ReadonlyMap<string, Resource> = new Map([
  ['apps/DaemonSet', 'daemonsets'],
  ['apps/ControllerRevision', 'controllerrevisions'],
  ['/Pod', 'pods'],
  ['/Node', 'nodes'],
  ['/Event', 'events'],
  ['events.k8s.io/Event', 'events'],
  ['/Namespace', 'namespaces'],
  ['policy/PodDisruptionBudget', 'poddisruptionbudgets'],
  ['scheduling.k8s.io/PriorityClass', 'priorityclasses'],
]);

/** The resource that an object of this apiVersion and kind belongs to; undefined when it is none of ours. */
export function resourceOfKind(apiVersion: string, kind: string): Resource | undefined {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return RESOURCE_OF_KIND.get(`${group}/${kind}`);
}

export type ProjectedObject =
  | { readonly kind: 'Projected'; readonly resource: Resource; readonly record: ClusterRecord }
  /** A kind that is not read. */
  | { readonly kind: 'Ignored'; readonly objectKind: string }
  /** No object at all, or one without kind, name or uid. */
  | { readonly kind: 'Malformed' };

/** Projects an object by what it says of itself in apiVersion and kind. */
export function projectObject(raw: unknown, context: ProjectionContext = plainContext): ProjectedObject {
  const kind = isRaw(raw) ? textOf(raw['kind']) : undefined;
  if (!isRaw(raw) || kind === undefined) return { kind: 'Malformed' };
  const resource = resourceOfKind(textOf(raw['apiVersion']) ?? '', kind);
  if (resource === undefined) return { kind: 'Ignored', objectKind: kind };
  const record = projectResource(resource, raw, context);
  return record === undefined ? { kind: 'Malformed' } : { kind: 'Projected', resource, record };
}
