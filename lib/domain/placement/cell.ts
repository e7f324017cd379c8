import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, RevisionHash, Uid } from '../keys.ts';
import type { DaemonSetRecord, EventRecord, Knowledge, NamespaceRecord, NodeRecord, PodRecord } from '../objects.ts';
import type { CellCause } from '../rollout/causes/cause.ts';
import { causesRecheckAt, findCellCauses, NO_CAUSES } from '../rollout/causes/cell-causes.ts';
import { type CellFacts, computeCellFacts, factsWithoutPods, SETTLED_FACTS } from '../rollout/cell-facts.ts';
import { type FailedCreate, refusalOf } from '../rollout/failed-create.ts';
import { nodeReadyCondition } from '../rollout/node-phase.ts';
import type { ProgressKind, Replacement } from '../rollout/pace.ts';
import { newestSign, type PodSign } from '../rollout/progress.ts';
import { findReplacement } from '../rollout/replacement.ts';
import { hashOfPod } from '../rollout/revisions.ts';
import type { RolloutBegin } from '../rollout/rollout-begin.ts';
import type { CurrentRevision } from '../rollout/verdict.ts';
import { type CellDecision, decideCell } from './cell-decision.ts';
import type { CellState } from './cell-state.ts';
import { computeEligibility } from './eligibility.ts';
import { isTerminating, podsOfNode } from './node-pods.ts';
import { type JudgedPod, judgeGoodPod, judgePod } from './pod-judgement.ts';
import type { CellReason } from './reason.ts';
import { soonest } from './soonest.ts';

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
  /** Why, in the words of the causes [TX3]; empty for a cell that is well. */
  readonly causes: readonly CellCause[];
  /** The newest sign of progress that the pods of this cell bear [RS4]. */
  readonly progressAt?: Millis;
  /** What that progress was. */
  readonly progressKind?: ProgressKind;
  /** How long this node took to get its pod of the current revision, once it has [PC2]. */
  readonly replacement?: Replacement;
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
  /** Events that regard this object; none when they may not be read or have expired [EV2]. */
  readonly eventsOf?: ((uid: Uid) => readonly EventRecord[]) | undefined;
  /** The DaemonSet's namespace; undefined when namespaces are unreadable. */
  readonly namespace?: NamespaceRecord | undefined;
  /** When the cell was first seen wanted and without a pod; without it, the latest creation of what makes it wanted. */
  readonly absentSince?: Millis | undefined;
  /** When the rollout began [RS5b]; without it, when the current revision was made. */
  readonly begin?: RolloutBegin | undefined;
  /** When the old pod that was here was told to go, as long as the new one is not available. */
  readonly leavingSince?: Millis | undefined;
  readonly now: Millis;
};

/**
 * Derives one cell [CE1] to [CE14]: what is the matter with this DaemonSet on this node, by what is there now. It cannot
 * know how long a state lasted that left no timestamp behind, nor what the scheduler does not say.
 */
export function computeCell(input: CellInput): Cell {
  return settledCell(input) ?? deriveInFull(input);
}

/**
 * Nearly every cell: a Ready node that wants the one pod it has, and that pod bound, updated, available, and without a
 * condition but Ready. It is the very cell that would be derived in full; undefined for any other.
 */
function settledCell(input: CellInput): Cell | undefined {
  const { nodeName, node, knowledge, daemonSet, pods, now } = input;
  const [pod] = pods;
  if (node === undefined || pod === undefined || pods.length > 1) return undefined;
  if (knowledge.pods !== 'Known' || knowledge.nodes !== 'Known') return undefined;
  if (pod.nodeName === undefined || pod.conditions.length > 1) return undefined;
  if (nodeReadyCondition(node)?.status !== 'True') return undefined;
  const judged = judgeGoodPod(pod, input);
  if (judged?.since === undefined || computeEligibility(daemonSet, node).kind !== 'ShouldRun') return undefined;
  const list = [judged];
  const sign = newestSign(list, now);
  if (sign === undefined) return undefined;
  const replacement = findReplacementIn(input, list);
  const cell: Cell = {
    node: nodeName,
    kind: judged.state,
    reason: judged.reasons[0].kind,
    evidence: { reasons: judged.reasons, pods: [toCellPod(judged)] },
    since: judged.since,
    facts: SETTLED_FACTS,
    causes: NO_CAUSES,
    progressAt: sign.at,
    progressKind: sign.what,
    readsRoom: false,
  };
  return replacement === undefined ? cell : { ...cell, replacement };
}

/** The same without a short cut. */
export function deriveInFull(input: CellInput): Cell {
  const { nodeName, node, knowledge, daemonSet, revision, now } = input;
  let readsRoom = false;
  const podsOnNode = (): Iterable<PodRecord> => {
    readsRoom = true;
    return input.podsOnNode();
  };
  const readable = knowledge.pods === 'Known' ? input.pods : [];
  const pods = readable.length > 0 ? podsOfNode(readable) : readable;
  const judged = pods.map((pod) => judgePod(pod, { daemonSet, node, revision, podsOnNode, now }));
  const eligibility = node === undefined ? undefined : computeEligibility(daemonSet, node);
  const absentSince = input.absentSince ?? latestCause(input);
  const wanted = eligibility === undefined ? isTakenForWanted(input, judged) : eligibility.kind === 'ShouldRun';
  const goneSince = judged.length > 0 ? undefined : (input.absentSince ?? node?.creationTimestamp);
  const { failedCreate, recheckAt: heardAt } = refusalOf(input.failedCreate, goneSince, now);
  const common = { daemonSet, node, judged, wanted, failedCreate, absentSince, absenceSeenAt: input.absentSince, now };
  const decision = decideCell({ ...common, eligibility, knowledge });
  const { facts, recheckAt } =
    knowledge.pods === 'Known'
      ? computeCellFacts({ ...common, nodeGone: isGone(input), podsOnNode })
      : factsWithoutPods(wanted);
  const { reasons } = decision;
  const { eventsOf = noEvents, namespace } = input;
  const question = { ...common, nodeName, reasons, facts, podsOnNode, eventsOf, namespace };
  const causes = knowledge.pods === 'Known' ? findCellCauses(question) : NO_CAUSES;
  const causesRecheck = knowledge.pods === 'Known' ? causesRecheckAt(question) : undefined;
  const recheck = judged.reduce((earliest, each) => soonest(earliest, each.recheckAt), soonest(recheckAt, heardAt));
  return makeCell(nodeName, decision, judged, {
    facts,
    causes,
    recheckAt: soonest(soonest(recheck, causesRecheck), decision.recheckAt),
    sign: newestSign(judged, now),
    replacement: findReplacementIn(input, judged),
    readsRoom,
  });
}

function findReplacementIn(input: CellInput, judged: readonly JudgedPod[]): Replacement | undefined {
  return findReplacement({ node: input.nodeName, judged, begin: beginOf(input), askedAt: input.leavingSince });
}

function noEvents(): readonly EventRecord[] {
  return [];
}

function beginOf({ begin, revision: { current } }: CellInput): RolloutBegin {
  if (begin !== undefined) return begin;
  return current?.createdAt === undefined ? NO_BEGIN : { at: current.createdAt, isLowerBound: false };
}

const NO_BEGIN: RolloutBegin = { isLowerBound: false };

/** The node is known not to be there, as against not known. */
function isGone({ node, knowledge }: CellInput): boolean {
  return node === undefined && knowledge.nodes === 'Known';
}

/** Without nodes nobody can say where a pod is wanted; where there is one, the controller once wanted it. */
function isTakenForWanted(input: CellInput, judged: readonly JudgedPod[]): boolean {
  return !isGone(input) && judged.length > 0;
}

/** A pod cannot have been absent for longer than all that asks for it has been there. */
function latestCause({ node, daemonSet, revision }: CellInput): Millis | undefined {
  const times = [node?.creationTimestamp, daemonSet.creationTimestamp, revision.current?.createdAt];
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

type CellRest = {
  readonly facts: CellFacts;
  readonly causes: readonly CellCause[];
  readonly recheckAt: Millis | undefined;
  readonly sign: PodSign | undefined;
  readonly replacement: Replacement | undefined;
  readonly readsRoom: boolean;
};

function makeCell(
  node: NodeName,
  { kind, reasons, since }: CellDecision,
  judged: readonly JudgedPod[],
  { facts, causes, recheckAt, sign, replacement, readsRoom }: CellRest,
): Cell {
  return {
    node,
    kind,
    reason: reasons[0].kind,
    evidence: { reasons, pods: judged.map(toCellPod) },
    ...(since === undefined ? {} : { since }),
    ...(recheckAt === undefined ? {} : { recheckAt }),
    facts,
    causes,
    ...(sign === undefined ? {} : { progressAt: sign.at, progressKind: sign.what }),
    ...(replacement === undefined ? {} : { replacement }),
    readsRoom,
  };
}

function toCellPod({ pod, updated, availability }: JudgedPod): CellPod {
  const { name, uid, phase } = pod;
  const hash = hashOfPod(pod);
  const [ready, available] = [availability.kind !== 'NotReady', availability.kind === 'Available'];
  const terminating = isTerminating(pod);
  return hash === undefined
    ? { name, uid, updated, ready, available, terminating, phase }
    : { name, uid, hash, updated, ready, available, terminating, phase };
}
