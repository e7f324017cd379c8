import type { Pod } from './objects.ts';
import { timestamp } from './timestamp.ts';

/** Who ends a pod that would have lived on says so on it. */
export function withDisruptionTarget(pod: Pod, reason: string, message: string, now: number): Pod {
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget');
  const { generation } = pod.metadata;
  const lastTransitionTime = timestamp(now);
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason,
    message,
    lastTransitionTime,
    lastProbeTime: null,
    // The API server itself does not say it.
    ...(generation !== undefined && reason !== 'EvictionByEvictionAPI' && { observedGeneration: generation }),
  } as const;
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
}
