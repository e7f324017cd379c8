import { seededRandom } from '#lib/base/random.ts';
import type { Result } from '#lib/base/result.ts';
import { createAdmission } from './admission/admission.ts';
import { startQuotaController } from './admission/quota.ts';
import { type Context, type Refusal, type Running, type Settings, type Start, USUAL_SETTINGS } from './context.ts';
import { startDaemonSetController } from './controllers/daemonset/daemonset-controller.ts';
import { startDisruptionController } from './controllers/disruption.ts';
import { startGarbageCollector } from './controllers/garbage-collector.ts';
import { startNamespaceController } from './controllers/namespace.ts';
import { startNodeLifecycle } from './controllers/node-lifecycle.ts';
import { startPodGarbageCollector } from './controllers/pod-garbage-collector.ts';
import { startReplicaSetController } from './controllers/replicaset.ts';
import { startTaintEviction } from './controllers/taint-eviction.ts';
import { type DeleteOptions, requestDeletion } from './deletion.ts';
import { createEventRecorder } from './event-recorder.ts';
import { evictPod } from './eviction.ts';
import { startKubelets } from './kubelet/kubelets.ts';
import { createLiveness } from './kubelet/liveness.ts';
import { changeNodes, type SimulatedNodes } from './nodes.ts';
import { createObjectStore } from './object-store.ts';
import type { Kind, NewObject, ObjectOf, Reference } from './objects.ts';
import { startScheduler } from './scheduler/scheduler.ts';
import { settleDaemonSet } from './settle.ts';
import type { StoryClock } from './story-clock.ts';

/** A cluster that lives in this process: what scenarios and tests do to it, and what it is made of. */
export type SimulatedCluster = Context & {
  readonly clock: StoryClock;
  /**
   * Creates an object, or replaces the one of that name as `kubectl apply` of a whole manifest does: its status and
   * history stay. A pod passes admission; one that is refused throws.
   */
  readonly apply: <K extends Kind>(object: NewObject<K>) => ObjectOf<K>;
  /** Changes an object that must be there. */
  readonly patch: <K extends Kind>(reference: Reference<K>, change: (object: ObjectOf<K>) => ObjectOf<K>) => void;
  /** Deleting what is not there is fine. */
  readonly delete: (reference: Reference, options?: DeleteOptions) => void;
  /** Asks the eviction API: refused while a PodDisruptionBudget forbids it (429). */
  readonly evict: (pod: { readonly name: string; readonly namespace: string }) => Result<void, Refusal>;
  readonly nodes: SimulatedNodes;
  /**
   * Puts the pods of a DaemonSet onto the nodes that want it as if they had been running since its creation; only before
   * `start`. A cluster of 150,000 pods is there in seconds that way.
   */
  readonly settle: (daemonSet: { readonly name: string; readonly namespace: string }) => void;
  /** Controllers, scheduler and kubelets begin to work. */
  readonly start: () => void;
  readonly stop: () => void;
};

export type ClusterOptions = {
  readonly clock: StoryClock;
  readonly seed: number;
  readonly settings?: Partial<Settings>;
  readonly logLimit?: number;
};

const PARTS: readonly Start[] = [
  startNodeLifecycle,
  startTaintEviction,
  startPodGarbageCollector,
  startGarbageCollector,
  startNamespaceController,
  startQuotaController,
  startDisruptionController,
  startReplicaSetController,
  startDaemonSetController,
  startScheduler,
  startKubelets,
];

/** Namespaces that every cluster has. */
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const;

/** PriorityClasses that every cluster has. */
const PRIORITIES = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 } as const;

export function createSimulatedCluster({ clock, seed, settings, logLimit }: ClusterOptions): SimulatedCluster {
  const random = seededRandom(seed);
  const store = createObjectStore({ now: clock.now, random, ...(logLimit !== undefined && { logLimit }) });
  const base = {
    store,
    clock,
    random,
    settings: { ...USUAL_SETTINGS, ...settings },
    liveness: createLiveness(clock.now),
  };
  const recorder = createEventRecorder(base);
  const admitted = { ...base, recordEvent: recorder.recordEvent };
  const context: Context = { ...admitted, createPod: createAdmission(admitted) };
  const running: Running[] = [];
  for (const name of NAMESPACES)
    store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {} });
  for (const [name, value] of Object.entries(PRIORITIES))
    store.create<'PriorityClass'>({
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: { name },
      value,
      description: 'Used for system critical pods.',
    });
  return {
    ...context,
    clock,
    apply: (object) => apply(context, object),
    patch: ({ kind, name, namespace }, change) => {
      if (store.get(kind, name, namespace) === undefined) throw new Error(`there is no ${kind} ${name}`);
      store.update(kind, name, namespace, change);
    },
    delete: (reference, options) => {
      requestDeletion(context, reference, options);
    },
    evict: (pod) => evictPod(context, pod),
    nodes: changeNodes(context),
    settle: ({ name, namespace }) => {
      if (running.length > 0) throw new Error('the cluster has begun to work; its own controllers make the pods');
      settleDaemonSet(context, name, namespace);
    },
    start: () => {
      if (running.length === 0) running.push(...PARTS.map((start) => start(context)));
    },
    stop: () => {
      for (const each of running.splice(0)) each.stop();
      recorder.stop();
      clock.stop();
    },
  };
}

function apply<K extends Kind>({ store, createPod }: Context, object: NewObject<K>): ObjectOf<K> {
  const { name, namespace } = nameOf(object);
  const before = name === undefined ? undefined : store.get(object.kind as K, name, namespace);
  if (before === undefined || name === undefined) {
    if (object.kind !== 'Pod') return store.create<K>(object);
    const created = createPod(object);
    if (!created.ok) throw new Error(created.error.message);
    return created.value as ObjectOf<K>;
  }
  const after = store.update<K>(object.kind as K, name, namespace, (each) => {
    const metadata = { ...each.metadata, ...object.metadata, name };
    const status = 'status' in each ? { status: each.status } : {};
    return { ...each, ...object, ...status, metadata } as ObjectOf<K>;
  });
  return after ?? before;
}

function nameOf({ metadata }: NewObject): { readonly name?: string; readonly namespace?: string } {
  return metadata;
}
