import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../../keys.ts';
import type { ControllerRevisionRecord, DaemonSetRecord, EventRecord, NodeRecord } from '../../objects.ts';
import type { CellKnowledge } from '../../placement/cell.ts';
import type { CellState } from '../../placement/cell-state.ts';
import type { RolloutCell } from '../cell-facts.ts';
import type { DaemonSetOutcome } from '../daemonset.ts';
import type { FailedCreate } from '../failed-create.ts';
import type { Cause, CellCause } from './cause.ts';

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
  readonly knowledge: CellKnowledge;
  readonly now: Millis;
};

/** A cause of the rollout as a whole, before it is ranked and given its commands. */
export type RolloutCause = Omit<Cause, 'name' | 'commands' | 'holdsBudget'> & { readonly holdsBudget?: boolean };

export type RolloutCausesOutcome = {
  readonly causes: readonly RolloutCause[];
  /** When time alone may bring or take a cause. */
  readonly recheckAt?: Millis | undefined;
};

/** Finds the causes of the rollout as a whole: R01 to R16, and K29. */
export function findRolloutCauses(_input: CausesInput): RolloutCausesOutcome {
  return { causes: [] };
}
