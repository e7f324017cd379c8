import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord } from '../objects.ts';

/** How long a node took from its first Ready until all its DaemonSets were available. */
export type CompleteAfter =
  | { readonly kind: 'Known'; readonly millis: number }
  /** Ready since then, and not complete yet. */
  | { readonly kind: 'Waiting'; readonly since: Millis }
  /** Pods were replaced since, or the node was not Ready in between: the API keeps no trace. */
  | { readonly kind: 'NoTrace' };

/** A DaemonSet that is wanted on the node, and its pod there. */
export type WantedPod = {
  readonly daemonSet: Pick<DaemonSetRecord, 'creationTimestamp' | 'minReadySeconds'>;
  readonly pod: PodRecord | undefined;
};

/** The controller makes the pods of a new node at once; one that is younger came later, in the place of another. */
const FIRST_POD_MILLIS = 60_000;
/** A node that became Ready later than this after it was made, or a pod after its containers started, was Ready before. */
const FIRST_READY_MILLIS = 600_000;

type Sight =
  | { readonly kind: 'Available'; readonly at: Millis }
  | { readonly kind: 'Waiting' }
  | { readonly kind: 'NoTrace' };

/**
 * Tells from what is there now how the first hour of a node went [RM5]: only while every wanted pod is the first one.
 * DaemonSets that are younger than the node are left out. It cannot see a pod that lost its readiness for a moment soon
 * after it started.
 */
export function completeAfter(node: NodeRecord, wanted: Iterable<WantedPod>, now: Millis): CompleteAfter {
  const since = firstReady(node);
  const made = node.creationTimestamp;
  if (since === undefined || made === undefined) return { kind: 'NoTrace' };
  let end = since;
  let waits = false;
  for (const { daemonSet, pod } of wanted) {
    if ((daemonSet.creationTimestamp ?? -Infinity) > made) continue;
    const seen = look(pod, made, daemonSet.minReadySeconds * 1_000, now);
    if (seen.kind === 'NoTrace') return { kind: 'NoTrace' };
    if (seen.kind === 'Available') end = Math.max(end, seen.at);
    else waits = true;
  }
  return waits ? { kind: 'Waiting', since } : { kind: 'Known', millis: end - since };
}

/** Since when the node is Ready, if that was for the first time. */
function firstReady({ creationTimestamp, conditions }: NodeRecord): Millis | undefined {
  const ready = conditions.find(({ type }) => type === 'Ready');
  const since = ready?.status === 'True' ? ready.lastTransitionTime : undefined;
  if (since === undefined || creationTimestamp === undefined) return undefined;
  return since - creationTimestamp <= FIRST_READY_MILLIS ? since : undefined;
}

function look(pod: PodRecord | undefined, made: Millis, minReadyMillis: number, now: Millis): Sight {
  // Whether there ever was a pod, nobody can tell once the controller has had its time.
  if (pod === undefined) return { kind: now - made <= FIRST_POD_MILLIS ? 'Waiting' : 'NoTrace' };
  if (!isFirst(pod, made)) return { kind: 'NoTrace' };
  const ready = pod.conditions.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True')
    return { kind: hasNeverBeenReady(pod, ready?.lastTransitionTime) ? 'Waiting' : 'NoTrace' };
  if (ready.lastTransitionTime === undefined || !isFirstReadiness(pod, ready.lastTransitionTime)) {
    return { kind: 'NoTrace' };
  }
  const at = ready.lastTransitionTime + minReadyMillis;
  return at <= now ? { kind: 'Available', at } : { kind: 'Waiting' };
}

function isFirst({ creationTimestamp, deletionTimestamp }: PodRecord, made: Millis): boolean {
  return (
    creationTimestamp !== undefined && creationTimestamp - made <= FIRST_POD_MILLIS && deletionTimestamp === undefined
  );
}

/** The kubelet says "not Ready" when it takes the pod in; later than that, the pod was Ready in between. */
function hasNeverBeenReady({ startTime }: PodRecord, notReadySince: Millis | undefined): boolean {
  return notReadySince === undefined || startTime === undefined || notReadySince - startTime <= FIRST_POD_MILLIS;
}

function isFirstReadiness({ containerStatuses }: PodRecord, readySince: Millis): boolean {
  if (containerStatuses.some(({ restartCount }) => restartCount > 0)) return false;
  const starts = containerStatuses.flatMap(({ state }) =>
    state.kind === 'Running' && state.startedAt !== undefined ? [state.startedAt] : [],
  );
  return starts.length === 0 || readySince - Math.max(...starts) <= FIRST_READY_MILLIS;
}
