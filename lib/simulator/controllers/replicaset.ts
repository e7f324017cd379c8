import type { Context, Running } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import { createObjectIndex } from '../object-index.ts';
import type { Condition, NewObject, Pod, ReplicaSet } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';
import { inOrderOfUse, isReady } from './scale-down.ts';

/*
 * Keeps as many pods of a ReplicaSet as it asks for. Source: pkg/controller/replicaset. Pods of nobody are not adopted.
 */

const COMPONENT = 'replicaset-controller';
/** It makes or deletes no more at a time. */
const BURST = 500;

export function startReplicaSetController(context: Context): Running {
  const { store, clock, createPod, recordEvent } = context;
  const owned = createObjectIndex(store, 'Pod', (pod) => ownerOf(pod)?.uid);
  const queue = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    const replicaSet = store.get('ReplicaSet', name, namespace);
    if (replicaSet === undefined) return;
    const failure = replicaSet.metadata.deletionTimestamp === undefined ? manage(replicaSet) : undefined;
    writeStatus(replicaSet, failure);
    if (failure === undefined) queue.forget(key);
    else queue.addRateLimited(key);
  });

  function activePodsOf({ metadata }: ReplicaSet): readonly Pod[] {
    return owned.get(metadata.uid).filter(({ metadata: { deletionTimestamp }, status: { phase } }) => {
      return deletionTimestamp === undefined && phase !== 'Failed' && phase !== 'Succeeded';
    });
  }

  /** Says why pods could not be made. */
  function manage(replicaSet: ReplicaSet): string | undefined {
    const pods = activePodsOf(replicaSet);
    const missing = Math.min(BURST, replicaSet.spec.replicas - pods.length);
    if (missing > 0) return create(replicaSet, missing);
    for (const { metadata } of inOrderOfUse(pods, clock.now()).slice(0, Math.min(BURST, -missing))) {
      const { name, namespace } = metadata;
      requestDeletion(context, { kind: 'Pod', name, ...(namespace !== undefined && { namespace }) });
      say(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    }
    return undefined;
  }

  /** In batches of 1, 2, 4, ...: where one fails the rest would fail as well. */
  function create(replicaSet: ReplicaSet, missing: number): string | undefined {
    let failure: string | undefined;
    for (let [made, batch] = [0, 1]; made < missing && failure === undefined; made += batch, batch *= 2) {
      for (let at = 0; at < Math.min(batch, missing - made); at += 1) {
        const created = createPod(newReplica(replicaSet));
        if (created.ok) {
          say(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${created.value.metadata.name}`);
        } else {
          failure ??= created.error.message;
          say(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${created.error.message}`);
        }
      }
    }
    return failure;
  }

  function say(
    { kind, apiVersion, metadata }: ReplicaSet,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ) {
    const { name, namespace, uid, resourceVersion } = metadata;
    const place = namespace === undefined ? {} : { namespace };
    const regarding = { kind, apiVersion, name, ...place, uid, resourceVersion };
    recordEvent({ regarding, type, reason, message, component: COMPONENT });
  }

  function writeStatus({ metadata, spec }: ReplicaSet, failure: string | undefined): void {
    const current = store.get('ReplicaSet', metadata.name, metadata.namespace);
    if (current === undefined) return;
    const pods = activePodsOf(current);
    const template = Object.entries(spec.template.metadata?.labels ?? {});
    const labelled = pods.filter((pod) =>
      template.every(([key, value]) => pod.metadata.labels?.[key] === value),
    ).length;
    const ready = pods.filter(isReady).length;
    const terminating = owned.get(metadata.uid).filter(isTerminating).length;
    store.update('ReplicaSet', metadata.name, metadata.namespace, (each) => {
      const conditions = failure === undefined ? [] : [failedCondition(each, failure)];
      return {
        ...each,
        status: {
          replicas: pods.length,
          ...(labelled > 0 && { fullyLabeledReplicas: labelled }),
          ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
          terminatingReplicas: terminating,
          observedGeneration: metadata.generation ?? 1,
          ...(conditions.length > 0 && { conditions }),
        },
      };
    });
  }

  /** That of the first failure stays. */
  function failedCondition({ status }: ReplicaSet, message: string): Condition {
    const before = status.conditions?.find(({ type }) => type === 'ReplicaFailure');
    const lastTransitionTime = timestamp(clock.now());
    return before ?? { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message, lastTransitionTime };
  }

  const stopListening = store.subscribe(({ type, object }) => {
    const { namespace, name } = object.metadata;
    if (object.kind === 'ReplicaSet' && type !== 'DELETED') queue.add(`${namespace}/${name}`);
    if (object.kind !== 'Pod') return;
    const owner = ownerOf(object);
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

function isTerminating({ metadata, status: { phase } }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined && phase !== 'Failed' && phase !== 'Succeeded';
}

function ownerOf({ metadata }: Pod) {
  return metadata.ownerReferences?.find(({ controller, kind }) => controller === true && kind === 'ReplicaSet');
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
