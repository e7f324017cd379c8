import type { NodeName } from '../keys.ts';
import type { PodRecord } from '../objects.ts';

/*
 * Several pods of one DaemonSet on one node: which of them is judged, which stays, and whether the place is taken. The
 * functions take the pods that the DaemonSet has claimed and whose target is this node.
 */

/** Where a daemon pod is or wants to be [NP4]; undefined: the controller ignores it. */
export function targetNodeOf(pod: PodRecord): NodeName | undefined {
  return pod.nodeName ?? pod.pinnedNodeName;
}

/** The order used everywhere: bound pods first, then older ones, then by name [NP5]. */
export function comparePods(left: PodRecord, right: PodRecord): number {
  const bound = Number(right.nodeName !== undefined) - Number(left.nodeName !== undefined);
  if (bound !== 0) return bound;
  // An absent time is Go's zero time, older than any other.
  const age = (left.creationTimestamp ?? -Infinity) - (right.creationTimestamp ?? -Infinity);
  if (age !== 0 && !Number.isNaN(age)) return age;
  return left.name < right.name ? -1 : Number(left.name > right.name);
}

export function isTerminating(pod: PodRecord): boolean {
  return pod.deletionTimestamp !== undefined;
}

/** Succeeded or Failed: its containers will not run again. */
export function isTerminal(pod: PodRecord): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

/** The pods that the controller sees on a node, in the order of NP5; a terminal pod that is being deleted is none [NP9]. */
export function podsOfNode(pods: readonly PodRecord[]): readonly PodRecord[] {
  return pods.filter((pod) => !isGone(pod)).sort(comparePods);
}

function isGone(pod: PodRecord): boolean {
  return isTerminal(pod) && isTerminating(pod);
}

/** The one pod of a node that the counters of the status judge [ST1]; undefined when there is none. */
export function judgedPod(pods: readonly PodRecord[]): PodRecord | undefined {
  return podsOfNode(pods)[0];
}

/**
 * Whether a node's place is taken, so that no pod is made [NP8]. Without surge any pod takes it, also one that is
 * terminating or has failed and waits out its back-off; with surge only one that still runs or will [EV6].
 */
export function occupiesNode(pods: readonly PodRecord[], surge: boolean): boolean {
  return surge ? pods.some(isLive) : pods.some((pod) => !isGone(pod));
}

function isLive(pod: PodRecord): boolean {
  return !isTerminating(pod) && !isTerminal(pod);
}

export type PodsKept = { readonly kept: readonly PodRecord[]; readonly surplus: readonly PodRecord[] };

/** Without surge the first live pod stays, the other live ones are deleted [NP6]; so an older adopted pod wins. */
export function keepOnePod(pods: readonly PodRecord[]): PodsKept {
  const [first, ...surplus] = pods.filter(isLive).sort(comparePods);
  return { kept: first === undefined ? [] : [first], surplus };
}

export type SurgeJudgement = {
  /** By the hash label alone: the other half of RV8 is not asked here. */
  readonly isNew: (pod: PodRecord) => boolean;
  readonly isReady: (pod: PodRecord) => boolean;
  readonly isAvailable: (pod: PodRecord) => boolean;
};

/** With surge the oldest new and the oldest old pod stay, the old one only while it is Ready and the new one not yet available [NP7]. */
export function keepSurgedPods(pods: readonly PodRecord[], { isNew, isReady, isAvailable }: SurgeJudgement): PodsKept {
  const live = pods.filter(isLive).sort(comparePods);
  if (live.length <= 1) return { kept: live, surplus: [] };
  const newPod = live.find(isNew);
  const oldPod = live.find((pod) => !isNew(pod));
  const oldMayStay = oldPod !== undefined && (newPod === undefined || (isReady(oldPod) && !isAvailable(newPod)));
  const stays = (pod: PodRecord): boolean => pod === newPod || (pod === oldPod && oldMayStay);
  return { kept: live.filter(stays), surplus: live.filter((pod) => !stays(pod)) };
}
