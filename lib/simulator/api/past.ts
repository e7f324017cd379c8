import type { KindInfo } from '../kinds.ts';
import type { ObjectStore } from '../object-store.ts';
import type { SimulatedObject } from '../objects.ts';

/** The objects of a kind as they were at a revision, in the order of a list; undefined when that is forgotten. */
export type Past = (
  info: KindInfo,
  namespace: string | undefined,
  revision: number,
) => readonly SimulatedObject[] | undefined;

/** A list of many pages asks for the same moment again and again: so many moments are kept. */
const KEPT = 8;

export function createPast(store: ObjectStore): Past {
  const kept = new Map<string, readonly SimulatedObject[]>();
  return (info, namespace, revision) => {
    if (revision < store.compactedRevision() && revision !== store.revision()) return undefined;
    const key = `${info.kind} ${namespace ?? ''} ${revision}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const objects = objectsAt(store, info, namespace, revision);
    if (objects === undefined) return undefined;
    kept.set(key, objects);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return objects;
  };
}

/** What is there now, with everything that happened since taken back, the newest first. */
function objectsAt(
  store: ObjectStore,
  { kind }: KindInfo,
  namespace: string | undefined,
  revision: number,
): readonly SimulatedObject[] | undefined {
  const changes = store.changesSince(revision);
  if (changes === undefined) return undefined;
  const present = store.list(kind, namespace);
  const since = changes.filter(
    ({ object }) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
  );
  if (since.length === 0) return present;
  const objects = new Map<string, SimulatedObject>(present.map((object) => [placeOf(object), object]));
  for (const { object, previous } of since.toReversed()) {
    if (previous === undefined) objects.delete(placeOf(object));
    else objects.set(placeOf(object), previous);
  }
  return [...objects.keys()].sort().flatMap((key) => objects.get(key) ?? []);
}

/** In the order of these an API server lists. */
export function placeOf({ metadata }: SimulatedObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
