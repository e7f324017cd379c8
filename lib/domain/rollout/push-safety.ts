import type { DaemonSetRecord } from '../objects.ts';
import type { Cell } from '../placement/cell.ts';
import { effectiveBudget, usesSurge } from './budget-limit.ts';
import { isSettled } from './cell-facts.ts';
import type { DaemonSetOutcome } from './daemonset.ts';
import { classifySides, countSides } from './node-sides.ts';
import type { NoBudget } from './verdict.ts';

/** What another push would do to this DaemonSet at once [FA4]: nodes, not pods. */
export type PushSafety = {
  /** Their pods are unavailable now, so a new template replaces them without budget. */
  readonly replacedAtOnce: number;
  /** Of these, those whose pod is Ready and only waits for minReadySeconds: it serves, and goes all the same. */
  readonly readyAmongThem: number;
  /** Available pods that the budget lets go at once, beside those; with surge they stay until their successor is available. */
  readonly byBudget: number;
  /** Available pods that wait for their turn. */
  readonly waiting: number;
  /** Wanted nodes without an available pod right after the push, at worst. */
  readonly unavailableAtWorst: number;
  readonly desired: number;
  /** Why none of this happens by itself: nobody updates under OnDelete, and no sync that fails comes so far [RU11]. */
  readonly withheldBy?: 'OnDelete' | 'SyncFails';
};

/** A cell as far as this asks for it. */
export type PushCell = Pick<Cell, 'facts'> & { readonly evidence: Pick<Cell['evidence'], 'pods'> };

export type PushQuestion = {
  readonly daemonSet: DaemonSetRecord;
  /** Of its outcome: what cannot be read cannot be counted. */
  readonly noBudget?: NoBudget | undefined;
  readonly syncFailure?: DaemonSetOutcome['syncFailure'] | undefined;
  /** All cells: those that are well are what a push may break. */
  readonly cells: Iterable<PushCell>;
};

type Sums = { atOnce: number; ready: number; candidates: number; used: number; unavailable: number; desired: number };

/**
 * Counts what would happen if a new template were pushed now [FA4a] [FA4b]: every pod of today is old then. Those that are
 * not available need no budget, and use it up before an available one may go. It supposes that the update runs, and tells
 * why it does not [FA4c], and a controller of 1.31 or later: an earlier one does not let unavailable old pods use the
 * budget. Undefined when it cannot be told, or when nobody will update any more.
 */
export function computePushSafety({ daemonSet, noBudget, syncFailure, cells }: PushQuestion): PushSafety | undefined {
  if (noBudget !== undefined && noBudget !== 'OnDelete') return undefined;
  const { updateStrategy } = daemonSet;
  const surge = usesSurge(updateStrategy);
  const sums: Sums = { atOnce: 0, ready: 0, candidates: 0, used: 0, unavailable: 0, desired: 0 };
  for (const cell of cells) addCell(sums, cell, surge);
  const onDelete = updateStrategy.kind === 'OnDelete';
  const limit = effectiveBudget(daemonSet, sums.desired)?.limit ?? 0;
  const byBudget = Math.min(sums.candidates, Math.max(0, limit - sums.used));
  return {
    replacedAtOnce: onDelete ? 0 : sums.atOnce,
    readyAmongThem: onDelete ? 0 : sums.ready,
    byBudget,
    waiting: sums.candidates - byBudget,
    unavailableAtWorst: sums.unavailable + (surge ? 0 : byBudget),
    desired: sums.desired,
    ...(onDelete ? { withheldBy: 'OnDelete' } : syncFailure === undefined ? {} : { withheldBy: 'SyncFails' }),
  };
}

function addCell(sums: Sums, { facts, evidence }: PushCell, surge: boolean): void {
  if (isSettled(facts)) {
    // One available pod that would wait for its turn.
    sums.desired += 1;
    sums.candidates += 1;
    return;
  }
  const { wanted, gone = false } = facts;
  const pods = evidence.pods.map((pod) => ({ ...pod, updated: false }));
  // Of several the controller keeps the first and deletes the rest, whichever of them serves [NP6] [NP7].
  const kept = pods.find(({ terminating }) => !terminating);
  if (wanted) sums.desired += 1;
  if (wanted && kept?.available !== true) sums.unavailable += 1;
  const found = classifySides(countSides(pods, { wanted, nodeGone: gone }), surge);
  if (found.kind === 'Holder') sums.used += 1;
  if (found.kind === 'Candidate') sums.candidates += 1;
  // Where it is not wanted it only goes.
  if (!wanted || kept?.available !== false) return;
  sums.atOnce += 1;
  if (kept.ready) sums.ready += 1;
}
