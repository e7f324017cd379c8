import type { Kind, NewObject, Reference as SimulatedReference, Taint } from '#lib/simulator/objects.ts';
import type { KubernetesObject, Reference } from '../kinds.ts';
import type { NodePlan } from '../nodes.ts';

/* What is said of objects in the words of the test bed, as the simulated cluster takes it. */

const CLUSTER_SCOPED: readonly string[] = ['Namespace', 'Node', 'PriorityClass'];

export function placeOf({ kind, name, namespace = 'default' }: Reference): SimulatedReference {
  return { kind: kind as Kind, name, ...(!CLUSTER_SCOPED.includes(kind) && { namespace }) };
}

export function draftOf(object: KubernetesObject): NewObject {
  const { kind, metadata, ...rest } = object;
  const { namespace = 'default' } = metadata;
  const place = CLUSTER_SCOPED.includes(kind) ? {} : { namespace };
  return withoutEmptyMaps({ ...rest, kind, metadata: { ...metadata, ...place } }) as NewObject;
}

/** Labels and annotations without any entry are absent, as where Go reads them. */
function withoutEmptyMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyMaps);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, each]) => !(['labels', 'annotations'].includes(key) && Object.keys(each as object).length === 0),
  );
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutEmptyMaps(each)]));
}

export function taintsOf({ taints = [] }: NodePlan): readonly Taint[] {
  return taints.map((taint) => ({ ...taint, effect: taint.effect as Taint['effect'] }));
}
