import type { Millis } from '#lib/base/clock.ts';
import type { ControllerRevisionRecord, PodRecord } from '../objects.ts';
import { type Availability, readyCondition } from './availability.ts';
import { deletionAskedAt } from './termination.ts';

type ProgressingPod = { readonly pod: PodRecord; readonly updated: boolean; readonly availability: Availability };

/**
 * The newest sign of progress that pods bear [RS4]: a new-revision pod made, Ready, or available, an old pod told to go.
 * What lies in the future (another clock, a grace period) has not happened.
 */
export function newestProgress(pods: readonly ProgressingPod[], now: Millis): Millis | undefined {
  let newest: Millis | undefined;
  const see = (time: Millis | undefined): void => {
    if (time !== undefined && time <= now && (newest === undefined || time > newest)) newest = time;
  };
  for (const { pod, updated, availability } of pods) {
    if (!updated) {
      see(deletionAskedAt(pod));
      continue;
    }
    see(pod.creationTimestamp);
    if (availability.kind === 'NotReady') continue;
    see(readyCondition(pod)?.lastTransitionTime);
    if (availability.kind === 'Available') see(availability.since);
  }
  return newest;
}

/** A new revision is progress too [RS4]. */
export function newestRevision(own: readonly ControllerRevisionRecord[], now: Millis): Millis | undefined {
  const times = own.flatMap(({ creationTimestamp }) => creationTimestamp ?? []).filter((time) => time <= now);
  return times.length === 0 ? undefined : Math.max(...times);
}
