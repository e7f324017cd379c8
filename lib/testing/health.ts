import { RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { ClusterHealth, ResourceHealth } from '#lib/kubernetes/health.ts';

/** A resource that is followed and was heard of just now. */
function makeResourceHealth(overrides: Partial<ResourceHealth> = {}): ResourceHealth {
  return { state: 'live', synced: true, asOfAgeMillis: 0, objects: 0, relists: 0, errors: {}, ...overrides };
}

/** All is well, but for what is said. */
export function makeHealth(overrides: Partial<Record<Resource, Partial<ResourceHealth>>> = {}): ClusterHealth {
  const entries = RESOURCES.map((resource) => [resource, makeResourceHealth(overrides[resource])] as const);
  return { resources: Object.fromEntries(entries) as Record<Resource, ResourceHealth> };
}
