import type { Context } from './context.ts';
import type { Pod, Reference } from './objects.ts';
import { timestamp } from './timestamp.ts';

export type DeleteOptions = {
  /** Of pods alone; their own unless given. */
  readonly gracePeriodSeconds?: number;
  /** What becomes of what the object owns; `Background` unless given. */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
};

/** The garbage collector takes these off when it has done its part. */
export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/**
 * Asks for an object's deletion, as DELETE does; false when there is none. A pod that is bound and not finished gets its
 * grace period, and its kubelet takes it away [TM1]; anything with finalizers waits for them.
 */
export function requestDeletion(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { kind, name, namespace }: Reference,
  { gracePeriodSeconds, propagationPolicy = 'Background' }: DeleteOptions = {},
): boolean {
  const object = store.get(kind, name, namespace);
  if (object === undefined) return false;
  if (object.kind === 'Namespace') return terminateNamespace(store, object.metadata.name, timestamp(clock.now()));
  const grace = object.kind === 'Pod' ? graceOf(object, gracePeriodSeconds) : 0;
  const finalizers = [
    ...(object.metadata.finalizers ?? []),
    ...(propagationPolicy === 'Foreground' ? [FOREGROUND] : []),
    ...(propagationPolicy === 'Orphan' ? [ORPHAN] : []),
  ];
  if (grace === 0 && finalizers.length === 0) {
    if (object.kind === 'Pod') markEnded({ store, clock }, object.metadata);
    return store.remove(kind, name, namespace);
  }
  const endsAt = clock.now() + grace * 1_000;
  const before = object.metadata.deletionTimestamp;
  // Asked again, a deletion may only come sooner.
  if (
    before !== undefined &&
    Date.parse(before) <= endsAt &&
    (object.metadata.deletionGracePeriodSeconds ?? 0) <= grace
  )
    return true;
  store.update(kind, name, namespace, (each) => ({
    ...each,
    metadata: {
      ...each.metadata,
      deletionTimestamp: timestamp(endsAt),
      deletionGracePeriodSeconds: grace,
      ...(finalizers.length > 0 && { finalizers: [...new Set(finalizers)] }),
    },
  }));
  return true;
}

/** Its contents go first; the namespace controller then takes it away. */
function terminateNamespace(store: Context['store'], name: string, deletionTimestamp: string): true {
  store.update('Namespace', name, undefined, (each) => ({
    ...each,
    metadata: { ...each.metadata, deletionTimestamp: each.metadata.deletionTimestamp ?? deletionTimestamp },
    status: { phase: 'Terminating' },
  }));
  return true;
}

/** Nobody has to end a pod that is bound nowhere or has come to its end. */
function graceOf({ spec, status }: Pod, asked: number | undefined): number {
  if (spec.nodeName === undefined || status.phase === 'Succeeded' || status.phase === 'Failed') return 0;
  return asked ?? spec.terminationGracePeriodSeconds ?? 30;
}

/** The kubelet has ended a pod: it goes, or waits for nothing but its finalizers from now on. */
export function finishDeletion(context: Pick<Context, 'store' | 'clock'>, metadata: Pod['metadata']): void {
  markEnded(context, metadata);
  if ((metadata.finalizers?.length ?? 0) === 0) context.store.remove('Pod', metadata.name, metadata.namespace);
}

/** That a pod has no grace left is written down before it goes: a watch tells of MODIFIED, then DELETED. */
function markEnded({ store, clock }: Pick<Context, 'store' | 'clock'>, { name, namespace }: Pod['metadata']): void {
  store.update('Pod', name, namespace, (pod) => {
    const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    if (deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0) return pod;
    const ended = { deletionTimestamp: timestamp(clock.now()), deletionGracePeriodSeconds: 0 };
    return { ...pod, metadata: { ...pod.metadata, ...ended } };
  });
}
