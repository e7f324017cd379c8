import { createDerivation, type Derivation } from '#lib/fleet/derive.ts';
import { createHistory } from '#lib/fleet/history.ts';
import { computeKnowledge } from '#lib/fleet/knowledge.ts';
import { createMemory, type Memory } from '#lib/fleet/memory.ts';
import { createMemoryStore, type MemoryStore } from '#lib/kubernetes/memory-store.ts';
import { projectResource, resourceOfKind } from '#lib/kubernetes/project/object.ts';
import type { Change, ObjectStore } from '#lib/simulator/object-store.ts';
import { makeHealth } from './health.ts';

/** The records of an embedded cluster, kept up to date without any network between them. */
export type Records = { readonly store: MemoryStore; readonly take: (change: Pick<Change, 'type' | 'object'>) => void };

const KINDS = [
  'Namespace',
  'PriorityClass',
  'Node',
  'DaemonSet',
  'ControllerRevision',
  'Pod',
  'PodDisruptionBudget',
  'Event',
] as const;
const STALL_AFTER_MILLIS = 600_000;
const WELL = computeKnowledge(makeHealth());

export function recordsOf(objects: Pick<ObjectStore, 'list'>): Records {
  const store = createMemoryStore();
  const take: Records['take'] = ({ type, object }) => {
    const resource = resourceOfKind(object.apiVersion, object.kind);
    const record = resource === undefined ? undefined : projectResource(resource, object);
    if (resource === undefined || record === undefined) return;
    store.apply(resource, [type === 'DELETED' ? { type: 'Delete', uid: record.uid } : { type: 'Put', record }]);
  };
  for (const kind of KINDS) for (const object of objects.list(kind)) take({ type: 'ADDED', object });
  return { store, take };
}

/** A derivation that has just begun to look, with nothing remembered unless given; `look` brings it up to a moment. */
export function beginToLook(
  store: MemoryStore,
  memory: Memory = createMemory(),
): Derivation & { readonly look: (now: number) => void } {
  const derivation = createDerivation({
    store,
    memory,
    history: createHistory(0),
    stallAfterMillis: STALL_AFTER_MILLIS,
  });
  return { ...derivation, look: (now) => void derivation.update(store.drain(), WELL, now) };
}
