import { matchesNodeAffinity } from '../../node-affinity.ts';
import type { DaemonSet, Node } from '../../objects.ts';
import { toleratesAll } from '../../tolerations.ts';
import { daemonPodTolerations } from './automatic-tolerations.ts';

/** [EL1] (true, false) does not happen. */
export type Eligibility = { readonly shouldRun: boolean; readonly shouldContinueRunning: boolean };

const RUNS: Eligibility = { shouldRun: true, shouldContinueRunning: true };
const MAY_STAY: Eligibility = { shouldRun: false, shouldContinueRunning: true };
const MUST_NOT: Eligibility = { shouldRun: false, shouldContinueRunning: false };

/** The question for one DaemonSet and many nodes: what does not depend on the node is worked out once. */
export function eligibilityOf({ spec }: DaemonSet): (node: Node) => Eligibility {
  const pod = spec.template.spec;
  const tolerations = daemonPodTolerations(pod);
  return (node) => {
    if (pod.nodeName !== undefined && pod.nodeName !== '' && pod.nodeName !== node.metadata.name) return MUST_NOT;
    if (!matchesNodeAffinity(pod, node)) return MUST_NOT;
    const { taints } = node.spec;
    if (taints === undefined || toleratesAll(tolerations, taints, ['NoSchedule', 'NoExecute'])) return RUNS;
    return toleratesAll(tolerations, taints, ['NoExecute']) ? MAY_STAY : MUST_NOT;
  };
}

/** Whether a pod of the DaemonSet is created on the node, and whether one that is there may stay [EL1]. */
export function nodeShouldRunDaemonPod(node: Node, daemonSet: DaemonSet): Eligibility {
  return eligibilityOf(daemonSet)(node);
}
