import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, RevisionHash, Uid } from '../keys.ts';
import type { CellState } from './cell-state.ts';
import type { CellReason } from './reason.ts';

/** A daemon pod as its cell tells of it. */
export type CellPod = {
  readonly name: string;
  readonly uid: Uid;
  readonly hash?: RevisionHash;
  readonly updated: boolean;
  readonly ready: boolean;
  readonly available: boolean;
  readonly terminating: boolean;
  readonly phase: string;
};

/** One node × one DaemonSet: the verdict, and the facts about it that the rollout and our own counts are made of. */
export type Cell = {
  readonly node: NodeName;
  readonly kind: CellState;
  /** The kind of the first reason: a stable word. */
  readonly reason: CellReason['kind'];
  readonly evidence: {
    /** All reasons that hold, the deciding one first. */
    readonly reasons: readonly CellReason[];
    /** In the order of NP5; two during a surge. */
    readonly pods: readonly CellPod[];
  };
  readonly since?: Millis;
  /** When time alone may change this cell; undefined when it cannot. */
  readonly recheckAt?: Millis;
};
