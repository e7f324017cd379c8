import type { ContainerSpec, ContainerStatus, PodRecord, PodSpec, ResourceList } from '../objects.ts';
import { addTo, raiseTo, readList, type Sums, type UnreadableQuantity } from './amounts.ts';
import { isSidecar, sumContainers } from './container-sum.ts';
import { applyPodDefaults, isPodLevelResource } from './pod-defaults.ts';
import { type Amount, roundToMillis, toAmount } from './quantity.ts';

/** What a pod asks of its node, per resource, in thousandths of cores and whole units of all else [FT7]. */
export type PodRequests = {
  readonly amounts: ReadonlyMap<string, Amount>;
  /** Quantities that nobody can read; they count as nothing in `amounts`. */
  readonly unreadable: readonly UnreadableQuantity[];
};

/** The fields of a pod beside its spec that count: all that a resize in place or a claim leaves in its status. */
type Allocation = Partial<
  Pick<
    PodRecord,
    'containerStatuses' | 'conditions' | 'podResourceRequests' | 'podAllocatedResources' | 'claimResources'
  >
>;
export type RequestingPod = Allocation & { readonly spec: PodSpec };

/** By spec, which the pods of a template share; by pod where its status counts. */
const ofPods = new WeakMap<PodSpec | RequestingPod, PodRequests>();
const ofTemplates = new WeakMap<PodSpec, PodRequests>();

/**
 * What a live pod requests [FT1], its status counted in while it is resized [FT3] [FT4], its claims added [FT5]. Says
 * nothing about whether the pod still counts [FT6].
 */
export function podRequests(pod: RequestingPod): PodRequests {
  return hasAllocation(pod)
    ? remember(ofPods, pod, () => computePodRequests(pod))
    : remember(ofPods, pod.spec, () => computePodRequests({ spec: pod.spec }));
}

/**
 * What a pod made from a template will request [FT2], as far as the template tells: limits stand in for missing requests.
 * A LimitRange and a RuntimeClass may add to it, so the numbers of a live pod of the same revision are better.
 */
export function templateRequests(spec: PodSpec): PodRequests {
  return remember(ofTemplates, spec, () => computePodRequests({ spec: applyPodDefaults(spec) }, roundToMillis));
}

function remember<Key extends object>(
  memory: WeakMap<Key, PodRequests>,
  key: Key,
  compute: () => PodRequests,
): PodRequests {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const requests = compute();
  memory.set(key, requests);
  return requests;
}

function hasAllocation(pod: RequestingPod): boolean {
  return (
    pod.podResourceRequests !== undefined ||
    pod.claimResources !== undefined ||
    (pod.containerStatuses?.some((status) => status.resourceRequests !== undefined) ?? false)
  );
}

type Round = (nanos: bigint) => bigint;
const asWritten: Round = (nanos) => nanos;

function computePodRequests(pod: RequestingPod, round: Round = asWritten): PodRequests {
  const { spec } = pod;
  const unreadable: UnreadableQuantity[] = [];
  const read = (list: ResourceList): Sums => {
    const sums = readList(list, unreadable);
    if (round !== asWritten) for (const [resource, nanos] of sums) sums.set(resource, round(nanos));
    return sums;
  };
  const sums = sumContainers(spec, (container) => effectiveRequests(pod, container, read));
  if (pod.claimResources !== undefined) addTo(sums, read(pod.claimResources));
  for (const [resource, nanos] of podLevelRequests(pod, read)) sums.set(resource, nanos);
  addTo(sums, read(spec.overhead));
  return { amounts: new Map([...sums].map(([resource, nanos]) => [resource, toAmount(resource, nanos)])), unreadable };
}

type Read = (list: ResourceList) => Sums;

/** A container's request, its status counted in [FT3]. Ordinary init containers are never resized. */
function effectiveRequests(pod: RequestingPod, container: ContainerSpec, read: Read): Sums {
  if (container.init && !isSidecar(container)) return read(container.requests);
  const status = pod.containerStatuses?.find((each) => isStatusOf(each, container));
  if (status?.resourceRequests === undefined) return read(container.requests);
  return largest(pod, container.requests, [status.resourceRequests, status.allocatedResources ?? {}], read);
}

function isStatusOf(status: ContainerStatus, container: ContainerSpec): boolean {
  return status.name === container.name && status.init === container.init;
}

/** Per resource the most of what is asked and what is given; a resize that can never come true is not asked [FT3]. */
function largest(pod: RequestingPod, asked: ResourceList, given: readonly ResourceList[], read: Read): Sums {
  const sums = isResizeInfeasible(pod) ? new Map() : read(asked);
  for (const list of given) raiseTo(sums, read(list));
  return sums;
}

function isResizeInfeasible(pod: RequestingPod): boolean {
  return pod.conditions?.find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';
}

/** Pod-level requests take the place of the containers' for cpu, memory and huge pages [FT1] [FT4]. */
function podLevelRequests(pod: RequestingPod, read: Read): Sums {
  const { podRequests: asked } = pod.spec;
  const wanted = read(asked);
  const given = pod.podResourceRequests;
  const effective = given === undefined ? wanted : largest(pod, asked, [given, pod.podAllocatedResources ?? {}], read);
  const sums: Sums = new Map();
  for (const resource of wanted.keys()) {
    if (isPodLevelResource(resource)) sums.set(resource, effective.get(resource) ?? 0n);
  }
  return sums;
}
