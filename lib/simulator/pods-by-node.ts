import { createObjectIndex, type ObjectIndex } from './object-index.ts';
import type { ObjectStore } from './object-store.ts';

/** Several parts of the cluster ask which pods are bound to a node: they share one index of a store. */
const SHARED = new WeakMap<ObjectStore, { readonly index: ObjectIndex<'Pod'>; users: number }>();

export function podsByNode(store: ObjectStore): ObjectIndex<'Pod'> {
  const shared = SHARED.get(store) ?? {
    index: createObjectIndex(store, 'Pod', ({ spec }) => spec.nodeName),
    users: 0,
  };
  SHARED.set(store, shared);
  shared.users += 1;
  let isStopped = false;
  return {
    get: shared.index.get,
    stop: () => {
      if (isStopped) return;
      isStopped = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      shared.index.stop();
      SHARED.delete(store);
    },
  };
}
