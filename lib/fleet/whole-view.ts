import type { NodeName } from '#lib/domain/keys.ts';
import type { NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { Cause } from '#lib/domain/rollout/causes/cause.ts';
import type { CausedCell } from '#lib/domain/rollout/causes/causes-input.ts';
import { type CommonTrait, findCommonTraits } from '#lib/domain/rollout/causes/common-traits.ts';
import { computePreflight, type Preflight } from '#lib/domain/rollout/preflight.ts';
import { computePushSafety } from '#lib/domain/rollout/push-safety.ts';
import { computeWhatIfBasis } from '#lib/domain/rollout/what-if-basis.ts';
import { attempt } from './attempt.ts';
import { type CauseContext, toCausedCell } from './cause-source.ts';
import { type CellBasis, readableNode, readablePods } from './cell-source.ts';
import { priorityOf } from './picture-daemonset.ts';
import { type Told, tellMore } from './told.ts';
import type { DaemonSetView, Outlook } from './view.ts';

type Question = {
  readonly basis: CellBasis;
  /** As the picture tells it, without evidence. */
  readonly told: Told;
  readonly cells: ReadonlyMap<NodeName, Cell>;
  readonly context: CauseContext;
};

function isFine({ facts }: Cell): boolean {
  return facts.wanted && facts.updated && facts.available;
}

function* fineNodes(cells: Question['cells']): Generator<NodeName> {
  for (const [node, cell] of cells) if (isFine(cell)) yield node;
}

/** The same once more, with the evidence of every cell, and with what only somebody who asks wants to know. */
function tellWhole({ basis, told, cells, context }: Question, caused: readonly CausedCell[]): Told {
  // The outcome is that of the picture: what is shown side by side must not differ.
  return attempt(
    () =>
      tellMore(told.outcome, {
        basis,
        cells: caused,
        settled: cells.size - caused.length,
        context,
        stallAfterMillis: 0,
        fineNodes: () => fineNodes(cells),
      }),
    () => told,
  );
}

/** What sets the nodes of the first cause that names any apart from all others that are wanted. */
function traitsOf(causes: readonly Cause[], { cells, context }: Question): readonly CommonTrait[] {
  const affected = new Set(causes.find(({ nodes }) => nodes.length > 0)?.nodes);
  if (affected.size === 0) return [];
  const [with_, without]: [NodeRecord[], NodeRecord[]] = [[], []];
  for (const [name, { facts }] of cells) {
    const node = affected.has(name) || facts.wanted ? readableNode(name, context) : undefined;
    if (node !== undefined) (affected.has(name) ? with_ : without).push(node);
  }
  return findCommonTraits(with_, without, context.now);
}

function* ownPods({ basis, context }: Question): Generator<PodRecord> {
  const { uid } = basis.daemonSet;
  for (const node of context.store.nodesOfDaemonSet(uid)) yield* readablePods(uid, node, context);
}

/** Room can be told only where nodes and pods can. */
function preflightOf(question: Question, cells: readonly CausedCell[]): Preflight | undefined {
  const { basis, told, context } = question;
  const { store, knowledge } = context;
  if (knowledge.nodes !== 'Known' || knowledge.pods !== 'Known') return undefined;
  const { daemonSet } = basis;
  return computePreflight({
    daemonSet,
    revision: told.outcome.revision,
    cells,
    nodeOf: (name) => readableNode(name, context),
    podsOnNode: (name) => store.podsOnNode(name),
    outlinesOnNode: (name) => store.outlinesOnNode(name),
    ownPods: ownPods(question),
    priority: priorityOf(daemonSet, store),
  });
}

/** What is ahead of it, and what its troubled nodes have in common. */
function outlookOf(question: Question, caused: readonly CausedCell[], causes: readonly Cause[]): Outlook {
  const { basis, told, cells, context } = question;
  const { daemonSet } = basis;
  const { outcome } = told;
  const { current } = outcome.revision;
  const samples = current === undefined ? [] : context.memory.replacements(daemonSet.uid, current);
  const whatIf = computeWhatIfBasis({ outcome, cells: cells.values(), samples });
  const pushSafety = computePushSafety({ daemonSet, ...outcome, cells: cells.values() });
  const preflight = attempt(
    () => preflightOf(question, caused),
    () => undefined,
  );
  return {
    commonTraits: traitsOf(causes, question),
    ...(preflight === undefined ? {} : { preflight }),
    ...(pushSafety === undefined ? {} : { pushSafety }),
    ...(whatIf === undefined ? {} : { whatIf }),
  };
}

/** Everything that is said of one DaemonSet, but for its revisions; in short without its outlook. */
export function viewOf(question: Question, inShort: boolean): Omit<DaemonSetView, 'revisions'> {
  const { basis, cells } = question;
  const caused = Iterator.from(cells.values())
    .map(toCausedCell)
    .filter((cell) => cell !== undefined)
    .toArray();
  const { outcome, causes, progress, alerts, explainedByNodes } = tellWhole(question, caused);
  const { verdict, counted, revision, kubectl, budget, noBudget } = outcome;
  return {
    daemonSet: basis.daemonSet,
    verdict,
    counted,
    revision,
    kubectl,
    ...(budget === undefined ? {} : { budget }),
    ...(noBudget === undefined ? {} : { noBudget }),
    causes: causes.causes,
    excludedCauses: causes.excluded,
    progress,
    alerts,
    ...(inShort ? {} : outlookOf(question, caused, causes.causes)),
    explainedByNodes,
    cells,
  };
}
