import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import { computeEligibility } from '#lib/domain/placement/eligibility.ts';
import { isTerminal, isTerminating } from '#lib/domain/placement/node-pods.ts';
import { judgeUnboundPod } from '#lib/domain/placement/unbound-pod.ts';
import { nodeReadyCondition } from '#lib/domain/rollout/node-phase.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';

export type WaitingPod = {
  readonly pod: PodRecord;
  readonly daemonSet: DaemonSetRecord;
  readonly since: Millis | undefined;
  readonly preempting: boolean;
};

export type WaitingContext = {
  readonly store: Pick<StoreReader, 'podsOfCell'>;
  /** Those of the picture. */
  readonly daemonSets: Iterable<DaemonSetRecord>;
  readonly now: Millis;
};

/**
 * The daemon pods that wait for room here and for nothing else [CE7]: what the scheduler refuses for another rule as well,
 * no room would help [SC4]. A node that is not Ready, or not wanted any more, is waited for in vain.
 */
export function* findWaitingPods(
  node: NodeRecord,
  bound: readonly PodRecord[],
  { store, daemonSets, now }: WaitingContext,
): Generator<WaitingPod> {
  if (nodeReadyCondition(node)?.status !== 'True') return;
  for (const daemonSet of daemonSets) {
    const pods = store.podsOfCell(daemonSet.uid, node.name).filter(isWaiting);
    if (pods.length === 0 || computeEligibility(daemonSet, node).kind !== 'ShouldRun') continue;
    for (const pod of pods) {
      const judged = judgeUnboundPod(pod, { node, podsOnNode: () => bound, now });
      if (judged.state !== 'starved') continue;
      yield { pod, daemonSet, since: judged.since, preempting: judged.preempting === true };
    }
  }
}

function isWaiting(pod: PodRecord): boolean {
  return pod.nodeName === undefined && !isTerminating(pod) && !isTerminal(pod);
}
