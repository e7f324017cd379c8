import { type BoundPod, eventEvidence } from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import { isNearEnd } from './container-end.ts';
import { type Crash, crashCause } from './crash.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';

/** The kubelet killed the run that has ended because its postStart hook failed [K26]. */
export function explainPostStart(bound: BoundPod, crash: Crash): readonly CellCause[] {
  const event = latestEvent(bound.events, { reason: 'FailedPostStartHook', container: crash.status.name });
  if (event === undefined || !isNearEnd(event, crash.ended, bound.pod)) return [];
  return [crashCause(bound, crash, 'K26', 'H', { message: noteOf(event) }, [eventEvidence(event)])];
}
