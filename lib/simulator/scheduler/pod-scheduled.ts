import type { Condition, Pod } from '../objects.ts';
import { timestamp } from '../timestamp.ts';

type Said = Pick<Condition, 'status' | 'reason' | 'message' | 'observedGeneration'>;

/** What the scheduler says of a pod, in the place where it said it before; the time is that of the status. */
export function withPodScheduled(pod: Pod, said: Said, now: number): Pod {
  const conditions = pod.status.conditions ?? [];
  const before = conditions.find(({ type }) => type === 'PodScheduled');
  const lastTransitionTime = before?.status === said.status ? before.lastTransitionTime : undefined;
  const next: Condition = {
    type: 'PodScheduled',
    ...said,
    lastProbeTime: null,
    lastTransitionTime: lastTransitionTime ?? timestamp(now),
  };
  const after =
    before === undefined ? [...conditions, next] : conditions.map((each) => (each === before ? next : each));
  return { ...pod, status: { ...pod.status, conditions: after } };
}

/** Undefined takes the nomination away. */
export function withNomination(pod: Pod, nominatedNodeName: string | undefined): Pod {
  const { nominatedNodeName: _before, ...others } = pod.status;
  return { ...pod, status: { ...others, ...(nominatedNodeName !== undefined && { nominatedNodeName }) } };
}
