import type { NodeName } from '#lib/domain/keys.ts';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import { compareDaemonSetStates } from '#lib/domain/rollout/daemonset-state.ts';
import type { RolloutVerdict } from '#lib/domain/rollout/verdict.ts';

/*
 * What is said of a cell or a DaemonSet whose derivation threw: one object that we cannot make sense of is unknown, and
 * everything else is told as if nothing had happened.
 */

export function unknownCell(node: NodeName): Cell {
  return {
    node,
    kind: 'unknown',
    reason: 'Unreadable',
    evidence: { reasons: [{ kind: 'Unreadable', resource: 'pods', why: 'NotSynced' }], pods: [] },
    facts: {
      wanted: false,
      present: false,
      updated: false,
      ready: false,
      available: false,
      oldPods: 'none',
      candidate: false,
      leftover: false,
    },
    causes: [],
    readsRoom: false,
  };
}

function unknownVerdict(nodes: readonly NodeName[]): RolloutVerdict {
  return {
    kind: 'Unknown',
    reason: 'PodsUnreadable',
    evidence: { nodes, resource: 'pods', why: 'NotSynced' },
    sinceIsLowerBound: false,
  };
}

export function unknownOutcome({ status }: DaemonSetRecord): DaemonSetOutcome {
  const counted = {
    observedGeneration: status.observedGeneration,
    desiredNumberScheduled: 0,
    currentNumberScheduled: 0,
    updatedNumberScheduled: 0,
    numberReady: 0,
    numberAvailable: 0,
    numberUnavailable: 0,
    numberMisscheduled: 0,
  };
  return { verdict: unknownVerdict([]), counted, kubectl: { message: '' }, revision: { by: 'none' } };
}

/** With a cell that could not be derived, a DaemonSet is at best unknown. */
export function withBrokenCells(outcome: DaemonSetOutcome, broken: readonly NodeName[]): DaemonSetOutcome {
  if (broken.length === 0 || compareDaemonSetStates(outcome.verdict.kind, 'Unknown') <= 0) return outcome;
  return { ...outcome, verdict: unknownVerdict(broken) };
}
