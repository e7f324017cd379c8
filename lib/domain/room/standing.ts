import { entryOf, type PodRecord } from '../objects.ts';
import { isTerminal, isTerminating } from '../placement/node-pods.ts';
import type { Standing } from './room-pod.ts';

const CONTROL_PLANE = new Set(['kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager']);

/** Why a pod may not be asked to go, if so [MR1]. A static pod comes back whatever happens to its mirror. */
export function standingOf(pod: PodRecord): Standing {
  if (isTerminal(pod)) return 'Terminal';
  if (pod.mirror || pod.owner?.kind === 'Node') return 'Static';
  if (isTerminating(pod)) return 'Terminating';
  if (pod.owner?.kind === 'DaemonSet') return 'DaemonSet';
  if (isControlPlane(pod)) return 'ControlPlane';
  return entryOf(pod.labels, 'app.kubernetes.io/name') === 'rollcall' ? 'Rollcall' : 'Movable';
}

function isControlPlane({ namespace, labels }: PodRecord): boolean {
  return (
    namespace === 'kube-system' &&
    (entryOf(labels, 'tier') === 'control-plane' || CONTROL_PLANE.has(entryOf(labels, 'component') ?? ''))
  );
}
