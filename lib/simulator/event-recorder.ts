import type { Context, EventDraft } from './context.ts';
import type { Event, NewObject, ObjectReference } from './objects.ts';
import { microTimestamp, timestamp } from './timestamp.ts';

/** How events are counted, gathered and rationed before they are written. Source: client-go, tools/record [EV3]. */
const GATHER_FROM = 10;
const GATHER_MILLIS = 600_000;
const BURST = 25;
const REFILL_MILLIS = 300_000;
const COMBINED = '(combined from similar events): ';
const SWEEP_MILLIS = 60_000;

export type EventRecorder = {
  readonly recordEvent: (draft: EventDraft) => void;
  readonly stop: () => void;
};

type Written = { readonly name: string; readonly namespace: string };
type Similar = { readonly messages: Set<string>; last: number };

export function createEventRecorder({
  store,
  clock,
  settings,
}: Pick<Context, 'store' | 'clock' | 'settings'>): EventRecorder {
  const { eventTtlMillis } = settings;
  const written = new Map<string, Written>();
  const similar = new Map<string, Similar>();
  const rations = new Map<string, { tokens: number; at: number }>();
  /** In the order of their last writing: the first is the first to be forgotten. */
  const ages = new Map<string, number>();

  /** One ration for each who speaks about each object. */
  function isRationed({ component, host = '', regarding }: EventDraft): boolean {
    const key = JSON.stringify([component, host, subjectOf(regarding)]);
    const now = clock.now();
    const ration = rations.get(key) ?? { tokens: BURST, at: now };
    ration.tokens = Math.min(BURST, ration.tokens + (now - ration.at) / REFILL_MILLIS);
    ration.at = now;
    rations.set(key, ration);
    if (ration.tokens < 1) return true;
    ration.tokens -= 1;
    return false;
  }

  /** From the tenth different message about one thing on they count as one. */
  function gather(draft: EventDraft): { readonly key: string; readonly message: string } {
    const { component, host = '', regarding, type, reason, message } = draft;
    const about = JSON.stringify([component, host, subjectOf(regarding), type, reason]);
    const now = clock.now();
    const before = similar.get(about);
    const group =
      before !== undefined && now - before.last <= GATHER_MILLIS ? before : { messages: new Set<string>(), last: now };
    group.messages.add(message);
    group.last = now;
    similar.set(about, group);
    return group.messages.size < GATHER_FROM
      ? { key: `${about}${message}`, message }
      : { key: about, message: `${COMBINED}${message}` };
  }

  function recordEvent(draft: EventDraft): void {
    // The newer API neither gathers nor rations: it keeps series.
    if (draft.action === undefined && isRationed(draft)) return;
    const { key, message } =
      draft.action === undefined
        ? gather(draft)
        : { key: JSON.stringify({ ...draft, regarding: subjectOf(draft.regarding) }), message: draft.message };
    const before = written.get(key);
    const count = (each: Event): Event => countAgain(each, clock.now(), message);
    if (before !== undefined && store.update('Event', before.name, before.namespace, count) !== undefined) {
      touch(key);
      return;
    }
    const { metadata } = store.create<'Event'>(newEvent(draft, message, clock.now()));
    written.set(key, { name: metadata.name, namespace: metadata.namespace ?? '' });
    touch(key);
  }

  function touch(key: string): void {
    ages.delete(key);
    ages.set(key, clock.now());
  }

  let cancel = clock.setTimer(sweep, SWEEP_MILLIS);
  function sweep(): void {
    const oldest = clock.now() - eventTtlMillis;
    for (const [key, at] of ages) {
      if (at > oldest) break;
      const event = written.get(key);
      if (event !== undefined) store.remove('Event', event.name, event.namespace);
      written.delete(key);
      ages.delete(key);
    }
    for (const [about, { last }] of similar) if (clock.now() - last > GATHER_MILLIS) similar.delete(about);
    for (const [key, { at }] of rations) if (clock.now() - at > BURST * REFILL_MILLIS) rations.delete(key);
    cancel = clock.setTimer(sweep, SWEEP_MILLIS);
  }
  return { recordEvent, stop: () => cancel() };
}

function countAgain(event: Event, now: number, message: string): Event {
  if (event.eventTime !== null) {
    const count = (event.series?.count ?? 1) + 1;
    return { ...event, series: { count, lastObservedTime: microTimestamp(now) } };
  }
  return { ...event, message, count: (event.count ?? 1) + 1, lastTimestamp: timestamp(now) };
}

/** Events about what has no namespace are kept in `default`. Their names end in the moment, so that none is taken. */
function newEvent(draft: EventDraft, message: string, now: number): NewObject<'Event'> {
  const { regarding, type, reason, component, host, action } = draft;
  const nanoseconds = BigInt(Math.floor(now)) * 1_000_000n;
  const base = {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: {
      generateName: `${regarding.name}.${nanoseconds.toString(16).slice(0, 11)}`,
      namespace: regarding.namespace ?? 'default',
    },
    involvedObject: regarding,
    type,
    reason,
    message,
  } as const;
  if (action !== undefined) {
    return {
      ...base,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: microTimestamp(now),
      action,
      reportingComponent: component,
      reportingInstance: `${component}-0`,
    };
  }
  return {
    ...base,
    source: { component, ...(host !== undefined && { host }) },
    firstTimestamp: timestamp(now),
    lastTimestamp: timestamp(now),
    count: 1,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: host ?? '',
  };
}

/** An object is the same at every version of it. */
function subjectOf(reference: ObjectReference): ObjectReference {
  const { resourceVersion: _version, ...subject } = reference;
  return subject;
}
