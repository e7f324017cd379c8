import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../keys.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord } from '../objects.ts';
import { isTerminating, occupiesNode } from '../placement/node-pods.ts';
import type { JudgedPod } from '../placement/pod-judgement.ts';
import { soonest } from '../placement/soonest.ts';
import { usesSurge } from './budget-limit.ts';
import { findRow, type NodeRow } from './budget-row.ts';
import type { FailedCreate } from './failed-create.ts';
import { computeNodePhase, type NodePhase, nodeReadyCondition } from './node-phase.ts';
import type { ProgressKind } from './pace.ts';
import type { HolderRow } from './verdict.ts';
import { explainWait, type Wait } from './wait.ts';

/** What one node contributes to the rollout and to our own counts. */
export type CellFacts = {
  /** shouldRun [EL1]; with nodes unreadable, whether there is a pod. */
  readonly wanted: boolean;
  /** The node is not there, only a pod still says so: it counts for the budget [RU4] and for no counter [ST1]. */
  readonly gone?: true;
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
  /** Not wanted, and a pod that is not terminating on a Ready node that stays. */
  readonly leftover: boolean;
  /** The same on a node that is only being born or leaves [RS1b] [RS1c]: it goes with the taint, or with the node. */
  readonly passing?: true;
  /** The controller would make a pod here now [NP8], and its last attempt to make one was refused. */
  readonly refused?: true;
  /** With surge, an old pod alone on a node that is gone: the update fails as a whole [RU8i]. */
  readonly halts?: true;
  /** The row by which this node uses the budget, or has no available pod under surge; undefined when neither. */
  readonly row?: HolderRow;
  /** Whenever `row` is set, and whenever a wanted node has no available pod, whatever the strategy. */
  readonly wait?: Wait;
};

/** All of a cell that the DaemonSet as a whole is made of. */
export type RolloutCell = {
  readonly node: NodeName;
  readonly facts: CellFacts;
  readonly progressAt?: Millis | undefined;
  /** What that progress was. */
  readonly progressKind?: ProgressKind | undefined;
};

export type FactsInput = {
  readonly daemonSet: DaemonSetRecord;
  /** Undefined when it is gone, or when nodes are unreadable. */
  readonly node?: NodeRecord | undefined;
  readonly nodeGone: boolean;
  readonly wanted: boolean;
  /** The pods that the controller sees here, in the order of NP5. */
  readonly judged: readonly JudgedPod[];
  readonly podsOnNode: () => Iterable<PodRecord>;
  readonly failedCreate?: FailedCreate | undefined;
  /** Since when it counts as absent: seen, or no longer than all that asks for it has been there. */
  readonly absentSince?: Millis | undefined;
  /** When it was seen to become absent. */
  readonly absenceSeenAt?: Millis | undefined;
  readonly now: Millis;
};

export type FactsOutcome = { readonly facts: CellFacts; readonly recheckAt?: Millis | undefined };

/** Most cells are one of these two; all of them share it. */
const SETTLED: FactsOutcome = {
  facts: {
    wanted: true,
    present: true,
    updated: true,
    ready: true,
    available: true,
    oldPods: 'none',
    candidate: false,
    leftover: false,
  },
};
const EMPTY: FactsOutcome = {
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
};
const WANTED_UNREAD: FactsOutcome = { facts: { ...EMPTY.facts, wanted: true } };

/** What all settled cells share. */
export const SETTLED_FACTS: CellFacts = SETTLED.facts;

/** Wanted, updated, available, and nothing else to say: of such a cell the DaemonSet as a whole only needs the number. */
export function isSettled(facts: CellFacts): boolean {
  return facts === SETTLED.facts;
}

/** Not wanted, and no pod: it adds nothing to the DaemonSet as a whole. */
export function isEmpty(facts: CellFacts): boolean {
  return facts === EMPTY.facts;
}

/** Pods that cannot be read are not absent: nothing waits, nothing holds. */
export function factsWithoutPods(wanted: boolean): FactsOutcome {
  return wanted ? WANTED_UNREAD : EMPTY;
}

/** Draws from one cell what the counters [ST1] [ST2], the budget [RU5] [RU8] and the state [RS2] are made of. */
export function computeCellFacts(input: FactsInput): FactsOutcome {
  const { wanted, judged } = input;
  const [first] = judged;
  if (!wanted && first === undefined) return EMPTY;
  if (wanted && judged.length === 1 && first?.state === 'ok') return SETTLED;
  const { updateStrategy } = input.daemonSet;
  const surge = usesSurge(updateStrategy);
  const found: NodeRow = updateStrategy.kind === 'OnDelete' ? { kind: 'None' } : findRow(input, surge);
  const available = first?.availability.kind === 'Available';
  const row = found.kind === 'Holder' || found.kind === 'Unavailable' ? found.row : undefined;
  const waits = row !== undefined || (wanted && !available);
  const waiting = waits ? explainWait(input, row, found.kind === 'None' ? undefined : found.pod) : undefined;
  const stays = !wanted && judged.some(({ pod }) => !isTerminating(pod)) ? judgeStay(input) : undefined;
  const facts: CellFacts = {
    wanted,
    ...(input.nodeGone ? { gone: true } : {}),
    present: first !== undefined,
    updated: first?.updated ?? false,
    ready: first !== undefined && first.availability.kind !== 'NotReady',
    available,
    oldPods: describeOldPods(judged),
    candidate: found.kind === 'Candidate',
    leftover: stays?.kind === 'Steady',
    ...(stays !== undefined && stays.kind !== 'Steady' ? { passing: true } : {}),
    ...(input.failedCreate !== undefined && wanted && !isOccupied(judged, surge) ? { refused: true } : {}),
    ...(found.kind === 'Halt' ? { halts: true } : {}),
    ...(row === undefined ? {} : { row }),
    ...(waiting === undefined ? {} : { wait: waiting.wait }),
  };
  const passedAt = stays === undefined || stays.kind === 'Steady' ? undefined : stays.until;
  return { facts, recheckAt: soonest(waiting?.recheckAt, passedAt === undefined ? undefined : passedAt + 1) };
}

/** Whether what stays on a node that does not want it is a leftover [RS2b]; on a node that is not Ready nothing is. */
function judgeStay({ node, podsOnNode, now }: FactsInput): NodePhase | undefined {
  if (node === undefined || nodeReadyCondition(node)?.status !== 'True') return undefined;
  return computeNodePhase(node, podsOnNode, now);
}

function isOccupied(judged: readonly JudgedPod[], surge: boolean): boolean {
  return occupiesNode(
    judged.map(({ pod }) => pod),
    surge,
  );
}

function describeOldPods(judged: readonly JudgedPod[]): CellFacts['oldPods'] {
  const old = judged.filter(({ updated }) => !updated);
  if (old.length === 0) return 'none';
  return old.some(({ pod }) => !isTerminating(pod)) ? 'staying' : 'terminating';
}
