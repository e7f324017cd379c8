import type { Millis } from '#lib/base/clock.ts';
import type { EventRecord, PodRecord } from '../../objects.ts';
import { timeOfEvent } from '../failed-create.ts';

/*
 * The events of one pod, as a kubelet writes them [PD6]. They are rationed, cut and gone after an hour [EV2] [EV3]: what is
 * there may speak, its absence says nothing, and each caller says from which moment on an event still explains what is now.
 */

const COMBINED = /^\(combined from similar events\): /;

/** The text without the prefix of combined events [EV3]. */
export function noteOf({ note }: EventRecord): string {
  return note.replace(COMBINED, '');
}

/** About this container, or about nobody knows which. */
export function isAbout({ regarding }: EventRecord, container: string): boolean {
  return regarding.container === undefined || regarding.container === container;
}

type EventQuery = {
  readonly reason: string;
  readonly note?: RegExp;
  readonly container?: string;
  /** Last seen at this moment or later. */
  readonly from?: Millis | undefined;
};

/** The one that was last seen, of those that match [EV1]. */
export function latestEvent(
  events: readonly EventRecord[],
  { reason, note, container, from = -Infinity }: EventQuery,
): EventRecord | undefined {
  let latest: EventRecord | undefined;
  for (const event of events) {
    if (event.reason !== reason || lastSeen(event) < from) continue;
    if (container !== undefined && !isAbout(event, container)) continue;
    if (note !== undefined && !note.test(noteOf(event))) continue;
    if (latest === undefined || lastSeen(event) >= lastSeen(latest)) latest = event;
  }
  return latest;
}

function lastSeen(event: EventRecord): Millis {
  return timeOfEvent(event) ?? -Infinity;
}

/** Steps of a start that come after sandbox and volumes. */
const LATER_STEPS: ReadonlySet<string> = new Set(['Pulling', 'Pulled', 'Created', 'Started']);

/** The latest sign that sandbox and volumes were there: what an earlier event says of them is over. */
export function reachedContainersAt(pod: PodRecord, events: readonly EventRecord[]): Millis {
  const told = events.filter(({ reason }) => LATER_STEPS.has(reason)).map(lastSeen);
  const ended = pod.containerStatuses.map(({ lastTermination }) => lastTermination?.finishedAt ?? -Infinity);
  return Math.max(-Infinity, ...told, ...ended);
}
