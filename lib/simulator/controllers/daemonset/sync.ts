import type { Context } from '../../context.ts';
import type { ObjectStore } from '../../object-store.ts';
import type { DaemonSet, Node, Pod } from '../../objects.ts';
import { byAge, isTerminal, isUpdated, targetNodeOf } from './daemon-pod.ts';
import { type Eligibility, eligibilityOf } from './eligibility.ts';
import type { FailedPodBackOff } from './failed-pod-back-off.ts';

/** What one look at a DaemonSet works with. */
export type Sync = {
  readonly context: Context;
  readonly daemonSet: DaemonSet;
  /** In random order, as Go's maps have it. */
  readonly nodes: readonly Node[];
  readonly eligibility: (node: Node) => Eligibility;
  readonly hash: string;
  /** The pods that are the DaemonSet's now, by the node that they are on or wait for. */
  readonly podsByNode: () => ReadonlyMap<string, readonly Pod[]>;
  readonly backOff: FailedPodBackOff;
  readonly lookAgainAfter: (millis: number) => void;
};

export function inRandomOrder<Value>(values: readonly Value[], random: () => number): readonly Value[] {
  const all = [...values];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const at = Math.floor(random() * (last + 1));
    const [a, b] = [all[last], all[at]];
    if (a === undefined || b === undefined) continue;
    all[last] = b;
    all[at] = a;
  }
  return all;
}

/** Each node is asked once. */
export function rememberEligibility(daemonSet: DaemonSet): (node: Node) => Eligibility {
  const ask = eligibilityOf(daemonSet);
  const known = new Map<Node, Eligibility>();
  return (node) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const answer = ask(node);
    known.set(node, answer);
    return answer;
  };
}

/** Asked for once, and again when something has been written meanwhile. */
export function rememberPods<Pods>({ revision }: ObjectStore, read: () => Pods): () => Pods {
  let known: { readonly pods: Pods; readonly at: number } | undefined;
  return () => {
    if (known?.at !== revision()) {
      const pods = read();
      known = { pods, at: revision() };
    }
    return known.pods;
  };
}

/** Terminal pods that are being deleted are somebody else's to finish [NP9]. */
export function groupByNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    if (isTerminal(pod) && pod.metadata.deletionTimestamp !== undefined) continue;
    const nodeName = targetNodeOf(pod);
    if (nodeName === undefined) continue;
    const group = groups.get(nodeName);
    if (group === undefined) groups.set(nodeName, [pod]);
    else group.push(pod);
  }
  for (const group of groups.values()) group.sort(byAge);
  return groups;
}

/** The new and the old pod of a node; undefined when there are several of one sort [RU5a] [RU8h]. */
export function newAndOld(
  { daemonSet, hash }: Pick<Sync, 'daemonSet' | 'hash'>,
  pods: readonly Pod[],
): { readonly newPod: Pod | undefined; readonly oldPod: Pod | undefined } | undefined {
  const live = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const fresh = live.filter((pod) => isUpdated(pod, daemonSet, hash));
  const old = live.filter((pod) => !isUpdated(pod, daemonSet, hash));
  return fresh.length > 1 || old.length > 1 ? undefined : { newPod: fresh[0], oldPod: old[0] };
}
