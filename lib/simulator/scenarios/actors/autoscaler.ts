import type { SimulatedCluster } from '../../cluster.ts';
import type { NodePlan } from '../../node-plan.ts';
import type { Taint } from '../../objects.ts';
import { ordinaryPodsOn } from './pods.ts';

/** Who buys machines and gives them back. */

/** Until it is taken off, only what tolerates everything may run on a machine that is new. */
export const STARTUP_TAINT: Taint = { key: 'node.cilium.io/agent-not-ready', value: 'true', effect: 'NoExecute' };
const DISRUPTED: Taint = { key: 'karpenter.sh/disrupted', effect: 'NoSchedule' };

const RETRY_MILLIS = 5_000;
/** A machine that cannot be emptied in this time is kept. */
const LONGEST_DRAIN_MILLIS = 10 * 60_000;
/** From the last pod that has left to the Node object that goes. */
const TERMINATION_MILLIS = 4_000;

export function addMachines(cluster: SimulatedCluster, plans: readonly NodePlan[]): void {
  for (const plan of plans) {
    cluster.nodes.add({ ...plan, isBeingBorn: true, taints: [...(plan.taints ?? []), STARTUP_TAINT] });
  }
}

/** Cordons, evicts, and lets the machine go when the last ordinary pod has left. */
export function removeMachine(cluster: SimulatedCluster, nodeName: string): void {
  cluster.nodes.cordon(nodeName);
  cluster.nodes.taint(nodeName, DISRUPTED);
  const giveUpAt = cluster.clock.now() + LONGEST_DRAIN_MILLIS;
  const drain = (): void => {
    const left = ordinaryPodsOn(cluster, nodeName);
    if (left.length === 0) {
      cluster.clock.setTimer(() => cluster.nodes.remove(nodeName), TERMINATION_MILLIS);
      return;
    }
    if (cluster.clock.now() >= giveUpAt) return;
    for (const { metadata } of left) {
      // A budget that forbids it now is asked again at the next turn.
      if (metadata.deletionTimestamp === undefined) {
        cluster.evict({ name: metadata.name, namespace: metadata.namespace ?? '' });
      }
    }
    cluster.clock.setTimer(drain, RETRY_MILLIS);
  };
  drain();
}
