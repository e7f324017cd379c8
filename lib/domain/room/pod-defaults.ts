import type { ContainerSpec, PodSpec, ResourceList } from '../objects.ts';
import { readList } from './amounts.ts';
import { sumContainers } from './container-sum.ts';
import { roundToMillis, writeNanos } from './quantity.ts';

/** What can be asked for at the level of the pod [FT1]. */
export function isPodLevelResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || isHugePages(resource);
}

function isHugePages(resource: string): boolean {
  return resource.startsWith('hugepages-');
}

/** The resource defaults that the API server fills in on a Pod, and deliberately not on a template [FT2] [FT4]. */
export function applyPodDefaults(spec: PodSpec): PodSpec {
  const withLimits = (container: ContainerSpec): ContainerSpec => ({
    ...container,
    requests: { ...container.limits, ...container.requests },
  });
  const containers = spec.containers.map(withLimits);
  const initContainers = spec.initContainers.map(withLimits);
  const defaulted: PodSpec = { ...spec, containers, initContainers };
  return { ...defaulted, podRequests: defaultPodLevelRequests(defaulted) };
}

/**
 * Beside pod-level limits, a missing pod-level request is what the containers ask, else the limit [FT4]. The first needs
 * no entry: without a pod-level request the containers' sum counts anyway.
 */
function defaultPodLevelRequests(spec: PodSpec): ResourceList {
  const limits = { ...hugePageLimits(spec), ...spec.podLimits };
  const asked = new Set([...spec.containers, ...spec.initContainers].flatMap(({ requests }) => Object.keys(requests)));
  const missing = Object.entries(limits).filter(
    ([resource]) => isPodLevelResource(resource) && (isHugePages(resource) || !asked.has(resource)),
  );
  return { ...Object.fromEntries(missing), ...spec.podRequests };
}

/** Huge pages cannot be overcommitted: where pod level is used at all, the containers' limits become the pod's. */
function hugePageLimits(spec: PodSpec): ResourceList {
  if (Object.keys(spec.podLimits).length + Object.keys(spec.podRequests).length === 0) return {};
  const limits: Record<string, string> = {};
  const sums = sumContainers(spec, (container) => {
    const list = readList(container.limits, []);
    for (const [resource, nanos] of list) list.set(resource, roundToMillis(nanos));
    return list;
  });
  for (const [resource, nanos] of sums) if (isHugePages(resource)) limits[resource] = writeNanos(nanos);
  return limits;
}
