import type { Context, Running } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import { KINDS } from '../kinds.ts';
import { createWorkQueue } from '../work-queue.ts';

const CONTENTS = Object.values(KINDS).filter(({ namespaced }) => namespaced);

/** A namespace that terminates goes when all that was in it is gone. */
export function startNamespaceController(context: Context): Running {
  const { store } = context;
  const queue = createWorkQueue(context, (name) => {
    const namespace = store.get('Namespace', name);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    for (const { kind } of CONTENTS) {
      for (const { metadata } of store.list(kind, name)) {
        if (metadata.deletionTimestamp === undefined)
          requestDeletion(context, { kind, name: metadata.name, namespace: name });
      }
    }
    if (CONTENTS.every(({ kind }) => store.list(kind, name).length === 0)) store.remove('Namespace', name);
  });
  const stopListening = store.subscribe(({ type, object }) => {
    if (object.kind === 'Namespace') {
      if (type !== 'DELETED' && object.metadata.deletionTimestamp !== undefined) queue.add(object.metadata.name);
      return;
    }
    const { namespace } = object.metadata;
    if (namespace === undefined || store.get('Namespace', namespace)?.metadata.deletionTimestamp === undefined) return;
    queue.add(namespace);
  });
  return {
    stop: () => {
      stopListening();
      queue.stop();
    },
  };
}
