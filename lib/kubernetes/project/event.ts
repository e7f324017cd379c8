import { uid } from '#lib/domain/keys.ts';
import type { EventRecord } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { namespacedMetadataOf } from './metadata.ts';
import { integerOf, type Raw, rawOf, textOf, timeOf } from './raw.ts';
import { copyOf, messageOf } from './text.ts';

/** One record of both APIs [EV1]: core/v1 has involvedObject, message, source; events.k8s.io has regarding, note. */
export function projectEvent(raw: unknown, context: ProjectionContext = plainContext): EventRecord | undefined {
  const metadata = namespacedMetadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const event = rawOf(raw);
  const series = rawOf(event['series']);
  const eventTime = timeOf(event['eventTime']);
  const firstTimestamp = timeOf(event['firstTimestamp'] ?? event['deprecatedFirstTimestamp']) ?? eventTime;
  const lastTimestamp =
    timeOf(series['lastObservedTime']) ??
    timeOf(event['lastTimestamp'] ?? event['deprecatedLastTimestamp']) ??
    eventTime ??
    metadata.creationTimestamp;
  return withoutUndefined<EventRecord>({
    kind: 'Event',
    ...metadata,
    type: context.text(textOf(event['type']) ?? ''),
    reason: context.text(textOf(event['reason']) ?? ''),
    note: messageOf(event['note'] ?? event['message']) ?? '',
    count: integerOf(series['count'] ?? event['count'] ?? event['deprecatedCount']) || 1,
    firstTimestamp,
    lastTimestamp,
    reportingController: context.text(reporterOf(event)),
    regarding: regardingOf(rawOf(event['regarding'] ?? event['involvedObject']), context),
  });
}

function reporterOf(event: Raw): string {
  const source = rawOf(event['source'] ?? event['deprecatedSource']);
  return (
    textOf(event['reportingController']) ?? textOf(event['reportingComponent']) ?? textOf(source['component']) ?? ''
  );
}

/** As the kubelet writes it: `spec.initContainers{wait}`. */
const CONTAINER_PATH = /^spec\.(?:containers|initContainers)\{([a-z0-9-]{1,63})\}$/;

function regardingOf(reference: Raw, context: ProjectionContext): EventRecord['regarding'] {
  const id = textOf(reference['uid']);
  const container = CONTAINER_PATH.exec(textOf(reference['fieldPath']) ?? '')?.[1];
  return withoutUndefined<EventRecord['regarding']>({
    kind: context.text(textOf(reference['kind']) ?? ''),
    namespace: context.text(textOf(reference['namespace']) ?? ''),
    name: textOf(reference['name']) ?? '',
    uid: id === undefined ? undefined : uid(id),
    container: container === undefined ? undefined : context.text(copyOf(container)),
  });
}
