import type { Context, Running } from '../../context.ts';
import { createObjectIndex } from '../../object-index.ts';
import type { DaemonSet } from '../../objects.ts';
import { podsByNode } from '../../pods-by-node.ts';
import { createWorkQueue } from '../../work-queue.ts';
import { claim, controllerOf } from './claim.ts';
import { eligibilityOf } from './eligibility.ts';
import { createFailedPodBackOff } from './failed-pod-back-off.ts';
import { manage } from './manage.ts';
import { type Batch, carryOut, type Outcome, record } from './pod-control.ts';
import { constructHistory, hashOf, pruneHistory, RevisionCollision } from './revision.ts';
import { NodeGone, rollingUpdate } from './rolling-update.ts';
import { countStatus } from './status.ts';
import { groupByNode, inRandomOrder, rememberEligibility, rememberPods, type Sync } from './sync.ts';
import { selectsAll, wakeAfterChange } from './wake-up.ts';

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
  const bound = podsByNode(store);
  const backOff = createFailedPodBackOff(clock.now);
  /** Until when creations that nobody has seen are waited for. */
  const unconfirmed = new Map<string, number>();

  const queue = createWorkQueue(context, look, { extraMillis: () => store.count('Node') * MILLIS_PER_NODE });
  /** They stay, whatever else wakes the controller before; the soonest of a key counts. */
  const appointments = createWorkQueue(context, (key) => queue.addAfter(key, 0));
  const nodeQueue = createWorkQueue(context, lookAtNode);

  function look(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const daemonSet = store.get('DaemonSet', name, namespace);
    if (daemonSet === undefined) unconfirmed.delete(key);
    if (daemonSet === undefined || syncDaemonSet(key, daemonSet)) appointments.forget(key);
    else appointments.addRateLimited(key);
  }

  /** False: something failed, and is tried again later. */
  function syncDaemonSet(key: string, daemonSet: DaemonSet): boolean {
    const { uid, namespace = '', deletionTimestamp } = daemonSet.metadata;
    if (selectsAll(daemonSet.spec.selector)) {
      const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
      record(context, daemonSet, 'Warning', 'SelectingAll', message);
      return true;
    }
    // Its history may be gone already: nothing about it can be worked out any more [ST6].
    if (deletionTimestamp !== undefined) return true;
    const pods = rememberPods(store, () => claim(context, daemonSet, [...owned.get(uid), ...orphans.get(namespace)]));
    const history = historyOf(daemonSet, pods);
    if (history === undefined) return false;
    const sync: Sync = {
      context,
      daemonSet,
      nodes: inRandomOrder(store.list('Node'), random),
      eligibility: rememberEligibility(daemonSet),
      hash: hashOf(history.current),
      podsByNode: rememberPods(store, () => groupByNode(pods())),
      backOff,
      lookAgainAfter: (millis) => appointments.addAfter(key, millis),
    };
    if ((unconfirmed.get(key) ?? 0) >= clock.now()) {
      writeStatus(sync, false);
      return true;
    }
    const isDone = update(key, sync);
    if (isDone) pruneHistory(context, daemonSet, history.old, pods());
    writeStatus(sync, true);
    return isDone;
  }

  function historyOf(
    daemonSet: DaemonSet,
    pods: Parameters<typeof constructHistory>[2],
  ): ReturnType<typeof constructHistory> | undefined {
    try {
      return constructHistory(context, daemonSet, pods);
    } catch (error) {
      if (error instanceof RevisionCollision) return undefined;
      throw error;
    }
  }

  /** The rolling update waits until nothing fails [RU11], and what was just made or deleted has been seen [RU4]. */
  function update(key: string, sync: Sync): boolean {
    const carry = (batch: Batch): Outcome => {
      const outcome = carryOut(context, sync.daemonSet, sync.hash, batch);
      if (outcome.unconfirmed > 0) unconfirmed.set(key, clock.now() + EXPECTATION_MILLIS);
      return outcome;
    };
    const managed = carry(manage(sync));
    if (managed.failure !== undefined) return false;
    if (managed.hasWritten || managed.unconfirmed > 0) return true;
    if (sync.daemonSet.spec.updateStrategy.type !== 'RollingUpdate') return true;
    try {
      return carry(rollingUpdate(sync)).failure === undefined;
    } catch (error) {
      if (error instanceof NodeGone) return false;
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

  /** [EL5] Of all that changes on a node only what changes a DaemonSet's mind wakes it; pods count that are bound. */
  function lookAtNode(name: string): void {
    const node = store.get('Node', name);
    if (node === undefined) return;
    const present = new Set<string>();
    for (const pod of bound.get(name)) {
      const owner = controllerOf(pod);
      if (owner?.kind === 'DaemonSet') present.add(`${pod.metadata.namespace}/${owner.name}`);
    }
    for (const daemonSet of store.list('DaemonSet')) {
      const { shouldRun, shouldContinueRunning } = eligibilityOf(daemonSet)(node);
      const isMisscheduled = daemonSet.status.numberMisscheduled > 0;
      const isPresent = present.has(keyOf(daemonSet));
      if (isPresent ? !shouldContinueRunning || isMisscheduled : shouldRun) queue.add(keyOf(daemonSet));
    }
  }

  const stopListening = store.subscribe((change) => {
    // One of the same name starts with nothing to wait for.
    if (change.type === 'DELETED' && change.object.kind === 'DaemonSet') unconfirmed.delete(keyOf(change.object));
    wakeAfterChange(context, change, {
      daemonSet: (daemonSet) => queue.add(keyOf(daemonSet)),
      daemonSetAfter: (daemonSet, millis) => appointments.addAfter(keyOf(daemonSet), millis),
      node: (name) => nodeQueue.add(name),
    });
  });
  for (const daemonSet of store.list('DaemonSet')) queue.add(keyOf(daemonSet));

  return {
    stop: () => {
      stopListening();
      for (const each of [queue, nodeQueue, appointments, owned, orphans, bound]) each.stop();
    },
  };
}

function keyOf({ metadata }: DaemonSet): string {
  return `${metadata.namespace}/${metadata.name}`;
}
