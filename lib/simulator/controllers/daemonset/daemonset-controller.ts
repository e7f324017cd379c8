import type { Context, Running } from '../../context.ts';
import { matchesLabelSelector } from '../../label-selector.ts';
import { createObjectIndex } from '../../object-index.ts';
import type { ControllerRevision, DaemonSet, Node, Pod } from '../../objects.ts';
import { createWorkQueue } from '../../work-queue.ts';
import { claim, controllerOf } from './claim.ts';
import { isReady, targetNodeOf } from './daemon-pod.ts';
import { eligibilityOf } from './eligibility.ts';
import { createFailedPodBackOff } from './failed-pod-back-off.ts';
import { manage } from './manage.ts';
import { carryOut, type Outcome } from './pod-control.ts';
import { constructHistory, pruneHistory, RevisionCollision } from './revision.ts';
import { NodeGone, rollingUpdate } from './rolling-update.ts';
import { countStatus } from './status.ts';
import { groupByNode, inRandomOrder, rememberEligibility, type Sync } from './sync.ts';

/** Pods that a terminating namespace swallowed are waited for so long [EV7]. */
const EXPECTATION_MILLIS = 300_000;
/** A look at a DaemonSet of a large cluster takes its time, and so comes round less often: per node. */
const MILLIS_PER_NODE = 0.1;

/** Keeps the pods of every DaemonSet as its spec, its nodes and its update strategy want them. */
export function startDaemonSetController(context: Context): Running {
  const { store, clock, random } = context;
  const owned = createObjectIndex(store, 'Pod', (pod) => controllerOf(pod)?.uid);
  const orphans = createObjectIndex(store, 'Pod', (pod) =>
    controllerOf(pod) === undefined ? (pod.metadata.namespace ?? '') : undefined,
  );
  const onNode = createObjectIndex(store, 'Pod', targetNodeOf);
  const backOff = createFailedPodBackOff(clock.now);
  /** Until when creations that nobody has seen are waited for. */
  const unconfirmed = new Map<string, number>();

  const queue = createWorkQueue(context, (key) => look(key), {
    extraMillis: () => store.count('Node') * MILLIS_PER_NODE,
  });
  const nodeQueue = createWorkQueue(context, (name) => lookAtNode(name));

  function look(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const daemonSet = store.get('DaemonSet', name, namespace);
    if (daemonSet === undefined) {
      unconfirmed.delete(key);
      queue.forget(key);
      return;
    }
    // Its history may be gone already: nothing about it can be worked out any more [ST6].
    if (daemonSet.metadata.deletionTimestamp !== undefined) return;
    if (syncDaemonSet(key, daemonSet)) queue.forget(key);
    else queue.addRateLimited(key);
  }

  function podsOf(daemonSet: DaemonSet): readonly Pod[] {
    const { uid, namespace = '' } = daemonSet.metadata;
    return claim(context, daemonSet, [...owned.get(uid), ...orphans.get(namespace)]);
  }

  /** False: something failed, and is tried again later. */
  function syncDaemonSet(key: string, daemonSet: DaemonSet): boolean {
    let history: ReturnType<typeof constructHistory>;
    try {
      history = constructHistory(context, daemonSet, () => podsOf(daemonSet));
    } catch (error) {
      if (error instanceof RevisionCollision) return false;
      throw error;
    }
    const sync: Sync = {
      context,
      daemonSet,
      nodes: inRandomOrder(store.list('Node'), random),
      eligibility: rememberEligibility(daemonSet),
      hash: history.current.metadata.labels?.['controller-revision-hash'] ?? '',
      podsByNode: () => groupByNode(podsOf(daemonSet)),
      backOff,
      lookAgainAfter: (millis) => queue.addAfter(key, millis),
    };
    if ((unconfirmed.get(key) ?? 0) > clock.now()) {
      writeStatus(sync, false);
      return true;
    }
    const failure = update(key, sync);
    if (failure === undefined) pruneHistory(context, daemonSet, history.old, podsOf(daemonSet));
    writeStatus(sync, true);
    return failure === undefined;
  }

  /** What kept it from being done; the rolling update waits until what was just made or deleted has been seen [RU4]. */
  function update(key: string, sync: Sync): string | undefined {
    const carry = (batch: Parameters<typeof carryOut>[3]): Outcome => {
      const outcome = carryOut(context, sync.daemonSet, sync.hash, batch);
      if (outcome.unconfirmed > 0) {
        unconfirmed.set(key, clock.now() + EXPECTATION_MILLIS);
        queue.addAfter(key, EXPECTATION_MILLIS);
      }
      return outcome;
    };
    const managed = carry(manage(sync));
    if (managed.failure !== undefined) return managed.failure;
    if (managed.hasWritten || managed.unconfirmed > 0) return undefined;
    if (sync.daemonSet.spec.updateStrategy.type !== 'RollingUpdate') return undefined;
    try {
      return carry(rollingUpdate(sync)).failure;
    } catch (error) {
      if (error instanceof NodeGone) return error.message;
      throw error;
    }
  }

  function writeStatus(sync: Sync, isObserved: boolean): void {
    const { name, namespace } = sync.daemonSet.metadata;
    const status = countStatus(sync, isObserved);
    store.update('DaemonSet', name, namespace, (each) => ({ ...each, status }));
    const seconds = sync.daemonSet.spec.minReadySeconds ?? 0;
    if (seconds > 0 && status.numberReady !== (status.numberAvailable ?? 0)) sync.lookAgainAfter(seconds * 1_000);
  }

  /** [EL4] [EL5] Of all that changes on a node only what changes a DaemonSet's mind wakes the controller. */
  function lookAtNode(name: string): void {
    const node = store.get('Node', name);
    if (node === undefined) return;
    const uids = new Set(onNode.get(name).map((pod) => controllerOf(pod)?.uid));
    for (const daemonSet of store.list('DaemonSet')) {
      const { shouldRun, shouldContinueRunning } = eligibilityOf(daemonSet)(node);
      const isScheduled = uids.has(daemonSet.metadata.uid);
      const isMisscheduled = daemonSet.status.numberMisscheduled > 0;
      if (isScheduled ? !shouldContinueRunning || isMisscheduled : shouldRun) queue.add(keyOf(daemonSet));
    }
  }

  function wakeOwner(object: Pod | ControllerRevision): void {
    const { namespace, ownerReferences = [] } = object.metadata;
    const owner = ownerReferences.find(({ controller }) => controller === true);
    if (owner?.kind === 'DaemonSet') queue.add(`${namespace}/${owner.name}`);
  }

  function wakeMatching({ metadata }: Pod): void {
    for (const daemonSet of store.list('DaemonSet', metadata.namespace)) {
      if (matchesLabelSelector(daemonSet.spec.selector, metadata.labels ?? {})) queue.add(keyOf(daemonSet));
    }
  }

  function onPod(pod: Pod, previous: Pod | undefined, isGone: boolean): void {
    wakeOwner(pod);
    if (previous !== undefined && controllerOf(previous)?.uid !== controllerOf(pod)?.uid) wakeOwner(previous);
    if (!isGone && controllerOf(pod) === undefined) wakeMatching(pod);
    if (previous === undefined || isReady(previous) || !isReady(pod)) return;
    const { namespace, ownerReferences = [] } = pod.metadata;
    const owner = ownerReferences.find(({ controller }) => controller === true);
    const daemonSet = owner && store.get('DaemonSet', owner.name, namespace);
    const seconds = daemonSet?.spec.minReadySeconds ?? 0;
    // A second later, so that it is not looked at too early by a fraction.
    if (daemonSet !== undefined && seconds > 0) available.addAfter(keyOf(daemonSet), (seconds + 1) * 1_000);
  }

  /** Appointments of their own: one that is sooner must not make them forgotten. */
  const available = createWorkQueue(context, (key) => queue.add(key));

  const stopListening = store.subscribe(({ type, object, previous }) => {
    const isGone = type === 'DELETED';
    if (object.kind === 'DaemonSet') queue.add(keyOf(object));
    if (object.kind === 'Pod') onPod(object, previous?.kind === 'Pod' ? previous : undefined, isGone);
    if (object.kind === 'ControllerRevision') wakeOwner(object);
    if (object.kind !== 'Node' || isGone) return;
    if (previous?.kind !== 'Node' || isRelevant(previous, object)) nodeQueue.add(object.metadata.name);
  });
  for (const daemonSet of store.list('DaemonSet')) queue.add(keyOf(daemonSet));

  return {
    stop: () => {
      stopListening();
      for (const each of [queue, nodeQueue, available, owned, orphans, onNode]) each.stop();
    },
  };
}

function keyOf({ metadata }: DaemonSet): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Labels and taints alone: most updates of a node are heartbeats. */
function isRelevant(before: Node, after: Node): boolean {
  return before.metadata.labels !== after.metadata.labels || before.spec.taints !== after.spec.taints;
}
