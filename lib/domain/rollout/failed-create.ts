import type { Millis } from '#lib/base/clock.ts';
import type { EventRecord } from '../objects.ts';
import { parseRefusal, type Refusal } from './refusal.ts';
import { ABSENCE_ALLOWANCE_MILLIS } from './wait.ts';

/** The latest refusal to create (or delete) a pod of a DaemonSet that no later success has answered. */
export type FailedCreate = {
  readonly message: string;
  readonly lastSeen?: Millis;
  /** When the refusals began that no success has answered; only a bound once the first of them has expired [EV2]. */
  readonly firstSeen?: Millis;
  /** The name of the latest event. */
  readonly event?: string;
  /** The message named, so that nobody else reads it. */
  readonly refusal?: Refusal;
};

/** When an event was last seen [EV1]; the projection has already chosen between the two shapes of an event. */
export function timeOfEvent({ lastTimestamp, creationTimestamp }: EventRecord): Millis | undefined {
  return lastTimestamp ?? creationTimestamp;
}

/**
 * The FailedCreate of a DaemonSet that still speaks [RU11] [EV4]: a later SuccessfulCreate, or a pod that was made later,
 * answers it. Events are kept for an hour and are rationed, so silence proves nothing [EV2] [EV3].
 */
export function latestFailedCreate(
  events: readonly EventRecord[],
  newestPodCreatedAt?: Millis,
): FailedCreate | undefined {
  return latestUnanswered(events, 'FailedCreate', 'SuccessfulCreate', newestPodCreatedAt);
}

/** Times of events have whole seconds. */
const SAME_SECOND_MILLIS = 1_000;

/**
 * What is refused on a node that is without a pod since then [EV4]: what was refused before that does not speak of it yet, for
 * the controller may have had no chance to try.
 */
export function refusalOf(
  failedCreate: FailedCreate | undefined,
  absentSince: Millis | undefined,
  now: Millis,
): { readonly failedCreate?: FailedCreate | undefined; readonly recheckAt?: Millis } {
  const { lastSeen } = failedCreate ?? {};
  if (lastSeen === undefined || absentSince === undefined) return { failedCreate };
  const until = absentSince + ABSENCE_ALLOWANCE_MILLIS;
  return lastSeen + SAME_SECOND_MILLIS > absentSince || now > until ? { failedCreate } : { recheckAt: until + 1 };
}

/** The same for deletions: one that fails keeps the rolling update from running just as well [RU11]. */
export function latestFailedDelete(events: readonly EventRecord[]): FailedCreate | undefined {
  return latestUnanswered(events, 'FailedDelete', 'SuccessfulDelete', undefined);
}

function latestUnanswered(
  events: readonly EventRecord[],
  failure: string,
  success: string,
  answeredAt: Millis | undefined,
): FailedCreate | undefined {
  let latest: EventRecord | undefined;
  let answered = answeredAt ?? -Infinity;
  for (const event of events) {
    const time = timeOfEvent(event) ?? -Infinity;
    if (event.reason === success) answered = Math.max(answered, time);
    if (event.reason !== failure) continue;
    if (latest === undefined || time >= (timeOfEvent(latest) ?? -Infinity)) latest = event;
  }
  if (latest === undefined) return undefined;
  const lastSeen = timeOfEvent(latest);
  // Times have whole seconds: in one sync some creations succeed before one fails, so equality answers nothing.
  if (lastSeen !== undefined && answered > lastSeen) return undefined;
  const message = stripPrefixes(latest.note);
  const common = { message, event: latest.name, refusal: parseRefusal(message) };
  if (lastSeen === undefined) return common;
  return { ...common, lastSeen, firstSeen: beginningOf(events, failure, answered) };
}

/** Events of one form are one object with a first and a last time; a success between the two ended what was before it. */
function beginningOf(events: readonly EventRecord[], failure: string, answered: Millis): Millis {
  let first = Infinity;
  for (const event of events) {
    const last = timeOfEvent(event) ?? -Infinity;
    if (event.reason !== failure || last < answered) continue;
    first = Math.min(first, Math.max(event.firstTimestamp ?? last, answered));
  }
  return first;
}

/** From the tenth distinct text on, events carry a prefix [EV3]; then comes the controller's own [EV4]. */
function stripPrefixes(note: string): string {
  return note.replace(/^\(combined from similar events\): /, '').replace(/^Error (?:creating|deleting): /i, '');
}
