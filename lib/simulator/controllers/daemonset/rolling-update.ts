import type { Pod } from '../../objects.ts';
import { isAvailable } from './daemon-pod.ts';
import type { Batch } from './pod-control.ts';
import { budgetOf } from './settings.ts';
import { newAndOld, type Sync } from './sync.ts';

/** The Node object of a node that still has an old pod is gone: nothing moves until the pod is gone, too [RU8i]. */
export class NodeGone extends Error {}

/** Every node with a pod, wanted or not, gone or not, and every wanted node without one [RU4]. */
function nodesOfUpdate({ nodes, eligibility, podsByNode }: Sync): {
  readonly desired: number;
  readonly podsOf: ReadonlyMap<string, readonly Pod[]>;
} {
  const present = podsByNode();
  const podsOf = new Map<string, readonly Pod[]>();
  let desired = 0;
  for (const node of nodes) {
    const { name } = node.metadata;
    if (!eligibility(node).shouldRun) continue;
    desired += 1;
    podsOf.set(name, present.get(name) ?? []);
  }
  for (const [name, pods] of present) if (!podsOf.has(name)) podsOf.set(name, pods);
  return { desired, podsOf };
}

/** Which old pods go now, and under surge which nodes get their new pod beside the old one. */
export function rollingUpdate(sync: Sync): Batch {
  const { desired, podsOf } = nodesOfUpdate(sync);
  const { maxSurge, maxUnavailable } = budgetOf(sync.daemonSet, desired);
  return maxSurge === 0 ? replace(sync, podsOf, maxUnavailable) : surge(sync, podsOf, maxSurge, desired);
}

/** [RU5] [RU6] */
function replace(sync: Sync, podsOf: ReadonlyMap<string, readonly Pod[]>, maxUnavailable: number): Batch {
  const now = sync.context.clock.now();
  const allowed: string[] = [];
  const candidates: string[] = [];
  let unavailable = 0;
  for (const pods of podsOf.values()) {
    const both = newAndOld(sync, pods);
    const { newPod, oldPod } = both ?? {};
    if (both === undefined || (newPod === undefined) === (oldPod === undefined)) {
      unavailable += 1;
    } else if (newPod !== undefined) {
      if (!isAvailable(newPod, sync.daemonSet, now)) unavailable += 1;
    } else if (oldPod !== undefined) {
      if (isAvailable(oldPod, sync.daemonSet, now)) candidates.push(oldPod.metadata.name);
      else {
        allowed.push(oldPod.metadata.name);
        unavailable += 1;
      }
    }
  }
  const remaining = Math.max(0, maxUnavailable - unavailable);
  return { toCreateOn: [], toDelete: [...allowed, ...candidates.slice(0, remaining)] };
}

/** [RU8] [RU9] */
function surge(sync: Sync, podsOf: ReadonlyMap<string, readonly Pod[]>, maxSurge: number, desired: number): Batch {
  const { daemonSet, context, eligibility } = sync;
  const now = context.clock.now();
  const isGood = (pod: Pod | undefined) => pod !== undefined && isAvailable(pod, daemonSet, now);
  const isWanted = (nodeName: string): boolean => {
    const node = context.store.get('Node', nodeName);
    if (node === undefined)
      throw new NodeGone(`couldn't get node for nodeName "${nodeName}": node "${nodeName}" not found`);
    return eligibility(node).shouldRun;
  };
  const toDelete: string[] = [];
  const unwanted: string[] = [];
  const allowed: string[] = [];
  const candidates: string[] = [];
  let [surged, available] = [0, 0];
  for (const [nodeName, pods] of podsOf) {
    const both = newAndOld(sync, pods);
    if (both === undefined) {
      surged += 1;
      continue;
    }
    const { newPod, oldPod } = both;
    if (isGood(oldPod ?? newPod)) available += 1;
    if (oldPod === undefined) continue;
    const { name } = oldPod.metadata;
    if (newPod !== undefined) {
      if (isGood(newPod)) toDelete.push(name);
      else surged += 1;
    } else if (!isGood(oldPod)) {
      if (isWanted(nodeName)) allowed.push(nodeName);
      else toDelete.push(name);
    } else if (isWanted(nodeName)) candidates.push(nodeName);
    else unwanted.push(name);
  }
  // Where it runs no longer by right, a pod serves until others do in its place.
  const spare = Math.max(0, available - desired);
  const remaining = Math.max(0, maxSurge - surged);
  return {
    toDelete: [...toDelete, ...unwanted.slice(0, spare)],
    toCreateOn: [...allowed, ...candidates.slice(0, remaining)],
  };
}
