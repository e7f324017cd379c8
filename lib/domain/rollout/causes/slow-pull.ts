import type { Millis } from '#lib/base/clock.ts';
import type { ContainerStatus, EventRecord, PodRecord } from '../../objects.ts';
import { timeOfEvent } from '../failed-create.ts';
import { type BoundPod, causeOf, containerFacts, eventEvidence } from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import { latestEvent } from './kubelet-events.ts';

/** A pull that takes longer is worth telling [K28]. */
const SLOW_MILLIS = 2 * 60_000;

/** After these the pull that was begun before them is over, in one way or the other. */
const ENDS: readonly string[] = ['Pulled', 'Created', 'Started', 'Failed', 'BackOff'];

/** An image is being pulled for more than two minutes [K28]. */
export function findSlowPulls(bound: BoundPod): readonly CellCause[] {
  const { pod, events, now } = bound;
  return pod.containerStatuses.flatMap((status) => {
    const pulling = findPulling(status, events);
    const from = pulling === undefined ? undefined : timeOfEvent(pulling);
    if (pulling === undefined || from === undefined || now <= from + SLOW_MILLIS) return [];
    return [
      causeOf(bound, {
        code: 'K28',
        confidence: 'M',
        since: from,
        facts: { ...containerFacts(pod, status.name), seconds: Math.floor((now - from) / 1000) },
        evidence: [eventEvidence(pulling)],
      }),
    ];
  });
}

/** When a pull that goes on will have taken too long; undefined when none does, or it has already. */
export function slowPullAt(pod: PodRecord, events: readonly EventRecord[], now: Millis): Millis | undefined {
  const moments = pod.containerStatuses
    .map((status) => findPulling(status, events))
    .map((pulling) => (pulling === undefined ? undefined : timeOfEvent(pulling)))
    .filter((from) => from !== undefined)
    .map((from) => from + SLOW_MILLIS + 1)
    .filter((moment) => moment > now);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** The beginning of a pull of this container that nothing has ended. */
function findPulling({ name, state, lastTermination }: ContainerStatus, events: readonly EventRecord[]) {
  if (state.kind !== 'Waiting' || (state.reason !== undefined && state.reason !== 'ContainerCreating'))
    return undefined;
  const pulling = latestEvent(events, { reason: 'Pulling', container: name, from: lastTermination?.finishedAt });
  if (pulling === undefined) return undefined;
  const from = timeOfEvent(pulling);
  const ended = ENDS.some((reason) => latestEvent(events, { reason, container: name, from }) !== undefined);
  return ended ? undefined : pulling;
}
