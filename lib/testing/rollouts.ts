import type { Millis } from '#lib/base/clock.ts';
import { nodeName, revisionHash } from '#lib/domain/keys.ts';
import type { ControllerRevisionRecord, DaemonSetRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import { type Cell, type CellInput, type CellKnowledge, computeCell } from '#lib/domain/placement/cell.ts';
import { computeDaemonSet, type DaemonSetInput, type DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import type { FailedCreate } from '#lib/domain/rollout/failed-create.ts';
import { currentRevision } from '#lib/domain/rollout/revisions.ts';
import {
  CREATED_AT,
  makeContainerStatus,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makeRevision,
  makeTaint,
  QUIET_HASH,
} from './objects.ts';

/*
 * A rollout for tests: the quiet DaemonSet in its second revision. Its first revision and everything else were made at
 * CREATED_AT, the second a day later at ROLLED_AT; NOW is two minutes after that.
 */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const ROLLED_AT = CREATED_AT + 24 * 60 * MINUTE;
export const NOW = ROLLED_AT + 2 * MINUTE;
export const OLD_HASH = revisionHash('6c9bd7f4f');

const FIRST_GENERATION = makeDaemonSet();

export function makeRollingDaemonSet(overrides: Parameters<typeof makeDaemonSet>[0] = {}): DaemonSetRecord {
  const { status, ...rest } = overrides;
  return makeDaemonSet({
    generation: 2,
    templateGeneration: '2',
    status: { observedGeneration: 2, ...status },
    ...rest,
  });
}

/** The revision before, and the one that rolls out. */
function makeRollingRevisions(): readonly ControllerRevisionRecord[] {
  return [
    makeRevision({ hash: OLD_HASH, revision: 1, template: { ...makeDaemonSet().template, digest: 'template-0' } }),
    makeRevision({ hash: QUIET_HASH, revision: 2, creationTimestamp: ROLLED_AT }),
  ];
}

type PodOverrides = NonNullable<Parameters<typeof makeDaemonPod>[0]>;

/** A pod of the first revision, Ready since CREATED_AT. */
export function makeOldPod(node: string, overrides: PodOverrides = {}): PodRecord {
  return makeDaemonPod({
    daemonSet: FIRST_GENERATION,
    hash: OLD_HASH,
    name: `old-${node}`,
    nodeName: node,
    startTime: CREATED_AT,
    ...overrides,
  });
}

/** A pod of the second revision, made a minute ago and Ready ever since. */
export function makeNewPod(node: string, overrides: PodOverrides = {}): PodRecord {
  const createdAt = overrides.creationTimestamp ?? NOW - MINUTE;
  return makeDaemonPod({
    daemonSet: makeRollingDaemonSet(),
    name: `new-${node}`,
    nodeName: node,
    creationTimestamp: createdAt,
    startTime: createdAt,
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: createdAt }],
    ...overrides,
  });
}

/** What makes a pod Running and not Ready since that moment. */
export function notReadySince(since: Millis): Pick<PodRecord, 'conditions' | 'containerStatuses'> {
  return {
    conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: since }],
    containerStatuses: [makeContainerStatus({ ready: false })],
  };
}

/** What makes a pod fail with this waiting reason of its container since that moment. */
export function waitingWith(reason: string, restartCount = 0, since: Millis = NOW - MINUTE) {
  const status = makeContainerStatus({
    ready: false,
    started: false,
    restartCount,
    state: { kind: 'Waiting', reason },
  });
  return { ...notReadySince(since), containerStatuses: [status] };
}

/** What makes a pod terminate: asked at that moment, with a grace period of 30 s. */
export function terminatingSince(
  askedAt: Millis,
): Pick<PodRecord, 'deletionTimestamp'> & Pick<PodRecord, 'deletionGracePeriodSeconds'> {
  return { deletionTimestamp: askedAt + 30 * SECOND, deletionGracePeriodSeconds: 30 };
}

/** A node whose kubelet is silent since that moment, with the taints that follow. */
export function makeSilentNode(name: string, since: Millis = NOW - MINUTE): NodeRecord {
  return makeNode(name, {
    taints: [
      makeTaint('node.kubernetes.io/unreachable', 'NoSchedule'),
      makeTaint('node.kubernetes.io/unreachable', 'NoExecute'),
    ],
    conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: since }],
  });
}

const ALL_KNOWN: CellKnowledge = { pods: 'Known', nodes: 'Known' };

/** The cell of the rolling DaemonSet on the quiet node-a, with what differs. */
export function deriveCell(overrides: Partial<CellInput> = {}): Cell {
  const daemonSet = overrides.daemonSet ?? makeRollingDaemonSet();
  const name = overrides.nodeName ?? overrides.node?.name ?? nodeName('node-a');
  return computeCell({
    nodeName: name,
    node: makeNode(name),
    knowledge: ALL_KNOWN,
    daemonSet,
    pods: [],
    podsOnNode: () => overrides.pods?.filter((pod) => pod.nodeName !== undefined) ?? [],
    revision: currentRevision(daemonSet, makeRollingRevisions()),
    now: NOW,
    ...overrides,
  });
}

export type Scenario = {
  readonly daemonSet?: DaemonSetRecord;
  readonly revisions?: readonly ControllerRevisionRecord[];
  /** By node name; a node that is not stated is quiet. */
  readonly nodes: Readonly<Record<string, ScenarioNode>>;
  readonly knowledge?: CellKnowledge;
  readonly failedCreate?: FailedCreate;
  readonly failedDelete?: FailedCreate;
  readonly now?: Millis;
} & Pick<
  DaemonSetInput,
  'rememberedProgress' | 'rememberedSign' | 'rememberedState' | 'rememberedRevision' | 'rememberedHalt'
>;
export type ScenarioNode = {
  readonly pods?: readonly PodRecord[];
  readonly node?: NodeRecord | 'gone';
  readonly absentSince?: Millis;
  /** Other pods there. */
  readonly others?: readonly PodRecord[];
};

/** Derives the cells and the whole of a rollout, with the default of ten minutes before it counts as stalled. */
export function deriveRollout({
  nodes,
  ...scenario
}: Scenario): DaemonSetOutcome & { readonly cells: readonly Cell[] } {
  const {
    daemonSet = makeRollingDaemonSet(),
    revisions = makeRollingRevisions(),
    knowledge = ALL_KNOWN,
    failedCreate,
    failedDelete,
    now = NOW,
  } = scenario;
  const { rememberedProgress, rememberedSign, rememberedState, rememberedRevision, rememberedHalt } = scenario;
  const revision = currentRevision(daemonSet, revisions);
  const cells = Object.entries(nodes).map(([name, { node, pods = [], absentSince, others = [] }]) =>
    computeCell({
      nodeName: nodeName(name),
      node: node === 'gone' || knowledge.nodes === 'Forbidden' ? undefined : (node ?? makeNode(name)),
      knowledge,
      daemonSet,
      pods,
      podsOnNode: () => [...pods, ...others].filter((pod) => pod.nodeName !== undefined),
      revision,
      failedCreate,
      absentSince,
      now,
    }),
  );
  const stallAfterMillis = 10 * MINUTE;
  const outcome = computeDaemonSet({
    daemonSet,
    revisions,
    cells,
    knowledge,
    failedCreate,
    failedDelete,
    stallAfterMillis,
    rememberedProgress,
    rememberedSign,
    rememberedState,
    rememberedRevision,
    rememberedHalt,
    now,
  });
  return { ...outcome, cells };
}
