import type { Millis } from '#lib/base/clock.ts';
import type { ControllerRevisionRecord, PodRecord } from '../objects.ts';
import { type Availability, readyCondition } from './availability.ts';
import { PROGRESS_KINDS, type ProgressKind, type ProgressSign } from './pace.ts';
import { deletionAskedAt } from './termination.ts';

type ProgressingPod = {
  readonly pod: PodRecord;
  readonly updated: boolean;
  readonly availability: Availability;
  readonly state?: string;
};

/** A sign of progress that a pod itself bears; of which node is known where its cell is. */
export type PodSign = { readonly at: Millis; readonly what: ProgressKind };

/**
 * The newest sign of progress that pods bear [RS4]: a new-revision pod made, Ready, or available, an old pod told to go.
 * What lies in the future (another clock, a grace period) has not happened.
 */
export function newestSign(pods: readonly ProgressingPod[], now: Millis): PodSign | undefined {
  let newest: Millis | undefined;
  let newestWhat: ProgressKind | undefined;
  const see = (at: Millis | undefined, what: ProgressKind): void => {
    if (at === undefined || at > now || (newest !== undefined && at < newest)) return;
    if (at === newest && rankOf(what) <= rankOf(newestWhat)) return;
    newest = at;
    newestWhat = what;
  };
  for (const { pod, updated, availability, state } of pods) {
    if (!updated) {
      see(deletionAskedAt(pod), 'PodDeletionAsked');
      continue;
    }
    see(pod.creationTimestamp, 'PodCreated');
    // Ready for a moment between two crashes is no progress [RS1d].
    if (availability.kind === 'NotReady' || state === 'failed') continue;
    see(readyCondition(pod)?.lastTransitionTime, 'PodReady');
    if (availability.kind === 'Available') see(availability.since, 'PodAvailable');
  }
  return newest === undefined || newestWhat === undefined ? undefined : { at: newest, what: newestWhat };
}

/** A new revision is progress too [RS4]. */
export function newestRevision(own: readonly ControllerRevisionRecord[], now: Millis): Millis | undefined {
  const times = own.flatMap(({ creationTimestamp }) => creationTimestamp ?? []).filter((time) => time <= now);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Later; at the same moment what comes later in the life of a pod, then the first node by name: never a matter of order. */
export function isNewer(left: ProgressSign, right: ProgressSign): boolean {
  if (left.at !== right.at) return left.at > right.at;
  const [leftRank, rightRank] = [rankOf(left.what), rankOf(right.what)];
  if (leftRank !== rightRank) return leftRank > rightRank;
  return left.node !== undefined && right.node !== undefined && left.node < right.node;
}

/** A moment of which nobody knows what it was says least. */
function rankOf(what: ProgressKind | undefined): number {
  return what === undefined ? -1 : PROGRESS_KINDS.indexOf(what);
}
