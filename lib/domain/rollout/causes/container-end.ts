import type { ContainerTermination, EventRecord, PodRecord } from '../../objects.ts';
import { timeOfEvent } from '../failed-create.ts';

/** Kubernetes' default grace period. */
const DEFAULT_GRACE_SECONDS = 30;
/** Events are rationed to one per five minutes after the first 25 [EV3]; two rations later it speaks of another end. */
const RATION_MILLIS = 10 * 60_000;

/** The event is about the run that ended so, or a later one, and not about one long before. */
export function isNearEnd(event: EventRecord, { finishedAt }: ContainerTermination, { spec }: PodRecord): boolean {
  const at = timeOfEvent(event);
  if (at === undefined || finishedAt === undefined) return true;
  const graceMillis = (spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS) * 1000;
  return at >= finishedAt - graceMillis - RATION_MILLIS;
}
