import type { Node, Pod } from '../../objects.ts';
import { HASH_LABEL, isAvailable, isReady } from './daemon-pod.ts';
import { type Batch, record } from './pod-control.ts';
import { maxSurgeOf } from './settings.ts';
import type { Sync } from './sync.ts';

/** Which nodes need a pod, and which pods are one too many: apart from any update [EL2] [NP6] [NP7] [NP8]. */
export function manage(sync: Sync): Batch {
  const podsByNode = sync.podsByNode();
  const toCreateOn: string[] = [];
  const toDelete: string[] = [];
  for (const node of sync.nodes) {
    const pods = podsByNode.get(node.metadata.name);
    const { shouldRun, shouldContinueRunning } = sync.eligibility(node);
    if (shouldRun && pods === undefined) {
      toCreateOn.push(node.metadata.name);
    } else if (shouldContinueRunning) {
      const surplus = keepWhatRuns(sync, node, pods ?? []);
      toDelete.push(...surplus.toDelete);
      if (surplus.needsPod && shouldRun) toCreateOn.push(node.metadata.name);
    } else {
      toDelete.push(...(pods ?? []).filter(isNotTerminating).map(nameOf));
    }
  }
  return { toCreateOn, toDelete: [...toDelete, ...podsOfGoneNodes(sync, podsByNode)] };
}

function isNotTerminating({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp === undefined;
}

function nameOf({ metadata }: Pod): string {
  return metadata.name;
}

type Surplus = { readonly toDelete: readonly string[]; readonly needsPod: boolean };

/** Of a node where pods may run: the failed and succeeded ones go, and of the others all but what may stay. */
function keepWhatRuns(sync: Sync, node: Node, pods: readonly Pod[]): Surplus {
  const toDelete: string[] = [];
  const running: Pod[] = [];
  for (const pod of pods.filter(isNotTerminating)) {
    if (pod.status.phase === 'Failed') {
      if (mayReplaceFailed(sync, node, pod)) toDelete.push(nameOf(pod));
    } else if (pod.status.phase === 'Succeeded') {
      record(
        sync.context,
        sync.daemonSet,
        'Normal',
        'SucceededDaemonPod',
        `Found succeeded daemon pod ${describe(pod, node)}, will try to delete it`,
      );
      toDelete.push(nameOf(pod));
    } else running.push(pod);
  }
  if (maxSurgeOf(sync.daemonSet) === 0)
    return { toDelete: [...toDelete, ...running.slice(1).map(nameOf)], needsPod: false };
  if (running.length === 0) return { toDelete, needsPod: true };
  return { toDelete: [...toDelete, ...surplusUnderSurge(sync, running).map(nameOf)], needsPod: false };
}

function mayReplaceFailed({ context, daemonSet, backOff, lookAgainAfter }: Sync, node: Node, pod: Pod): boolean {
  const { uid } = daemonSet.metadata;
  const key = `${uid}/${daemonSet.status.observedGeneration ?? 0}/${node.metadata.name}`;
  const wait = backOff.waitMillis(key);
  if (wait > 0) {
    lookAgainAfter(wait);
    return false;
  }
  backOff.fail(key);
  record(
    context,
    daemonSet,
    'Warning',
    'FailedDaemonPod',
    `Found failed daemon pod ${describe(pod, node)}, will try to kill it`,
  );
  return true;
}

function describe({ metadata }: Pod, node: Node): string {
  return `${metadata.namespace}/${metadata.name} on node ${node.metadata.name}`;
}

/** [NP7] The oldest new and the oldest old pod may stand side by side, while the new one is awaited and the old works. */
function surplusUnderSurge({ context, daemonSet, hash }: Sync, running: readonly Pod[]): readonly Pod[] {
  const fresh = running.filter(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
  const old = running.filter(({ metadata }) => metadata.labels?.[HASH_LABEL] !== hash);
  const surplus = [...fresh.slice(1), ...old.slice(1)];
  const [newPod, oldPod] = [fresh[0], old[0]];
  if (newPod === undefined || oldPod === undefined) return surplus;
  const isOldDone = !isReady(oldPod) || isAvailable(newPod, daemonSet, context.clock.now());
  return isOldDone ? [...surplus, oldPod] : surplus;
}

/** [NP10] Nobody else deletes a pod that was never bound, when the node it waits for is gone. */
function podsOfGoneNodes({ context }: Sync, podsByNode: ReadonlyMap<string, readonly Pod[]>): readonly string[] {
  const names: string[] = [];
  for (const [nodeName, pods] of podsByNode) {
    if (context.store.get('Node', nodeName) !== undefined) continue;
    names.push(...pods.filter(({ spec }) => spec.nodeName === undefined || spec.nodeName === '').map(nameOf));
  }
  return names;
}
