import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord, Knowledge, NodeRecord } from '../objects.ts';
import type { FailedCreate } from '../rollout/failed-create.ts';
import { nodeReadyCondition } from '../rollout/node-phase.ts';
import { ABSENCE_ALLOWANCE_MILLIS } from '../rollout/wait.ts';
import { type CellState, compareCellStates } from './cell-state.ts';
import { computeEligibility, type Eligibility } from './eligibility.ts';
import { isTerminating } from './node-pods.ts';
import type { JudgedPod } from './pod-judgement.ts';
import type { CellReason, PlacementReason } from './reason.ts';

export type CellDecision = {
  readonly kind: CellState;
  /** All that hold, the deciding one first. */
  readonly reasons: readonly [CellReason, ...CellReason[]];
  readonly since?: Millis | undefined;
  readonly recheckAt?: Millis | undefined;
};

export type DecisionInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly node?: NodeRecord | undefined;
  readonly knowledge: { readonly pods: Knowledge; readonly nodes: Knowledge };
  /** Undefined without a node. */
  readonly eligibility?: Eligibility | undefined;
  /** The pods that the controller sees here, in the order of NP5. */
  readonly judged: readonly JudgedPod[];
  readonly failedCreate?: FailedCreate | undefined;
  readonly absentSince?: Millis | undefined;
  readonly now: Millis;
};

/** The ladder of design.md section 4: the first test that holds decides, later ones still give their reasons. */
export function decideCell(input: DecisionInput): CellDecision {
  return (
    decideUnknown(input) ??
    decideNodeDown(input) ??
    decideUnwanted(input) ??
    decideByPods(input.judged) ??
    decideAbsent(input)
  );
}

/** Nodes that are forbidden leave the pod to speak for itself; without one there is nothing to say [CE1] [CE2]. */
function decideUnknown({ knowledge, judged }: DecisionInput): CellDecision | undefined {
  const { pods, nodes } = knowledge;
  if (pods !== 'Known') return { kind: 'unknown', reasons: [{ kind: 'Unreadable', resource: 'pods', why: pods }] };
  if (nodes === 'Known' || (nodes === 'Forbidden' && judged.length > 0)) return undefined;
  return { kind: 'unknown', reasons: [{ kind: 'Unreadable', resource: 'nodes', why: nodes }, ...podReasons(judged)] };
}

function decideNodeDown(input: DecisionInput): CellDecision | undefined {
  const { daemonSet, node, knowledge, eligibility, judged } = input;
  if (node === undefined) {
    if (knowledge.nodes !== 'Known') return undefined;
    const kind = judged.length > 0 ? 'nodeDown' : 'excluded';
    return { kind, reasons: [{ kind: 'NodeGone' }, ...podReasons(judged)] };
  }
  const ready = nodeReadyCondition(node);
  if (ready?.status === 'True') return undefined;
  const concerned =
    judged.length > 0 ||
    eligibility?.kind === 'ShouldRun' ||
    computeEligibility(daemonSet, node, { ignoreConditionTaints: true }).kind === 'ShouldRun';
  if (!concerned) return undefined;
  const since = ready?.lastTransitionTime;
  const down: CellReason = {
    kind: 'NodeNotReady',
    status: ready?.status ?? 'Absent',
    ...(ready?.reason === undefined ? {} : { conditionReason: ready.reason }),
    ...(since === undefined ? {} : { since }),
  };
  const hearsay = podReasons(judged).filter((reason) => !followsFromSilence(reason));
  return { kind: 'nodeDown', reasons: [down, ...hearsay, ...placementReasons(eligibility)], since };
}

/** When a node leaves Ready its pods are made unready without a reason, though no probe failed [PD4] [CE3]. */
function followsFromSilence(reason: CellReason): boolean {
  return (reason.kind === 'NotReady' && reason.conditionReason === undefined) || reason.kind === 'Starting';
}

function decideUnwanted({ eligibility, judged }: DecisionInput): CellDecision | undefined {
  const [first, ...rest] = placementReasons(eligibility);
  if (first === undefined) return undefined;
  const kind = judged.some(({ pod }) => !isTerminating(pod)) ? 'misscheduled' : 'excluded';
  return { kind, reasons: [first, ...rest, ...podReasons(judged)], since: oldestTaint([first, ...rest]) };
}

/** A taint's time is the only trace of when a node ceased to be wanted. */
function oldestTaint(reasons: readonly PlacementReason[]): Millis | undefined {
  const times = reasons.flatMap((reason) => (reason.kind === 'Taint' ? (reason.taint.timeAdded ?? []) : []));
  return times.length === reasons.length ? Math.min(...times) : undefined;
}

/** With two pods the cell is the worse of the two by S1, and tells the reasons of both [CE12]. */
function decideByPods(judged: readonly JudgedPod[]): CellDecision | undefined {
  const [first, second] = judged;
  if (first === undefined) return undefined;
  if (second === undefined) return { kind: first.state, reasons: first.reasons, since: first.since };
  const ranked = [...judged].sort((left, right) => compareCellStates(left.state, right.state));
  const [worst = first, ...others] = ranked;
  const [deciding, ...rest] = worst.reasons;
  return { kind: worst.state, reasons: [deciding, ...rest, ...podReasons(others)], since: worst.since };
}

function decideAbsent({ failedCreate, absentSince, now }: DecisionInput): CellDecision {
  const since = absentSince === undefined ? {} : { since: absentSince };
  if (failedCreate !== undefined) {
    return {
      kind: 'missing',
      reasons: [describeRefusal(failedCreate), { kind: 'NoPod', ...since }],
      ...since,
    };
  }
  const deadline = (absentSince ?? -Infinity) + ABSENCE_ALLOWANCE_MILLIS;
  if (now > deadline) return { kind: 'missing', reasons: [{ kind: 'NoPod', ...since }], ...since };
  return { kind: 'progressing', reasons: [{ kind: 'NoPodYet', ...since }], ...since, recheckAt: deadline + 1 };
}

function describeRefusal({ message, lastSeen, refusal }: FailedCreate): CellReason {
  return {
    kind: 'FailedCreate',
    message,
    ...(lastSeen === undefined ? {} : { lastSeen }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function placementReasons(eligibility: Eligibility | undefined): readonly PlacementReason[] {
  return eligibility === undefined || eligibility.kind === 'ShouldRun' ? [] : eligibility.reasons;
}

/** That a pod is available explains nothing about a cell that something else decides. */
function podReasons(judged: readonly JudgedPod[]): readonly CellReason[] {
  return judged.flatMap(({ reasons }) => reasons).filter(({ kind }) => kind !== 'Available');
}
