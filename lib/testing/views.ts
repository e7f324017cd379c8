import type { StatusInput } from '#lib/cli/status-input.ts';
import { type NodeName, nodeName, uid } from '#lib/domain/keys.ts';
import { RESOURCES } from '#lib/domain/objects.ts';
import type { Cell, CellPod } from '#lib/domain/placement/cell.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { RolloutVerdict } from '#lib/domain/rollout/verdict.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { makeDaemonSet, makeDaemonSetStatus, makeRevision, QUIET_HASH } from './objects.ts';

/** 2026-01-01T01:00:00Z: an hour after everything was created. */
export const VIEWED_AT = 1_767_229_200_000;

export function makeCellPod(overrides: Partial<CellPod> = {}): CellPod {
  return {
    name: 'agent-a',
    uid: uid('pod/agent-a'),
    hash: QUIET_HASH,
    updated: true,
    ready: true,
    available: true,
    terminating: false,
    phase: 'Running',
    ...overrides,
  };
}

type CellOverrides = { readonly reasons?: readonly CellReason[]; readonly pods?: readonly CellPod[] };

/** A cell as it is shown; what counts are made of is left as of a quiet one. */
export function makeCell(node: string, kind: CellState = 'ok', { reasons, pods }: CellOverrides = {}): Cell {
  const said = reasons ?? [{ kind: 'Available' } as const];
  return {
    node: nodeName(node),
    kind,
    reason: said[0]?.kind ?? 'Available',
    evidence: { reasons: said, pods: pods ?? [makeCellPod({ name: `agent-${node}`, uid: uid(`pod/agent-${node}`) })] },
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
    causes: [],
    readsRoom: false,
  };
}

type ViewOverrides = Partial<Omit<DaemonSetView, 'verdict' | 'cells'>> & {
  readonly verdict?: Partial<RolloutVerdict>;
  readonly cells?: readonly Cell[];
};

/** The quiet DaemonSet `default/agent`, complete on node-a. */
export function makeView({ verdict, cells = [makeCell('node-a')], ...overrides }: ViewOverrides = {}): DaemonSetView {
  const counts = makeDaemonSetStatus({
    desiredNumberScheduled: 1,
    currentNumberScheduled: 1,
    updatedNumberScheduled: 1,
    numberReady: 1,
    numberAvailable: 1,
  });
  const daemonSet = overrides.daemonSet ?? makeDaemonSet({ status: counts });
  return {
    daemonSet,
    counted: counts,
    revision: { current: { hash: QUIET_HASH, number: 1 }, by: 'template' },
    kubectl: { done: true, message: `daemon set "${daemonSet.name}" successfully rolled out` },
    revisions: [{ revision: makeRevision({ daemonSet }), pods: 1 }],
    causes: [],
    excludedCauses: [],
    commonTraits: [],
    progress: { parallelism: 1, remaining: 0 },
    alerts: [],
    explainedByNodes: false,
    ...overrides,
    verdict: {
      kind: 'Complete',
      reason: 'UpdatedAndAvailable',
      evidence: { nodes: [] },
      since: VIEWED_AT - 3_600_000,
      sinceIsLowerBound: false,
      ...verdict,
    },
    cells: new Map(cells.map((cell): [NodeName, Cell] => [cell.node, cell])),
  };
}

export function makeStatusInput(overrides: Partial<StatusInput> = {}): StatusInput {
  const { daemonSets = [makeView()] } = overrides;
  const known = RESOURCES.map((resource) => [resource, { state: 'Known', asOf: VIEWED_AT }] as const);
  return {
    at: VIEWED_AT,
    cluster: { name: 'test', version: 'v1.36.3' },
    source: 'Cluster',
    health: Object.fromEntries(known) as StatusInput['health'],
    ignored: {},
    nodes: [...new Set(daemonSets.flatMap(({ cells }) => [...cells.keys()]))],
    daemonSets,
    nodeTroubles: [],
    single: false,
    live: false,
    cells: false,
    ...overrides,
  };
}
