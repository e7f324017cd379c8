import type { ObjectStore } from './object-store.ts';
import type { Kind, ObjectOf } from './objects.ts';

/** The objects of a kind by something that they have in common, such as pods by node; kept up to date by the store. */
export type ObjectIndex<K extends Kind> = {
  /** In the order in which they came. */
  readonly get: (key: string) => readonly ObjectOf<K>[];
  readonly stop: () => void;
};

/** `keyOf` may give undefined for what is not to be found. */
export function createObjectIndex<K extends Kind>(
  store: ObjectStore,
  kind: K,
  keyOf: (object: ObjectOf<K>) => string | undefined,
): ObjectIndex<K> {
  const groups = new Map<string, Map<string, ObjectOf<K>>>();
  const put = (object: ObjectOf<K>): void => {
    const key = keyOf(object);
    if (key === undefined) return;
    let group = groups.get(key);
    if (group === undefined) {
      group = new Map();
      groups.set(key, group);
    }
    group.set(object.metadata.uid, object);
  };
  const take = (object: ObjectOf<K>, next: ObjectOf<K> | undefined): void => {
    const key = keyOf(object);
    if (key === undefined || (next !== undefined && keyOf(next) === key)) return;
    const group = groups.get(key);
    group?.delete(object.metadata.uid);
    if (group?.size === 0) groups.delete(key);
  };
  for (const object of store.list(kind)) put(object);
  const stop = store.subscribe(({ type, object, previous }) => {
    if (object.kind !== kind) return;
    const next = type === 'DELETED' ? undefined : (object as ObjectOf<K>);
    if (previous !== undefined) take(previous as ObjectOf<K>, next);
    if (next !== undefined) put(next);
  });
  return { get: (key) => [...(groups.get(key)?.values() ?? [])], stop };
}
