import type { Millis } from '#lib/base/clock.ts';
import type { NodeCondition, NodeRecord, PodRecord, Taint } from '../objects.ts';
import { isTerminating } from '../placement/node-pods.ts';
import { overdueAt } from './termination.ts';

/** Where a node is in its life, as far as a wait on it is excused by that [RS1]. */
export type NodePhase =
  | { readonly kind: 'Steady' }
  | { readonly kind: 'Starting'; readonly until: Millis }
  | { readonly kind: 'Leaving'; readonly until?: Millis };

const STEADY: NodePhase = { kind: 'Steady' };

/** A node may take so long to come up or to go. */
const ALLOWANCE_MILLIS = 10 * 60_000;
/** Ready is written a moment after the node itself, and by another clock. */
const SAME_MOMENT_MILLIS = 10_000;

const STARTUP_TAINTS: ReadonlySet<string> = new Set([
  'node.cloudprovider.kubernetes.io/uninitialized',
  'karpenter.sh/unregistered',
]);
const STARTUP_TAINT = /\/agent-not-ready$|^startup-taint\.cluster-autoscaler\.kubernetes\.io\/|^readiness\.k8s\.io\//;

const REMOVAL_TAINTS: ReadonlySet<string> = new Set([
  'ToBeDeletedByClusterAutoscaler',
  'karpenter.sh/disrupted',
  'karpenter.sh/disruption',
  'cloud.google.com/impending-node-termination',
]);

/** A taint that a node bears while it starts or before it is removed. */
export function isPhaseTaint(key: string): boolean {
  return REMOVAL_TAINTS.has(key) || isStartupTaint(key);
}

function isStartupTaint(key: string): boolean {
  return STARTUP_TAINTS.has(key) || STARTUP_TAINT.test(key);
}

export function nodeReadyCondition(node: NodeRecord): NodeCondition | undefined {
  for (const condition of node.conditions) if (condition.type === 'Ready') return condition;
  return undefined;
}

/**
 * Whether a node is only being born or is about to leave [RS1]. Born: younger than ten minutes, and not Ready since its
 * creation or start-up taints still on it; Ready Unknown is a silent kubelet, never a birth. Leaving: being deleted, or
 * cordoned and draining; drainers leave no mark of their own, so their taint or pods on their way out are the sign.
 */
export function computeNodePhase(node: NodeRecord, podsOnNode: () => Iterable<PodRecord>, now: Millis): NodePhase {
  if (node.deletionTimestamp !== undefined) return leaving(node.deletionTimestamp + ALLOWANCE_MILLIS, now);
  const removal = node.taints.find(({ key }) => REMOVAL_TAINTS.has(key));
  if (removal !== undefined) return removal.timeAdded === undefined ? { kind: 'Leaving' } : leavingSince(removal, now);
  if (isBeingBorn(node, now)) return { kind: 'Starting', until: (node.creationTimestamp ?? 0) + ALLOWANCE_MILLIS };
  return node.unschedulable ? drainingPhase(podsOnNode(), now) : STEADY;
}

function leavingSince({ timeAdded = 0 }: Taint, now: Millis): NodePhase {
  return leaving(timeAdded + ALLOWANCE_MILLIS, now);
}

function leaving(until: Millis, now: Millis): NodePhase {
  return until >= now ? { kind: 'Leaving', until } : STEADY;
}

function isBeingBorn(node: NodeRecord, now: Millis): boolean {
  const { creationTimestamp } = node;
  if (creationTimestamp === undefined || now - creationTimestamp >= ALLOWANCE_MILLIS) return false;
  const ready = nodeReadyCondition(node);
  if (ready === undefined) return true;
  if (ready.status === 'Unknown') return false;
  const neverReady =
    ready.status === 'False' && (ready.lastTransitionTime ?? 0) <= creationTimestamp + SAME_MOMENT_MILLIS;
  return neverReady || node.taints.some(({ key }) => isStartupTaint(key));
}

/** Daemon pods are left alone by a drain: only others that go are a sign of one. */
function drainingPhase(pods: Iterable<PodRecord>, now: Millis): NodePhase {
  let until = -Infinity;
  for (const pod of pods) {
    if (!isTerminating(pod) || pod.owner?.kind === 'DaemonSet') continue;
    until = Math.max(until, overdueAt(pod) ?? -Infinity);
  }
  return leaving(until, now);
}
