import type { Context, Running } from '../context.ts';
import { FOREGROUND, ORPHAN, requestDeletion } from '../deletion.ts';
import { createObjectIndex } from '../object-index.ts';
import type { ObjectMeta, ObjectOf, SimulatedObject } from '../objects.ts';
import { createWorkQueue } from '../work-queue.ts';

/** Kinds that are owned. */
const OWNED = ['Pod', 'ControllerRevision', 'ReplicaSet'] as const;
type Owned = ObjectOf<(typeof OWNED)[number]>;

/** What nobody owns any more goes; what is deleted in the foreground waits for what it owns. */
export function startGarbageCollector(context: Context): Running {
  const { store } = context;
  const indexes = OWNED.map((kind) =>
    createObjectIndex<(typeof OWNED)[number]>(store, kind, ({ metadata }) => metadata.ownerReferences?.[0]?.uid),
  );
  /** Every owner that is there, by uid; of an object with several owners the first is looked up. */
  const owners = new Map<string, SimulatedObject>();
  const dependentsOf = (uid: string) => indexes.flatMap((index) => index.get(uid)) as readonly Owned[];

  /** The owner is gone: what it left is deleted. */
  const left = createWorkQueue(context, (uid) => {
    if (owners.has(uid)) return;
    for (const object of dependentsOf(uid)) {
      const isOwned = object.metadata.ownerReferences?.some((each) => owners.has(each.uid)) ?? false;
      if (!isOwned) requestDeletion(context, referenceTo(object));
    }
  });

  /** The owner waits for us to deal with what it owns. */
  const waiting = createWorkQueue(context, (uid) => {
    const owner = owners.get(uid);
    const { finalizers = [], deletionTimestamp } = owner?.metadata ?? {};
    if (owner === undefined || deletionTimestamp === undefined) return;
    if (finalizers.includes(ORPHAN)) {
      for (const object of dependentsOf(uid)) disown(object, uid);
      release(owner, ORPHAN);
    } else if (finalizers.includes(FOREGROUND)) {
      const dependents = dependentsOf(uid);
      for (const object of dependents) {
        if (object.metadata.deletionTimestamp === undefined) requestDeletion(context, referenceTo(object));
      }
      if (dependentsOf(uid).length === 0) release(owner, FOREGROUND);
    }
  });

  function disown(object: Owned, uid: string): void {
    store.update(object.kind, object.metadata.name, object.metadata.namespace, (each) => {
      const { ownerReferences = [], ...others } = each.metadata;
      const kept = ownerReferences.filter((reference) => reference.uid !== uid);
      return { ...each, metadata: kept.length === 0 ? others : { ...others, ownerReferences: kept } };
    });
  }

  function release({ kind, metadata }: SimulatedObject, finalizer: string): void {
    store.update(kind, metadata.name, metadata.namespace, (each) => ({
      ...each,
      metadata: without(each.metadata, finalizer),
    }));
  }

  const stopListening = store.subscribe(({ type, object }) => {
    const { metadata } = object;
    const owner = metadata.ownerReferences?.[0]?.uid;
    if (type === 'DELETED') {
      owners.delete(metadata.uid);
      left.add(metadata.uid);
      if (owner !== undefined) waiting.add(owner);
      return;
    }
    if (object.kind === 'Event') return;
    owners.set(metadata.uid, object);
    if (metadata.deletionTimestamp !== undefined) waiting.add(metadata.uid);
    // Somebody whose owner was never there, or is gone already [OR7].
    if (owner !== undefined && !owners.has(owner)) left.add(owner);
  });
  for (const kind of ['Node', 'Namespace', 'DaemonSet', 'ReplicaSet', 'Pod', 'ControllerRevision'] as const) {
    for (const object of store.list(kind)) owners.set(object.metadata.uid, object);
  }
  for (const kind of OWNED) {
    for (const { metadata } of store.list(kind)) {
      const owner = metadata.ownerReferences?.[0]?.uid;
      if (owner !== undefined && !owners.has(owner)) left.add(owner);
    }
  }
  return {
    stop: () => {
      stopListening();
      for (const each of [left, waiting, ...indexes]) each.stop();
    },
  };
}

function without(metadata: ObjectMeta, finalizer: string): ObjectMeta {
  const { finalizers = [], ...others } = metadata;
  const kept = finalizers.filter((each) => each !== finalizer);
  return kept.length === 0 ? others : { ...others, finalizers: kept };
}

function referenceTo({ kind, metadata }: Owned) {
  const { name, namespace } = metadata;
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}
