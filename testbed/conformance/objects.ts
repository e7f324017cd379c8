import type { KubernetesObject } from '../kinds.ts';
import type { Subject } from './subject.ts';

/** Small objects for the cases; everything that is not said is the cluster's own. */

type Meta = { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };

export function pod(metadata: Meta, spec: Readonly<Record<string, unknown>> = {}): KubernetesObject {
  const containers = [{ name: 'main', image: 'registry.example.com/main:1.0.0' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, ...spec } };
}

export function node(metadata: Meta): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Node', metadata, spec: {}, status: {} };
}

export function priorityClass(metadata: Meta, value: number): KubernetesObject {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata, value };
}

export function disruptionBudget(metadata: Meta): KubernetesObject {
  const selector = { matchLabels: { app: metadata.name } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { minAvailable: 1, selector } };
}

function namespaceNamed(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** A namespace for one case alone, and the path of a resource in it. */
export async function makePlace(subject: Subject, namespace: string): Promise<(resource: string) => string> {
  await subject.create(namespaceNamed(namespace));
  return (resource) => {
    const root = GROUPS[resource];
    if (root === undefined) throw new Error(`no path for ${resource}`);
    return `${root}/namespaces/${namespace}/${resource}`;
  };
}

const GROUPS: Readonly<Record<string, string>> = {
  pods: '/api/v1',
  events: '/api/v1',
  daemonsets: '/apis/apps/v1',
  poddisruptionbudgets: '/apis/policy/v1',
};

/** Creates one after the other, so that their revisions grow in this order. */
export async function createAll(subject: Subject, objects: readonly KubernetesObject[]): Promise<KubernetesObject[]> {
  const made: KubernetesObject[] = [];
  for (const object of objects) made.push(await subject.create(object));
  return made;
}

/** Pods of these names, in this order. */
export function createPods(subject: Subject, namespace: string, names: readonly string[]): Promise<KubernetesObject[]> {
  return createAll(
    subject,
    names.map((name) => pod({ name, namespace, labels: { name } })),
  );
}
