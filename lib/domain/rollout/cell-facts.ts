import type { Millis } from '#lib/base/clock.ts';
import type { HolderRow } from './verdict.ts';

/** Why a node has no available pod yet: on its way, or stuck [RS1]. */
export type Wait = {
  readonly kind: 'inFlight' | 'stuck';
  /** A stable word: the kind of a reason, or the kubelet's own waiting reason. */
  readonly reason: string;
  readonly pod?: string;
  readonly since?: Millis;
  /** One of the causes that are shown at once [RS6]. */
  readonly hardCause?: string;
};

/** What one node contributes to the rollout and to our own counts. */
export type CellFacts = {
  /** shouldRun [EL1]; with nodes unreadable, whether there is a pod. */
  readonly wanted: boolean;
  /** A pod in the controller's own map [ST2]: any but a terminal one that is being deleted [NP9]. */
  readonly present: boolean;
  /** Of the first pod in the order of NP5 alone [ST1]. */
  readonly updated: boolean;
  readonly ready: boolean;
  readonly available: boolean;
  /** Outdated pods here: none, only terminating ones, or one that stays. */
  readonly oldPods: 'none' | 'terminating' | 'staying';
  /** An available old pod waits for the budget [RU5g] [RU8e]. */
  readonly candidate: boolean;
  /** Not wanted, and a pod that is not terminating on a Ready node. */
  readonly leftover: boolean;
  /** The row by which this node uses the budget, or has no available pod under surge; undefined when neither. */
  readonly row?: HolderRow;
  /** Whenever `row` is set, and whenever a wanted node has no available pod, whatever the strategy. */
  readonly wait?: Wait;
};
