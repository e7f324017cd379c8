import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, ObjectKey } from '../keys.ts';
import type { NodeRecord, PodRecord } from '../objects.ts';
import { soonest } from '../placement/soonest.ts';
import { CAUSE_CODES, type CauseCode } from './causes/cause-names.ts';
import type { RolloutCell } from './cell-facts.ts';
import type { DaemonSetOutcome } from './daemonset.ts';
import { computeNodePhase, type NodePhase, nodeReadyCondition } from './node-phase.ts';
import { poolOf } from './node-pool.ts';

/** `Gone`: only pods still speak of it. */
export const NODE_TROUBLE_KINDS = ['NotReady', 'Unreachable', 'Gone'] as const;
export const NODE_PHASES = ['Steady', 'Starting', 'Leaving'] as const;

/** What is the matter with one node itself, whatever DaemonSets should run there: one row, not one per DaemonSet. */
export type NodeTrouble = {
  readonly node: NodeName;
  /** The first of the well-known pool labels that it has [NT2]. */
  readonly pool?: string;
  readonly kind: (typeof NODE_TROUBLE_KINDS)[number];
  /** Being born or leaving: no alarm until overdue [RS1b] [RS1c]. */
  readonly phase: (typeof NODE_PHASES)[number];
  readonly since?: Millis;
  /** The DaemonSets that want it or have a pod there. */
  readonly daemonSets: readonly ObjectKey[];
  readonly causes: readonly { readonly code: CauseCode; readonly daemonSets: readonly ObjectKey[] }[];
};

/** Nodes of one pool in the same trouble. */
export type NodeTroubleGroup = {
  readonly pool?: string;
  readonly kind: NodeTrouble['kind'];
  readonly phase: NodeTrouble['phase'];
  readonly nodes: readonly NodeName[];
  readonly since?: Millis;
  readonly daemonSets: readonly ObjectKey[];
};

/** One DaemonSet on one node. */
export type NodeConcern = {
  readonly daemonSet: ObjectKey;
  /** Of its causes those that name this node. */
  readonly codes: readonly CauseCode[];
};

export type NodeTroubleInput = {
  readonly node: NodeName;
  /** Undefined when it is gone. */
  readonly record?: NodeRecord | undefined;
  readonly podsOnNode: () => Iterable<PodRecord>;
  /** The DaemonSets whose cell there is `nodeDown`: they want it, or have a pod there [CE3]. */
  readonly concerns: readonly NodeConcern[];
};

export type NodeTroubles = {
  /** Sorted by node. */
  readonly troubles: readonly NodeTrouble[];
  /** When time alone may end the excuse of a birth or a departure. */
  readonly recheckAt?: Millis | undefined;
};

/** Whether a node is in trouble: its Ready is not True, or it is gone [NT1]. */
export function isTroubled(record: NodeRecord | undefined): boolean {
  return record === undefined || nodeReadyCondition(record)?.status !== 'True';
}

/** One row per node that is not Ready or gone and that some DaemonSet is concerned with [NT1]. */
export function computeNodeTroubles(inputs: Iterable<NodeTroubleInput>, now: Millis): NodeTroubles {
  const troubles: NodeTrouble[] = [];
  let recheckAt: Millis | undefined;
  for (const input of inputs) {
    if (input.concerns.length === 0 || !isTroubled(input.record)) continue;
    const phase = phaseOf(input, now);
    troubles.push(toTrouble(input, phase.kind));
    if (phase.kind !== 'Steady' && phase.until !== undefined) recheckAt = soonest(recheckAt, phase.until + 1);
  }
  return { troubles: troubles.sort((left, right) => compareText(left.node, right.node)), recheckAt };
}

function phaseOf({ record, podsOnNode }: NodeTroubleInput, now: Millis): NodePhase {
  return record === undefined ? { kind: 'Steady' } : computeNodePhase(record, podsOnNode, now);
}

function toTrouble({ node, record, concerns }: NodeTroubleInput, phase: NodeTrouble['phase']): NodeTrouble {
  const ready = record === undefined ? undefined : nodeReadyCondition(record);
  const pool = record === undefined ? undefined : poolOf(record.labels);
  const since = ready?.lastTransitionTime ?? record?.creationTimestamp;
  return {
    node,
    ...(pool === undefined ? {} : { pool }),
    kind: kindOf(record),
    phase,
    ...(since === undefined ? {} : { since }),
    daemonSets: concerns.map(({ daemonSet }) => daemonSet).sort(),
    causes: causesOf(concerns),
  };
}

/** A silent kubelet is another thing than one that says it is not well. */
function kindOf(record: NodeRecord | undefined): NodeTrouble['kind'] {
  if (record === undefined) return 'Gone';
  return nodeReadyCondition(record)?.status === 'Unknown' ? 'Unreachable' : 'NotReady';
}

function causesOf(concerns: readonly NodeConcern[]): NodeTrouble['causes'] {
  const byCode = new Map<CauseCode, ObjectKey[]>();
  for (const { daemonSet, codes } of concerns) {
    for (const code of new Set(codes)) {
      const keys = byCode.get(code) ?? [];
      byCode.set(code, keys);
      keys.push(daemonSet);
    }
  }
  const found = [...byCode].map(([code, keys]) => ({ code, daemonSets: keys.sort() }));
  return found.sort((left, right) => rankOf(left.code) - rankOf(right.code));
}

const RANK: ReadonlyMap<CauseCode, number> = new Map(CAUSE_CODES.map((code, index) => [code, index]));

function rankOf(code: CauseCode): number {
  return RANK.get(code) ?? 0;
}

/** Nodes of one pool in the same trouble are one row [NT2]: those that alarm first, then the larger group. */
export function groupNodeTroubles(troubles: readonly NodeTrouble[]): readonly NodeTroubleGroup[] {
  const groups = Map.groupBy(troubles, ({ pool, kind, phase }) => JSON.stringify([pool ?? null, kind, phase]));
  return [...groups.values()].flatMap((members) => toGroup(members) ?? []).sort(compareGroups);
}

function toGroup(members: readonly NodeTrouble[]): NodeTroubleGroup | undefined {
  const [first] = members;
  if (first === undefined) return undefined;
  const since = members.reduce<Millis | undefined>((earliest, each) => soonest(earliest, each.since), undefined);
  return {
    ...(first.pool === undefined ? {} : { pool: first.pool }),
    kind: first.kind,
    phase: first.phase,
    nodes: members.map(({ node }) => node).sort(),
    ...(since === undefined ? {} : { since }),
    daemonSets: [...new Set(members.flatMap(({ daemonSets }) => daemonSets))].sort(),
  };
}

function compareGroups(left: NodeTroubleGroup, right: NodeTroubleGroup): number {
  return (
    NODE_PHASES.indexOf(left.phase) - NODE_PHASES.indexOf(right.phase) ||
    right.nodes.length - left.nodes.length ||
    compareText(left.pool ?? '', right.pool ?? '') ||
    NODE_TROUBLE_KINDS.indexOf(left.kind) - NODE_TROUBLE_KINDS.indexOf(right.kind)
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/**
 * Whether all that is wrong with a DaemonSet sits on nodes that are told of themselves [NT3], so that these are one row and
 * not one per DaemonSet. False for what is well: there is nothing to explain.
 */
export function isExplainedByNodes(
  { verdict, budget }: DaemonSetOutcome,
  cells: Iterable<RolloutCell>,
  isTroubledNode: (name: NodeName) => boolean,
): boolean {
  switch (verdict.kind) {
    case 'Stalled':
    case 'Blocked':
      if (verdict.reason !== 'BudgetUsed' || !budget?.holders.every(({ node }) => isTroubledNode(node))) return false;
      return everyStuck(cells, isTroubledNode);
    case 'Degraded':
    case 'CompleteWithLeftovers':
      return verdict.evidence.nodes.every(isTroubledNode);
    case 'Progressing':
      return verdict.evidence.slowed === true && everyStuck(cells, isTroubledNode);
    case 'Unknown':
    case 'NotObserved':
    case 'OnDelete':
    case 'Deleting':
    case 'Complete':
    case 'Idle':
      return false;
    default:
      return assertUnreachable(verdict.kind);
  }
}

/** With surge a node may be stuck without using the budget. */
function everyStuck(cells: Iterable<RolloutCell>, isTroubledNode: (name: NodeName) => boolean): boolean {
  for (const { node, facts } of cells) if (facts.wait?.kind === 'stuck' && !isTroubledNode(node)) return false;
  return true;
}
