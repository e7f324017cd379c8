import type { Millis } from '#lib/base/clock.ts';
import { listOf, rawOf, timeOf } from '../project/raw.ts';

const EVENT_TIMES = [
  'eventTime',
  'firstTimestamp',
  'lastTimestamp',
  'deprecatedFirstTimestamp',
  'deprecatedLastTimestamp',
];

/**
 * The newest moment of which an object speaks: what Kubernetes itself stamped on it. Of the spec only the taints count,
 * annotations and labels not at all: there a person may have written any time. deletionTimestamp lies in the future.
 */
export function newestTimeOf(raw: unknown): Millis | undefined {
  const object = rawOf(raw);
  const metadata = rawOf(object['metadata']);
  let newest: Millis | undefined;
  const consider = (value: unknown) => {
    const time = timeOf(value);
    if (time !== undefined && (newest === undefined || time > newest)) newest = time;
  };
  consider(metadata['creationTimestamp']);
  for (const field of listOf(metadata['managedFields'])) consider(rawOf(field)['time']);
  for (const taint of listOf(rawOf(object['spec'])['taints'])) consider(rawOf(taint)['timeAdded']);
  for (const name of EVENT_TIMES) consider(object[name]);
  consider(rawOf(object['series'])['lastObservedTime']);
  eachText(object['status'], consider);
  return newest;
}

function eachText(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) eachText(each, visit);
}
