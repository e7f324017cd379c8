import type { Context, Running } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import { KINDS } from '../kinds.ts';
import { createWorkQueue } from '../work-queue.ts';

const CONTENTS = Object.values(KINDS).filter(({ namespaced }) => namespaced);

/** A namespace that terminates goes when all that was in it is gone. */
export function startNamespaceController(context: Context): Running {
  const { store } = context;
  const queue = createWorkQueue(context, (name) => {
    if (!isTerminating(name)) return;
    for (const { kind } of CONTENTS) {
      for (const { metadata } of store.list(kind, name)) {
        if (metadata.deletionTimestamp === undefined)
          requestDeletion(context, { kind, name: metadata.name, namespace: name });
      }
    }
    if (CONTENTS.every(({ kind }) => store.list(kind, name).length === 0)) finish(name);
  });

  /** Its own finalizer stands in its spec. */
  function finish(name: string): void {
    store.update('Namespace', name, undefined, ({ spec, ...each }) => {
      const { ['finalizers']: _finalizers, ...others } = spec;
      return { ...each, spec: others };
    });
    if ((store.get('Namespace', name)?.metadata.finalizers?.length ?? 0) === 0) store.remove('Namespace', name);
  }

  function isTerminating(name: string): boolean {
    return store.get('Namespace', name)?.metadata.deletionTimestamp !== undefined;
  }

  const stopListening = store.subscribe(({ type, object }) => {
    if (object.kind === 'Namespace') {
      if (type !== 'DELETED' && object.metadata.deletionTimestamp !== undefined) queue.add(object.metadata.name);
      return;
    }
    const { namespace } = object.metadata;
    if (namespace !== undefined && isTerminating(namespace)) queue.add(namespace);
  });
  for (const { metadata } of store.list('Namespace')) if (isTerminating(metadata.name)) queue.add(metadata.name);
  return {
    stop: () => {
      stopListening();
      queue.stop();
    },
  };
}
