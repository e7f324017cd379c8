import type { DaemonSetRecord } from '../objects.ts';
import type { KubectlVerdict } from './verdict.ts';

/** What `kubectl rollout status` says, from the status alone as it does [ST10] [ST11]. */
export function computeKubectlVerdict({
  name,
  generation,
  updateStrategy,
  status,
}: Pick<DaemonSetRecord, 'name' | 'generation' | 'updateStrategy' | 'status'>): KubectlVerdict {
  if (updateStrategy.kind !== 'RollingUpdate') {
    return { message: 'rollout status is only available for RollingUpdate strategy type' };
  }
  if (generation > status.observedGeneration) {
    return { done: false, message: 'Waiting for daemon set spec update to be observed...' };
  }
  const { desiredNumberScheduled: desired, updatedNumberScheduled: updated, numberAvailable: available } = status;
  const waiting = `Waiting for daemon set "${name}" rollout to finish:`;
  if (updated < desired) {
    return { done: false, message: `${waiting} ${updated} out of ${desired} new pods have been updated...` };
  }
  if (available < desired) {
    return { done: false, message: `${waiting} ${available} of ${desired} updated pods are available...` };
  }
  return { done: true, message: `daemon set "${name}" successfully rolled out` };
}
