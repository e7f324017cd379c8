import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, RevisionHash, Uid } from '../keys.ts';
import type { DaemonSetRecord, Knowledge, NodeRecord, PodRecord } from '../objects.ts';
import type { CellFacts } from '../rollout/cell-facts.ts';
import type { FailedCreate } from '../rollout/failed-create.ts';
import type { CurrentRevision } from '../rollout/verdict.ts';
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
  /** What the rollout and our own counts are made of. */
  readonly facts: CellFacts;
  /** The newest sign of progress that the pods of this cell bear [RS4]. */
  readonly progressAt?: Millis;
  /** The verdict read the other pods of the node: any pod that changes there may change this cell. */
  readonly readsRoom: boolean;
};

/** What may be said about the two resources that a cell is made of. */
export type CellKnowledge = { readonly pods: Knowledge; readonly nodes: Knowledge };

export type CellInput = {
  readonly nodeName: NodeName;
  /** Undefined when nodes are unreadable, or when the node is gone. */
  readonly node?: NodeRecord | undefined;
  readonly knowledge: CellKnowledge;
  readonly daemonSet: DaemonSetRecord;
  /** The DaemonSet's own pods whose target is this node, in the order of NP5. */
  readonly pods: readonly PodRecord[];
  /** All pods bound to the node, whoever owns them; asked only when room decides. */
  readonly podsOnNode: () => Iterable<PodRecord>;
  readonly revision: CurrentRevision;
  readonly failedCreate?: FailedCreate | undefined;
  /** When the cell was first seen wanted and without a pod; without it, the latest creation of what makes it wanted. */
  readonly absentSince?: Millis | undefined;
  readonly now: Millis;
};
