import type { Resource } from '#lib/domain/objects.ts';

const GROUPS: Readonly<Record<Resource, readonly string[]>> = {
  daemonsets: ['apps'],
  controllerrevisions: ['apps'],
  pods: [''],
  nodes: [''],
  events: ['events.k8s.io', ''],
  namespaces: [''],
  poddisruptionbudgets: ['policy'],
  priorityclasses: ['scheduling.k8s.io'],
};

/** The RBAC rule that grants what the reader needs of a resource, as it stands in a role. */
export function ruleFor(resource: Resource): string {
  const groups = GROUPS[resource].map((group) => JSON.stringify(group)).join(', ');
  return `{apiGroups: [${groups}], resources: ["${resource}"], verbs: ["list", "watch"]}`;
}
