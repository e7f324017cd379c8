import type { PodCondition } from '../../objects.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import { podEvidence } from './bound-pod.ts';
import type { CellCause } from './cause.ts';

/** A resize in place that the kubelet has not carried out [K30]: no matter of the rollout, and so never more than likely. */
export function findPendingResize({ pod }: JudgedPod): CellCause | undefined {
  let pending: PodCondition | undefined;
  for (const condition of pod.conditions) if (condition.type === 'PodResizePending') pending = condition;
  if (pending === undefined || pending.status !== 'True') return undefined;
  const { reason, message, lastTransitionTime: since } = pending;
  return {
    code: 'K30',
    confidence: 'M',
    pod: pod.name,
    ...(since === undefined ? {} : { since }),
    facts: { ...(reason === undefined ? {} : { detail: reason }), ...(message === undefined ? {} : { message }) },
    evidence: [podEvidence(pod, 'status.conditions[PodResizePending].reason', reason ?? '')],
  };
}
