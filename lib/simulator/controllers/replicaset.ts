import type { Context, Running } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import { createObjectIndex } from '../object-index.ts';
import type { NewObject, Pod, ReplicaSet } from '../objects.ts';
import { createWorkQueue } from '../work-queue.ts';

/** Keeps as many pods of a ReplicaSet as it asks for. */
export function startReplicaSetController(context: Context): Running {
  const { store, createPod, recordEvent } = context;
  const owned = createObjectIndex(
    store,
    'Pod',
    ({ metadata }) =>
      metadata.ownerReferences?.find(({ controller, kind }) => controller === true && kind === 'ReplicaSet')?.uid,
  );
  const queue = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    const replicaSet = store.get('ReplicaSet', name, namespace);
    if (replicaSet === undefined || replicaSet.metadata.deletionTimestamp !== undefined) return;
    const pods = owned.get(replicaSet.metadata.uid).filter(isActive);
    const missing = replicaSet.spec.replicas - pods.length;
    let failure: string | undefined;
    for (let made = 0; made < missing && failure === undefined; made += 1) {
      const created = createPod(newReplica(replicaSet));
      if (!created.ok) failure = created.error.message;
    }
    for (const { metadata } of pods.toSorted(byUse).slice(0, Math.max(0, -missing))) {
      requestDeletion(context, { kind: 'Pod', name: metadata.name, namespace });
    }
    writeStatus(replicaSet);
    if (failure === undefined) {
      queue.forget(key);
      return;
    }
    const { apiVersion, kind, metadata } = replicaSet;
    const regarding = { kind, apiVersion, name, namespace, uid: metadata.uid };
    const message = `Error creating: ${failure}`;
    recordEvent({ regarding, type: 'Warning', reason: 'FailedCreate', message, component: 'replicaset-controller' });
    queue.addRateLimited(key);
  });

  function writeStatus({ metadata }: ReplicaSet): void {
    const pods = owned.get(metadata.uid).filter(isActive);
    const readyReplicas = pods.filter(isReady).length;
    store.update('ReplicaSet', metadata.name, metadata.namespace, (each) => ({
      ...each,
      status: { ...each.status, replicas: pods.length, ...(readyReplicas > 0 && { readyReplicas }) },
    }));
  }

  const stopListening = store.subscribe(({ type, object }) => {
    const { namespace, name, ownerReferences } = object.metadata;
    if (object.kind === 'ReplicaSet' && type !== 'DELETED') queue.add(`${namespace}/${name}`);
    if (object.kind !== 'Pod') return;
    const owner = ownerReferences?.find(({ controller, kind }) => controller === true && kind === 'ReplicaSet');
    if (owner !== undefined) queue.add(`${namespace}/${owner.name}`);
  });
  for (const { metadata } of store.list('ReplicaSet')) queue.add(`${metadata.namespace}/${metadata.name}`);
  return {
    stop: () => {
      stopListening();
      for (const each of [queue, owned]) each.stop();
    },
  };
}

function newReplica({ apiVersion, kind, metadata, spec }: ReplicaSet): NewObject<'Pod'> {
  const { name, namespace, uid } = metadata;
  const { labels, annotations } = spec.template.metadata ?? {};
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      generateName: `${name}-`,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: spec.template.spec,
  };
}

function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status.phase !== 'Failed' && status.phase !== 'Succeeded';
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
}

/** Those that serve nobody go first. */
function byUse(a: Pod, b: Pod): number {
  return Number(isReady(a)) - Number(isReady(b)) || (a.metadata.name < b.metadata.name ? -1 : 1);
}
