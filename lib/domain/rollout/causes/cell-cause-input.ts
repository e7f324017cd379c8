import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '../../keys.ts';
import type { DaemonSetRecord, EventRecord, NamespaceRecord, NodeRecord, PodRecord } from '../../objects.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import type { CellReason } from '../../placement/reason.ts';
import type { CellFacts } from '../cell-facts.ts';
import type { FailedCreate } from '../failed-create.ts';

/** What a cause on one node is found from. */
export type CellCauseInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly nodeName: NodeName;
  /** Undefined when it is gone, or when nodes are unreadable. */
  readonly node?: NodeRecord | undefined;
  /** The pods that the controller sees here, in the order of NP5. */
  readonly judged: readonly JudgedPod[];
  /** All reasons of the cell, the deciding one first. */
  readonly reasons: readonly CellReason[];
  readonly facts: CellFacts;
  /** All pods bound to the node, whoever owns them. */
  readonly podsOnNode: () => Iterable<PodRecord>;
  /** Events that regard this object [EV1]; none when they may not be read or have expired [EV2]. */
  readonly eventsOf: (uid: Uid) => readonly EventRecord[];
  readonly namespace?: NamespaceRecord | undefined;
  readonly failedCreate?: FailedCreate | undefined;
  readonly absentSince?: Millis | undefined;
  readonly absenceSeenAt?: Millis | undefined;
  readonly now: Millis;
};
