import type { Millis } from '#lib/base/clock.ts';
import type { NodeRecord, PodRecord } from '../../objects.ts';
import { nodeReadyCondition } from '../node-phase.ts';
import { type BoundPod, causeOf, nodeStatusOf, podEvidence, readyEvidence } from './bound-pod.ts';
import type { CellCause } from './cause.ts';

/** So long a kubelet may take before it says that it has a pod [K08]. */
const SILENCE_MILLIS = 2 * 60_000;

/** The kubelet of a node that is Unknown has never spoken of the pod [K08]. */
export function findSilentKubelet(bound: BoundPod): readonly CellCause[] {
  const { pod, input, now } = bound;
  const { node } = input;
  const from = silentFrom(pod, node);
  if (node === undefined || from === undefined || now < from) return [];
  return [
    causeOf(
      { ...bound, silent: false },
      {
        code: 'K08',
        confidence: 'H',
        since: pod.creationTimestamp,
        facts: { nodeStatus: 'Unknown' },
        evidence: [readyEvidence(node), podEvidence(pod, 'status.phase', pod.phase)],
      },
    ),
  ];
}

/**
 * The first moment of K08. When it was bound no record says: not before it was made, and hardly after the node fell
 * silent, for then the scheduler sends none there.
 */
export function silentFrom(pod: PodRecord, node: NodeRecord | undefined): Millis | undefined {
  if (pod.startTime !== undefined || pod.containerStatuses.length > 0) return undefined;
  if (node === undefined || nodeStatusOf(node) !== 'Unknown') return undefined;
  const boundBy = Math.max(
    pod.creationTimestamp ?? -Infinity,
    nodeReadyCondition(node)?.lastTransitionTime ?? -Infinity,
  );
  return boundBy + SILENCE_MILLIS + 1;
}
