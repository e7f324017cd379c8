import type { KindInfo } from '../kinds.ts';
import type { Change } from '../object-store.ts';
import type { SimulatedObject } from '../objects.ts';
import { objectText } from './render.ts';

/** What a watch tells of an object. */
export type WatchEvent = {
  readonly type: Change['type'];
  readonly name: string;
  /** The object's text; written out when it is first asked for. */
  readonly object: () => string;
  /** The whole line, with its end. */
  readonly line: () => Buffer;
};

/** Which event a change is for somebody who sees only what he selects; undefined when he does not see it. */
export type EventLines = {
  readonly eventOf: (
    change: Change,
    info: KindInfo,
    matches: (object: SimulatedObject) => boolean,
  ) => WatchEvent | undefined;
};

/** Lines that are kept for those who have not been told yet. */
const KEPT_BYTES = 8 * 1_024 * 1_024;

/** Each change is written out once for all who watch it under one name. */
export function createEventLines(): EventLines {
  const kept = new Map<string, Buffer>();
  let bytes = 0;
  const keep = (key: string, make: () => Buffer): Buffer => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const line = make();
    kept.set(key, line);
    bytes += line.length;
    for (const [oldest, { length }] of kept) {
      if (bytes <= KEPT_BYTES) break;
      kept.delete(oldest);
      bytes -= length;
    }
    return line;
  };
  return {
    eventOf: (change, info, matches) => {
      const type = typeFor(change, matches);
      if (type === undefined) return undefined;
      const shown = objectOf(change, type);
      const object = () => objectText(shown, info);
      const key = `${change.revision} ${type} ${info.group}`;
      const line = () => keep(key, () => Buffer.from(`{"type":"${type}","object":${object()}}\n`));
      return { type, name: shown.metadata.name, object, line };
    },
  };
}

/** Coming into what is selected is ADDED, leaving it is DELETED. */
function typeFor(
  { type, object, previous }: Change,
  matches: (object: SimulatedObject) => boolean,
): Change['type'] | undefined {
  const was = previous !== undefined && matches(previous);
  const is = type !== 'DELETED' && matches(object);
  if (is) return was ? 'MODIFIED' : 'ADDED';
  return was ? 'DELETED' : undefined;
}

/** Whoever is told that it has gone is shown its last state that was selected, under the revision of now. */
function objectOf({ type, object, previous, revision }: Change, told: Change['type']): SimulatedObject {
  if (told !== 'DELETED' || type === 'DELETED' || previous === undefined) return object;
  const metadata = { ...previous.metadata, resourceVersion: String(revision) };
  return { ...previous, metadata } as SimulatedObject;
}
