import type { Millis } from '#lib/base/clock.ts';
import type { RevisionHash } from '#lib/domain/keys.ts';
import type { DaemonSetStatus, Knowledge } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { RolloutReason } from '#lib/domain/rollout/verdict.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { factsOfVerdict } from '#lib/text/describe/daemonset.ts';
import { createText } from '#lib/text/text.ts';
import { type Json, toJson } from './json.ts';
import { toRfc3339 } from './rfc3339.ts';
import {
  type AlertDocument,
  type BudgetDocument,
  type CauseDocument,
  describeAlert,
  describeBudget,
  describeCause,
  describeProgress,
  type ProgressDocument,
} from './rollout-document.ts';
import type { StatusInput } from './status-input.ts';
import { causesByNode, listNodes, type NodeCause } from './status-nodes.ts';

export type RevisionDocument = { readonly hash: string; readonly number: number | null };
export type CellDocument = {
  readonly state: CellState;
  readonly reasons: readonly Json[];
  /** The pod that the controller judges [ST1]. */
  readonly pod: string | null;
  readonly revision: RevisionDocument | null;
};
export type DaemonSetDocument = {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly state: DaemonSetState;
  readonly reason: RolloutReason;
  readonly since: string | null;
  readonly sinceIsLowerBound: boolean;
  readonly message: string;
  readonly kubectl: { readonly done: boolean | null; readonly message: string };
  readonly status: DaemonSetStatus;
  readonly counted: DaemonSetStatus;
  readonly revision: {
    readonly current: { readonly hash: string; readonly number: number } | null;
    readonly by: 'template' | 'highest' | 'none';
  };
  /** Null under OnDelete. */
  readonly budget: BudgetDocument | null;
  readonly progress: ProgressDocument;
  /** One entry per code, best first [TX2]. */
  readonly causes: readonly CauseDocument[];
  readonly alerts: readonly AlertDocument[];
  readonly cells?: Readonly<Record<string, CellDocument>>;
};
/** What `status -o json` prints [design 8.1]; `findings` are not made yet. */
export type StatusDocument = {
  readonly apiVersion: 'rollcall/v1';
  readonly at: string | null;
  readonly cluster: { readonly name: string; readonly version: string | null };
  /** Only of a cluster that is made up. */
  readonly simulated?: { readonly scenario: string; readonly description: string };
  readonly health: Readonly<
    Record<string, { readonly state: Knowledge; readonly asOf: string | null; readonly note: string | null }>
  >;
  readonly ignored: Readonly<Record<string, number>>;
  readonly daemonSets: readonly DaemonSetDocument[];
  readonly nodes: readonly {
    readonly name: string;
    readonly state: CellState;
    readonly incomplete: readonly string[];
    /** What sits on the node, once, however many DaemonSets say so. */
    readonly causes: readonly NodeCause[];
  }[];
  readonly findings: readonly Json[];
};

/** The document is for programs: its prose is English, whatever the language of who asks. */
const english = createText('en');

function describeReasons(reasons: readonly CellReason[]): readonly Json[] {
  return reasons.map((reason) => toJson(reason));
}

function revisionOf(hash: RevisionHash | undefined, { revisions }: DaemonSetView): RevisionDocument | null {
  if (hash === undefined) return null;
  // Pruned revisions have no number any more [RV13].
  const known = revisions.find(({ revision }) => revision.hash === hash);
  return { hash, number: known?.revision.revision ?? null };
}

function describeCell(cell: Cell, view: DaemonSetView): CellDocument {
  const [pod] = cell.evidence.pods;
  return {
    state: cell.kind,
    reasons: describeReasons(cell.evidence.reasons),
    pod: pod?.name ?? null,
    revision: revisionOf(pod?.hash, view),
  };
}

function countersOf(status: DaemonSetStatus): DaemonSetStatus {
  return {
    observedGeneration: status.observedGeneration,
    desiredNumberScheduled: status.desiredNumberScheduled,
    currentNumberScheduled: status.currentNumberScheduled,
    updatedNumberScheduled: status.updatedNumberScheduled,
    numberReady: status.numberReady,
    numberAvailable: status.numberAvailable,
    numberUnavailable: status.numberUnavailable,
    numberMisscheduled: status.numberMisscheduled,
  };
}

function describeDaemonSet(view: DaemonSetView, at: Millis, withCells: boolean): DaemonSetDocument {
  const { daemonSet, verdict, counted, revision, kubectl, causes } = view;
  const { current } = revision;
  return {
    namespace: daemonSet.namespace,
    name: daemonSet.name,
    uid: daemonSet.uid,
    state: verdict.kind,
    reason: verdict.reason,
    since: toRfc3339(verdict.since),
    sinceIsLowerBound: verdict.sinceIsLowerBound,
    message: english.describeDaemonSet(factsOfVerdict(verdict, counted, causes), at),
    kubectl: { done: kubectl.done ?? null, message: kubectl.message },
    status: countersOf(daemonSet.status),
    counted: countersOf(counted),
    revision: {
      current: current === undefined ? null : { hash: current.hash, number: current.number },
      by: revision.by,
    },
    budget: describeBudget(view.budget),
    progress: describeProgress(view.progress),
    causes: view.causes.map((cause) => describeCause(cause, english, at)),
    alerts: view.alerts.map(describeAlert),
    ...(withCells
      ? { cells: Object.fromEntries([...view.cells].map(([node, cell]) => [node, describeCell(cell, view)])) }
      : {}),
  };
}

export function statusDocument(input: StatusInput): StatusDocument {
  const { at, cluster, simulated, health, ignored, daemonSets } = input;
  const causes = causesByNode(daemonSets);
  return {
    apiVersion: 'rollcall/v1',
    at: toRfc3339(at),
    cluster: { name: cluster.name, version: cluster.version },
    ...(simulated && { simulated: { scenario: simulated.scenario, description: simulated.description } }),
    health: Object.fromEntries(
      Object.entries(health).map(([resource, { state, asOf, note }]) => [
        resource,
        { state, asOf: toRfc3339(asOf), note: note ?? null },
      ]),
    ),
    ignored,
    daemonSets: daemonSets.map((view) => describeDaemonSet(view, at, input.cells)),
    nodes: listNodes(daemonSets).map(({ name, state, incomplete }) => ({
      name,
      state,
      incomplete,
      causes: causes.get(name) ?? [],
    })),
    findings: [],
  };
}
