import type { Context, Running } from '../context.ts';
import { createWorkQueue } from '../work-queue.ts';
import { followCluster } from './cluster-view.ts';
import { FILTERS } from './filters.ts';
import { findNode } from './find-node.ts';
import { conflictError, fitError, NO_NODES } from './fit-error.ts';
import { type Preemption, preempt } from './preemption.ts';
import type { Waiting } from './waiting-pods.ts';
import { createWriter } from './writer.ts';

/** A pod that nothing has woken for so long is tried again all the same; looked at every so often. */
const STALE_MILLIS = 300_000;
const FLUSH_MILLIS = 30_000;

/**
 * Finds a node for each pod that has none, or says why there is none. A pod that was refused is tried again when
 * something happens that may help it. That costs no back-off: since 1.33 the scheduler takes pods out of it whenever
 * nothing else is waiting.
 */
export function startScheduler(context: Context): Running {
  const { store, clock, random } = context;
  const round = createWorkQueue(context, scheduleDue);
  const view = followCluster(store, () => round.add('due'));
  const { waiting, nominations, rooms } = view;
  const writer = createWriter(context);
  const flush = createWorkQueue(context, () => {
    waiting.makeStaleDue(clock.now() - STALE_MILLIS);
    if (waiting.hasDue) round.add('due');
    if (waiting.size > 0) flush.addAfter('stale', FLUSH_MILLIS);
  });
  /** Where the search for a node begins, so that all get their turn. */
  let next = 0;

  function scheduleDue(): void {
    for (const each of waiting.takeDue()) {
      // Whom one attempt has removed or bound another does not meet again.
      if (waiting.get(each.pod.metadata.uid) === each) schedule(each);
    }
    if (waiting.size > 0) flush.addAfter('stale', FLUSH_MILLIS);
  }

  function schedule(each: Waiting): void {
    const { pod } = each;
    const { uid } = pod.metadata;
    if (pod.metadata.deletionTimestamp !== undefined) {
      waiting.take(uid);
      writer.skipDeleting(pod);
      return;
    }
    const found = findNode({ pod, pins: each.pins, rooms, nominations, start: next, random });
    next = rooms.present.length === 0 ? 0 : (next + found.looked) % rooms.present.length;
    if (found.kind === 'Found') {
      writer.bind(pod, found.nodeName);
      return;
    }
    const nodes = rooms.present.length;
    if (nodes === 0) {
      waiting.refused(each, new Set(FILTERS), clock.now());
      writer.refuse(pod, NO_NODES, undefined);
      return;
    }
    const refusedBy = new Set(found.refusing.map(({ misfit }) => misfit.filter));
    if (each.pins !== undefined) refusedBy.add('NodeAffinity');
    waiting.refused(each, refusedBy, clock.now());
    const { nominatedNodeName } = pod.status;
    if (each.pins?.size === 0) {
      writer.refuse(pod, conflictError(nodes), nominatedNodeName);
      return;
    }
    const preemption = preempt({
      pod,
      refusing: found.refusing,
      nodes,
      budgets: store.list('PodDisruptionBudget'),
      nominated: nominatedNodeName === undefined ? undefined : rooms.get(nominatedNodeName),
      guestsOf: found.guestsOf,
      offset: random(),
      now: clock.now(),
    });
    const said = preemption.kind === 'Victims' ? undefined : preemption.message;
    const reasons = found.refusing.map(({ misfit }) => misfit.reasons);
    const { refusedOnCleared } = found;
    const text = fitError({ nodes, reasons, refusedOnCleared, preemption: said });
    writer.refuse(pod, text, nominationAfter(preemption, nominatedNodeName));
    if (preemption.kind === 'Victims') makeRoom(each, preemption.nodeName, preemption.victims);
  }

  /** Whoever was to get the room that is made now, and is less important, looks for another. */
  function makeRoom(each: Waiting, nodeName: string, victims: Parameters<typeof writer.preempt>[0]): void {
    for (const guest of view.lessImportantGuests(each.pod, nodeName)) {
      writer.clearNomination(guest);
      const other = waiting.get(guest.metadata.uid);
      if (other !== undefined) waiting.makeDue(other);
    }
    writer.preempt(victims, each.pod, nodeName);
    if (waiting.hasDue) round.add('due');
  }

  return {
    stop: () => {
      view.stop();
      round.stop();
      flush.stop();
    },
  };
}

/** Nothing is said of it while victims are leaving; where preemption does not help it is taken away [SC18] [SC19]. */
function nominationAfter(preemption: Preemption, before: string | undefined): string | undefined {
  switch (preemption.kind) {
    case 'Victims':
      return preemption.nodeName;
    case 'Waiting':
      return before;
    case 'None':
      return undefined;
  }
}
