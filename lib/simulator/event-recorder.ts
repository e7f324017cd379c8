import type { Context, EventDraft } from './context.ts';
import { createEventCorrelator } from './event-correlation.ts';
import { createEventSeries, type Series } from './event-series.ts';
import type { Event, NewObject } from './objects.ts';
import { microTimestamp, timestamp } from './timestamp.ts';

/** Looks for what has grown old, and for series that are to be written. */
const SWEEP_MILLIS = 60_000;

export type EventRecorder = {
  readonly recordEvent: (draft: EventDraft) => void;
  readonly stop: () => void;
};

/**
 * Writes what the parts of the cluster say, as client-go does for them: the scheduler, who names an action, through
 * events.k8s.io/v1, all others through core/v1 [EV1]. Forgets every event in time [EV2].
 */
export function createEventRecorder({
  store,
  clock,
  settings,
}: Pick<Context, 'store' | 'clock' | 'settings'>): EventRecorder {
  const correlator = createEventCorrelator();
  const series = createEventSeries(clock.now());
  /** When an event was last written; the first is the first to be forgotten. */
  const ages = new Map<string, { readonly event: Event; readonly at: number }>();
  let named = 0;

  /** Names end in the nanosecond of their making, in hexadecimal. */
  function nameOf({ regarding }: EventDraft): string {
    const nanoseconds = BigInt(Math.floor(clock.now())) * 1_000_000n + BigInt((named * 611_953) % 1_000_000);
    named += 1;
    return `${regarding.name}.${nanoseconds.toString(16)}`;
  }

  function recordEvent(draft: EventDraft): void {
    const now = clock.now();
    if (draft.action !== undefined) {
      const said = series.observe(draft, now, () => nameOf(draft));
      if (said !== undefined) writeSeries(draft, said);
      return;
    }
    const { name, count, firstAt, message, isCombined, isRationed } = correlator.observe(draft, now, () =>
      nameOf(draft),
    );
    if (isRationed) return;
    const lastTimestamp = timestamp(now);
    const again = (each: Event): Event => ({ ...each, message, count, lastTimestamp });
    if (count > 1 && store.update('Event', name, namespaceOf(draft), again) !== undefined) return;
    const { component, host } = draft;
    store.create<'Event'>({
      ...commonOf(draft, name, message),
      source: { component, ...(host !== undefined && { host }) },
      firstTimestamp: timestamp(firstAt),
      lastTimestamp,
      count,
      eventTime: null,
      reportingComponent: isCombined ? '' : component,
      reportingInstance: isCombined ? '' : (host ?? ''),
    });
  }

  function writeSeries(draft: EventDraft, { name, count, lastAt }: Series): void {
    const more = count > 1 ? { series: { count, lastObservedTime: microTimestamp(lastAt) } } : {};
    if (count > 1 && store.update('Event', name, namespaceOf(draft), (each) => ({ ...each, ...more })) !== undefined)
      return;
    const { component, action } = draft;
    store.create<'Event'>({
      ...commonOf(draft, name, draft.message),
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: microTimestamp(clock.now()),
      ...more,
      ...(action !== undefined && { action }),
      reportingComponent: component,
      reportingInstance: `${component}-0`,
    });
  }

  const stopListening = store.subscribe(({ type, object }) => {
    if (object.kind !== 'Event') return;
    ages.delete(object.metadata.uid);
    if (type !== 'DELETED') ages.set(object.metadata.uid, { event: object, at: clock.now() });
  });
  let cancel = clock.setTimer(sweep, SWEEP_MILLIS);
  function sweep(): void {
    const oldest = clock.now() - settings.eventTtlMillis;
    for (const { event, at } of ages.values()) {
      if (at > oldest) break;
      store.remove('Event', event.metadata.name, event.metadata.namespace);
    }
    correlator.forgetBefore(oldest);
    for (const each of series.due(clock.now())) writeSeries(each.draft, each.series);
    cancel = clock.setTimer(sweep, SWEEP_MILLIS);
  }
  return {
    recordEvent,
    stop: () => {
      stopListening();
      cancel();
    },
  };
}

/** Events about what has no namespace are kept in `default`. */
function namespaceOf({ regarding }: EventDraft): string {
  return regarding.namespace ?? 'default';
}

function commonOf(
  draft: EventDraft,
  name: string,
  message: string,
): Pick<NewObject<'Event'>, 'kind' | 'apiVersion' | 'metadata' | 'involvedObject' | 'type' | 'reason' | 'message'> {
  const { regarding, type, reason } = draft;
  return {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name, namespace: namespaceOf(draft) },
    involvedObject: regarding,
    type,
    reason,
    message,
  };
}
