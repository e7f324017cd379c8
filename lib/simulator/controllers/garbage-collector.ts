import type { Context, Running } from '../context.ts';
import { FOREGROUND, ORPHAN, requestDeletion } from '../deletion.ts';
import { groupVersion, KINDS } from '../kinds.ts';
import type { ObjectOf, OwnerReference, Reference, SimulatedObject } from '../objects.ts';
import { createWorkQueue } from '../work-queue.ts';

/*
 * What nobody owns any more goes; what is deleted in the foreground waits for what it owns. Source:
 * pkg/controller/garbagecollector.
 */

/** Kinds that are owned by others here. */
const OWNED = ['Pod', 'ControllerRevision', 'ReplicaSet'] as const;
type Owned = ObjectOf<(typeof OWNED)[number]>;
type Owners = {
  readonly solid: readonly OwnerReference[];
  readonly dangling: readonly OwnerReference[];
  readonly waiting: readonly OwnerReference[];
};

export function startGarbageCollector(context: Context): Running {
  const { store } = context;
  /** What belongs to whom, by the owner's uid. */
  const dependents = new Map<string, Map<string, Owned>>();
  const dependentsOf = (uid: string): readonly Owned[] => [...(dependents.get(uid)?.values() ?? [])];
  const attempts = createWorkQueue(context, (key) => {
    const object = objectOf(key);
    if (object !== undefined && isOwned(object)) attempt(object);
  });
  const owners = createWorkQueue(context, (key) => {
    const owner = objectOf(key);
    if (owner?.metadata.deletionTimestamp !== undefined) letGo(owner);
  });

  function objectOf(key: string): SimulatedObject | undefined {
    const [kind = '', namespace, name = ''] = key.split('/');
    const known = Object.values(KINDS).find((each) => each.kind === kind);
    return known && store.get(known.kind, name, namespace === '' ? undefined : namespace);
  }

  function attempt(object: Owned): void {
    const { metadata } = object;
    const isWaiting = metadata.finalizers?.includes(FOREGROUND) ?? false;
    if (metadata.deletionTimestamp !== undefined) {
      // Being deleted is a one-way trip; what it owns is dealt with when it is gone.
      if (isWaiting) owners.add(keyOf(object));
      return;
    }
    const { solid, dangling, waiting } = classify(object);
    if (solid.length + dangling.length + waiting.length === 0) return;
    if (solid.length > 0) {
      if (solid.length < (metadata.ownerReferences?.length ?? 0)) disown(object, [...dangling, ...waiting]);
      return;
    }
    const hasOwn = waiting.length > 0 && dependentsOf(metadata.uid).length > 0;
    requestDeletion(context, referenceTo(object), { propagationPolicy: hasOwn ? 'Foreground' : 'Background' });
  }

  function classify({ metadata }: Owned): Owners {
    const solid: OwnerReference[] = [];
    const dangling: OwnerReference[] = [];
    const waiting: OwnerReference[] = [];
    for (const reference of metadata.ownerReferences ?? []) {
      const owner = ownerOf(reference, metadata.namespace);
      if (owner === undefined) dangling.push(reference);
      else if (owner !== 'unknown' && owner.metadata.deletionTimestamp !== undefined && waits(owner))
        waiting.push(reference);
      else solid.push(reference);
    }
    return { solid, dangling, waiting };
  }

  /** Of a kind that cannot be looked up nobody knows whether it is there: nothing is deleted for its sake. */
  function ownerOf(
    { apiVersion, kind, name, uid }: OwnerReference,
    namespace: string | undefined,
  ): SimulatedObject | 'unknown' | undefined {
    const known = Object.values(KINDS).find((each) => each.kind === kind && groupVersion(each) === apiVersion);
    if (known === undefined) return 'unknown';
    const owner: SimulatedObject | undefined = store.get(known.kind, name, known.namespaced ? namespace : undefined);
    return owner?.metadata.uid === uid ? owner : undefined;
  }

  /** An owner that is being deleted and waits for us. */
  function letGo(owner: SimulatedObject): void {
    const { uid, finalizers = [] } = owner.metadata;
    if (finalizers.includes(ORPHAN)) {
      for (const object of dependentsOf(uid)) disown(object, [{ uid }]);
      release(owner, ORPHAN);
    } else if (finalizers.includes(FOREGROUND)) {
      const blocking = dependentsOf(uid).filter(({ metadata }) =>
        metadata.ownerReferences?.some((each) => each.uid === uid && each.blockOwnerDeletion === true),
      );
      if (blocking.length === 0) release(owner, FOREGROUND);
      for (const object of blocking) attempts.add(keyOf(object));
    }
  }

  function disown({ kind, metadata }: Owned, gone: readonly Pick<OwnerReference, 'uid'>[]): void {
    store.update(kind, metadata.name, metadata.namespace, (each) => {
      const { ownerReferences = [], ...others } = each.metadata;
      const kept = ownerReferences.filter(({ uid }) => !gone.some((reference) => reference.uid === uid));
      return { ...each, metadata: kept.length === 0 ? others : { ...others, ownerReferences: kept } };
    });
  }

  function release({ kind, metadata }: SimulatedObject, finalizer: string): void {
    store.update(kind, metadata.name, metadata.namespace, (each) => {
      const { finalizers = [], ...others } = each.metadata;
      const kept = finalizers.filter((name) => name !== finalizer);
      return { ...each, metadata: kept.length === 0 ? others : { ...others, finalizers: kept } };
    });
  }

  function note(object: Owned): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const group = dependents.get(uid) ?? new Map<string, Owned>();
      dependents.set(uid, group.set(object.metadata.uid, object));
    }
  }

  function unnote({ metadata }: Owned): void {
    for (const { uid } of metadata.ownerReferences ?? []) {
      const group = dependents.get(uid);
      group?.delete(metadata.uid);
      if (group?.size === 0) dependents.delete(uid);
    }
  }

  function wakeOwners({ metadata }: Owned): void {
    for (const reference of metadata.ownerReferences ?? []) {
      const owner = ownerOf(reference, metadata.namespace);
      if (owner !== undefined && owner !== 'unknown' && owner.metadata.deletionTimestamp !== undefined)
        owners.add(keyOf(owner));
    }
  }

  /** Somebody whose owner was never there, or is gone already [OR7]. */
  function lookForOwners(object: Owned): void {
    const { ownerReferences = [], namespace } = object.metadata;
    if (ownerReferences.some((each) => ownerOf(each, namespace) === undefined)) attempts.add(keyOf(object));
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind === 'Event') return;
    if (type === 'DELETED') {
      if (isOwned(object)) {
        unnote(object);
        wakeOwners(object);
      }
      for (const each of dependentsOf(object.metadata.uid)) attempts.add(keyOf(each));
      return;
    }
    if (isOwned(object)) {
      const before = previous !== undefined && isOwned(previous) ? previous : undefined;
      const isMoved = before?.metadata.ownerReferences !== object.metadata.ownerReferences;
      if (isMoved && before !== undefined) {
        unnote(before);
        wakeOwners(before);
      }
      note(object);
      if (isMoved) lookForOwners(object);
    }
    if (object.metadata.deletionTimestamp !== undefined && waits(object)) owners.add(keyOf(object));
  });
  for (const kind of OWNED) {
    for (const object of store.list(kind)) {
      note(object);
      lookForOwners(object);
    }
  }
  for (const { kind } of Object.values(KINDS).filter((each) => each.kind !== 'Event')) {
    for (const object of store.list(kind))
      if (object.metadata.deletionTimestamp !== undefined && waits(object)) owners.add(keyOf(object));
  }
  return {
    stop: () => {
      stopListening();
      for (const each of [attempts, owners]) each.stop();
    },
  };
}

function isOwned(object: SimulatedObject): object is Owned {
  return OWNED.some((kind) => kind === object.kind);
}

function waits({ metadata }: SimulatedObject): boolean {
  return metadata.finalizers?.some((each) => each === FOREGROUND || each === ORPHAN) ?? false;
}

function keyOf({ kind, metadata }: SimulatedObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

function referenceTo({ kind, metadata: { name, namespace } }: Owned): Reference {
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}
