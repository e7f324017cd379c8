import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '../../keys.ts';
import type {
  ControllerRevisionRecord,
  DaemonSetRecord,
  EventRecord,
  NamespaceRecord,
  NodeRecord,
  PodRecord,
} from '../../objects.ts';
import type { CellKnowledge } from '../../placement/cell.ts';
import type { CellState } from '../../placement/cell-state.ts';
import type { RolloutCell } from '../cell-facts.ts';
import type { DaemonSetOutcome } from '../daemonset.ts';
import type { FailedCreate } from '../failed-create.ts';
import type { Cause, CellCause } from './cause.ts';
import type { OddTaints } from './odd-taints.ts';

/** A cell with what was found on it. */
export type CausedCell = RolloutCell & {
  readonly state: CellState;
  readonly causes: readonly CellCause[];
};

/** What the causes of one DaemonSet are found from. */
export type CausesInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly outcome: DaemonSetOutcome;
  /** The DaemonSet's own revisions [RV1]. */
  readonly revisions: readonly ControllerRevisionRecord[];
  /** Every cell that says anything but "wanted, updated and available" and "not wanted, no pod". */
  readonly cells: readonly CausedCell[];
  /** How many nodes there are; undefined when nodes are unreadable. */
  readonly nodeCount?: number | undefined;
  readonly nodeOf: (name: NodeName) => NodeRecord | undefined;
  /** The other DaemonSets of its namespace, for selectors that overlap. */
  readonly siblings: readonly DaemonSetRecord[];
  /** Events that regard the DaemonSet [EV4]. */
  readonly events: readonly EventRecord[];
  readonly failedCreate?: FailedCreate | undefined;
  /** Its namespace; undefined when namespaces are unreadable. */
  readonly namespace?: NamespaceRecord | undefined;
  readonly knowledge: CellKnowledge;
  /** Its own pods on a node, in the order of NP5. */
  readonly podsOf?: ((name: NodeName) => readonly PodRecord[]) | undefined;
  /** Events that regard any other object, such as one of its pods. */
  readonly eventsOf?: ((uid: Uid) => readonly EventRecord[]) | undefined;
  /** Every node; asked only when nothing is wanted anywhere [R13], or when tolerationSeconds are set [R15]. */
  readonly nodes?: (() => Iterable<NodeRecord>) | undefined;
  /** What `findOddTaints` has found in the whole cluster [R14]. */
  readonly oddTaints?: OddTaints | undefined;
  /** Nodes on which we saw a pod of its that is gone now, and when it went [R14]. */
  readonly lostPods?: ReadonlyMap<NodeName, Millis> | undefined;
  /**
   * Nodes that have an updated and available pod; asked only when some others fail [K29]. To go through thousands of them
   * is for details that somebody asked for: left out, K29 is not looked for.
   */
  readonly fineNodes?: (() => Iterable<NodeName>) | undefined;
  /** When we saw the generation rise, lately [R09]. */
  readonly generationRises?: readonly Millis[] | undefined;
  readonly now: Millis;
};

/** A cause of the rollout as a whole, before it is ranked and given its commands. */
export type RolloutCause = Omit<Cause, 'name' | 'commands' | 'holdsBudget'> & {
  readonly holdsBudget?: boolean;
  /** Pods that its commands may name, in the order of its nodes. */
  readonly pods?: readonly string[];
};

export type RolloutCausesOutcome = {
  readonly causes: readonly RolloutCause[];
  /** When time alone may bring or take a cause. */
  readonly recheckAt?: Millis | undefined;
};

/** What one search has found; the moment also when it has found nothing yet. */
export type Finding = { readonly cause?: RolloutCause | undefined; readonly recheckAt?: Millis | undefined };
