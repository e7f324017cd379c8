import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '#lib/domain/keys.ts';
import { soonest } from '#lib/domain/placement/soonest.ts';
import { type AlertFinding, type AlertMemory, computeAlerts } from '#lib/domain/rollout/alerts.ts';
import { type CausesOutcome, computeCauses } from '#lib/domain/rollout/causes/causes.ts';
import type { CausedCell } from '#lib/domain/rollout/causes/causes-input.ts';
import { computeDaemonSet, type DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import { isDaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import { isExplainedByNodes, isTroubled } from '#lib/domain/rollout/node-trouble.ts';
import type { Progress } from '#lib/domain/rollout/pace.ts';
import type { RememberedState } from '#lib/domain/rollout/rollout.ts';
import { computeProgress } from '#lib/domain/rollout/rollout-progress.ts';
import { type CauseContext, causesInput } from './cause-source.ts';
import { type CellBasis, readableNode } from './cell-source.ts';
import type { Memory } from './memory.ts';

/** All that is said of one DaemonSet as a whole at one moment. */
export type Told = {
  readonly outcome: DaemonSetOutcome;
  readonly causes: CausesOutcome;
  readonly progress: Progress;
  readonly alerts: readonly AlertFinding[];
  /** For the memory of the next time. */
  readonly alertMemory?: AlertMemory;
  /** All that is wrong with it is wrong with nodes in trouble. */
  readonly explainedByNodes: boolean;
  readonly recheckAt?: Millis | undefined;
};

export type TellingInput = {
  readonly basis: CellBasis;
  /** Every cell that has something to say. */
  readonly cells: readonly CausedCell[];
  /** How many more are wanted, updated and available. */
  readonly settled: number;
  readonly context: CauseContext;
  readonly stallAfterMillis: number;
  /** For what is looked for only when somebody asks [K29]. */
  readonly fineNodes?: (() => Iterable<NodeName>) | undefined;
};

const NO_CAUSES: CausesOutcome = { causes: [], excluded: [] };
const STATE = 'state';
const HALT = 'halt';
const HALTED = 'halted';
const RUNNING = 'running';

function rememberedState(uid: Uid, memory: Memory): RememberedState | undefined {
  const remembered = memory.remembered(uid, STATE);
  if (remembered === undefined || !isDaemonSetState(remembered.value)) return undefined;
  return { kind: remembered.value, since: remembered.since, seenBegin: remembered.seenBegin };
}

function rememberedHalt(uid: Uid, memory: Memory): Millis | undefined {
  const remembered = memory.remembered(uid, HALT);
  return remembered?.value === HALTED ? remembered.since : undefined;
}

/** What the cells, the records and the memory say of a DaemonSet now; it takes nothing down. */
export function tellOutcome({ basis, cells, settled, context, stallAfterMillis }: TellingInput): DaemonSetOutcome {
  const { store, memory, knowledge, now } = context;
  const { daemonSet, failedCreate, failedDelete, rememberedRevision } = basis;
  const { uid } = daemonSet;
  return computeDaemonSet({
    daemonSet,
    failedCreate,
    failedDelete,
    revisions: store.revisionsOf(uid),
    cells,
    settledCells: settled,
    knowledge,
    stallAfterMillis,
    rememberedSign: memory.progress(uid),
    rememberedState: rememberedState(uid, memory),
    rememberedRevision,
    rememberedHalt: rememberedHalt(uid, memory),
    now,
  });
}

/** Takes down what the API keeps no trace of; true when the outcome may say something else now [RS5]. */
export function rememberState(uid: Uid, outcome: DaemonSetOutcome, memory: Memory, now: Millis): boolean {
  const { verdict, syncFailure } = outcome;
  // What cannot be told now may well last.
  if (verdict.kind === 'Unknown') return false;
  const before = [memory.remembered(uid, STATE), memory.remembered(uid, HALT)];
  const state = memory.noteValue(uid, STATE, verdict.kind, now);
  const halt = memory.noteValue(uid, HALT, syncFailure?.cause === 'NodeGone' ? HALTED : RUNNING, now);
  return state !== before[0] || halt !== before[1];
}

/** Adds to an outcome why it is so, how fast it goes, and what alerts make of it. */
export function tellMore(outcome: DaemonSetOutcome, input: TellingInput): Told {
  const { basis, cells, context } = input;
  const { memory, knowledge, now } = context;
  const { daemonSet } = basis;
  const { current } = outcome.revision;
  const causes = computeCauses(causesInput(outcome, input));
  const samples = current === undefined ? [] : memory.replacements(daemonSet.uid, current);
  const { progress, recheckAt } = computeProgress({ outcome, cells, samples, now });
  const alerts = computeAlerts({ daemonSet, outcome, cells, memory: memory.alerts(daemonSet.uid), now });
  const isTroubledNode = (name: NodeName) => knowledge.nodes === 'Known' && isTroubled(readableNode(name, context));
  return {
    outcome,
    causes,
    progress,
    alerts: alerts.alerts,
    alertMemory: alerts.memory,
    explainedByNodes: isExplainedByNodes(outcome, cells, isTroubledNode),
    recheckAt: soonest(soonest(outcome.verdict.recheckAt, causes.recheckAt), recheckAt),
  };
}

/** Of an outcome of which nothing more can be said. */
export function toldAlone(outcome: DaemonSetOutcome): Told {
  return {
    outcome,
    causes: NO_CAUSES,
    progress: { parallelism: 0, remaining: 0 },
    alerts: [],
    explainedByNodes: false,
    recheckAt: outcome.verdict.recheckAt,
  };
}
