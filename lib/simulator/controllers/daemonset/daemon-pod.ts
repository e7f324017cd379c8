import type { DaemonSet, NewObject, OwnerReference, Pod, PodSpec } from '../../objects.ts';
import { TEMPLATE_GENERATION } from '../../strategy.ts';
import { daemonPodTolerations } from './automatic-tolerations.ts';

export const HASH_LABEL = 'controller-revision-hash';
const GENERATION_LABEL = 'pod-template-generation';

/** The pod of a DaemonSet for a node, pinned to it by node affinity [NP1] [NP2] [NP3]. */
export function newDaemonPod(daemonSet: DaemonSet, nodeName: string, hash: string): NewObject<'Pod'> {
  const { name, namespace } = daemonSet.metadata;
  const { metadata, spec } = daemonSet.spec.template;
  const generation = templateGeneration(daemonSet);
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      generateName: `${name}-`,
      ...(namespace !== undefined && { namespace }),
      labels: {
        ...metadata?.labels,
        [HASH_LABEL]: hash,
        ...(generation !== undefined && { [GENERATION_LABEL]: generation }),
      },
      ...(metadata?.annotations !== undefined && { annotations: metadata.annotations }),
      ownerReferences: [controllerReference(daemonSet)],
    },
    spec: { ...spec, affinity: pinned(spec.affinity, nodeName), tolerations: daemonPodTolerations(spec) },
  };
}

export function controllerReference({ metadata }: DaemonSet): OwnerReference {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The DaemonSet's own required terms give way to one that names the node; what is preferred stays. */
function pinned(affinity: PodSpec['affinity'], nodeName: string): NonNullable<PodSpec['affinity']> {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [nodeName] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}

/** Undefined when what stands there is no number; then the hash alone tells an updated pod. */
function templateGeneration({ metadata }: DaemonSet): string | undefined {
  const text = metadata.annotations?.[TEMPLATE_GENERATION];
  return text !== undefined && /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : undefined;
}

/** The node that a pod is on or waits for [NP4]; undefined: the controller takes no notice of the pod. */
export function targetNodeOf({ spec }: Pod): string | undefined {
  if (spec.nodeName !== undefined && spec.nodeName !== '') return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const field = terms
    .flatMap(({ matchFields = [] }) => matchFields)
    .find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
  return field?.values?.length === 1 ? field.values[0] : undefined;
}

/** [RV8] The generation or the hash: either makes a pod updated. */
export function isUpdated(pod: Pod, daemonSet: DaemonSet, hash: string): boolean {
  const { labels = {} } = pod.metadata;
  const generation = templateGeneration(daemonSet);
  return (generation !== undefined && labels[GENERATION_LABEL] === generation) || labels[HASH_LABEL] === hash;
}

export function isReady({ status }: Pod): boolean {
  return readyCondition(status)?.status === 'True';
}

/** [ST9] */
export function isAvailable({ status }: Pod, { spec }: DaemonSet, now: number): boolean {
  const condition = readyCondition(status);
  if (condition?.status !== 'True') return false;
  const seconds = spec.minReadySeconds ?? 0;
  return seconds === 0 || Date.parse(condition.lastTransitionTime ?? '') + seconds * 1_000 <= now;
}

function readyCondition({ conditions = [] }: Pod['status']) {
  return conditions.find(({ type }) => type === 'Ready');
}

export function isTerminal({ status }: Pod): boolean {
  return status.phase === 'Failed' || status.phase === 'Succeeded';
}

/** [NP5] Bound pods first, then the older, then by name. */
export function byAge(a: Pod, b: Pod): number {
  const [isBoundA, isBoundB] = [a, b].map(({ spec }) => spec.nodeName !== undefined && spec.nodeName !== '');
  if (isBoundA !== isBoundB) return isBoundA === true ? -1 : 1;
  return (
    compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compare(a.metadata.name, b.metadata.name)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
