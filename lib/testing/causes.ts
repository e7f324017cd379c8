import { nodeName } from '#lib/domain/keys.ts';
import type { ControllerRevisionRecord, EventRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import type { CellCause } from '#lib/domain/rollout/causes/cause.ts';
import { type CausesOutcome, computeCauses } from '#lib/domain/rollout/causes/causes.ts';
import type { CausesInput, RolloutCause } from '#lib/domain/rollout/causes/causes-input.ts';
import { findOddTaints } from '#lib/domain/rollout/causes/odd-taints.ts';
import { findRolloutCauses } from '#lib/domain/rollout/causes/rollout-causes.ts';
import { isEmpty, isSettled } from '#lib/domain/rollout/cell-facts.ts';
import { makeDaemonSet, makeNode, makeRevision, QUIET_HASH } from './objects.ts';
import { deriveRollout, makeRollingDaemonSet, NOW, OLD_HASH, ROLLED_AT, type Scenario } from './rollouts.ts';

/* What the causes of a whole rollout are found from, for tests: a scenario of rollouts.ts, and what differs beside it. */

export type CausesScenario = Scenario & {
  readonly events?: readonly EventRecord[];
  /** What the cells have found, by node, in the place of what they do find. */
  readonly found?: Readonly<Record<string, readonly CellCause[]>>;
  readonly input?: Partial<CausesInput>;
};

/** The revision before, and the one that rolls out. */
const REVISIONS: readonly ControllerRevisionRecord[] = [
  makeRevision({ hash: OLD_HASH, revision: 1, template: { ...makeDaemonSet().template, digest: 'template-0' } }),
  makeRevision({ hash: QUIET_HASH, revision: 2, creationTimestamp: ROLLED_AT }),
];

export function makeCausesInput({ events = [], found, input, ...scenario }: CausesScenario): CausesInput {
  const { nodes, daemonSet = makeRollingDaemonSet(), revisions = REVISIONS, failedCreate } = scenario;
  const { cells, ...outcome } = deriveRollout(scenario);
  const records = new Map<string, NodeRecord>();
  for (const [name, { node }] of Object.entries(nodes)) if (node !== 'gone') records.set(name, node ?? makeNode(name));
  const podsOf = (name: string): readonly PodRecord[] => nodes[name]?.pods ?? [];
  return {
    daemonSet,
    outcome,
    revisions,
    cells: cells
      .filter(({ facts, causes }) => causes.length > 0 || !(isSettled(facts) || isEmpty(facts)))
      .map(({ node, kind: state, facts, causes }) => ({
        node,
        state,
        facts,
        causes: found === undefined ? causes : (found[node] ?? []),
      })),
    nodeCount: records.size,
    nodeOf: (name) => records.get(name),
    siblings: [],
    events,
    failedCreate,
    knowledge: scenario.knowledge ?? { pods: 'Known', nodes: 'Known' },
    podsOf,
    nodes: () => records.values(),
    oddTaints: findOddTaints(records.values()),
    fineNodes: () => cells.filter(({ kind }) => kind === 'ok').map(({ node }) => nodeName(node)),
    now: scenario.now ?? NOW,
    ...input,
  };
}

export function deriveCauses(scenario: CausesScenario): CausesOutcome {
  return computeCauses(makeCausesInput(scenario));
}

/** The cause of the rollout as a whole with this code, before it is ranked. */
export function findCause(scenario: CausesScenario, code: RolloutCause['code']): RolloutCause | undefined {
  return findRolloutCauses(makeCausesInput(scenario)).causes.find((cause) => cause.code === code);
}

/** When time alone may bring or take a cause of the rollout as a whole. */
export function causesRecheckAt(scenario: CausesScenario): number | undefined {
  return findRolloutCauses(makeCausesInput(scenario)).recheckAt;
}
