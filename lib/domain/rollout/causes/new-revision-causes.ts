import { usesSurge } from '../budget-limit.ts';
import { nodeReadyCondition } from '../node-phase.ts';
import type { CauseFacts, CellCause, Confidence } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import type { CausedCell, CausesInput, Finding } from './causes-input.ts';
import { findCommonTraits } from './common-traits.ts';
import { byNode, earliest, evidenceOfFew, sinceOf } from './evidence.ts';
import { alikeFacts } from './facts.ts';

/* Pods of the new revision that do not become available: everywhere, on some nodes, or beside the old pod. */

const NOTHING: Finding = {};

/** What can be the fault of a template. Attaching volumes, gates and devices are somebody else's. */
const TEMPLATE_FAULTS: ReadonlySet<CauseCode> = new Set([
  'S02',
  'K10',
  'K12',
  'K13',
  'K14',
  'K15',
  'K16',
  'K17',
  'K18',
  'K19',
  'K20',
  'K21',
  'K22',
  'K23',
  'K24',
  'K26',
  'K27',
] as const);

type Failing = { readonly node: CausedCell['node']; readonly cause: CellCause | undefined };

/** The pod that this cell waits for is of the new revision. */
function waitsForNewPod({ facts }: CausedCell): boolean {
  const { row, wait, updated } = facts;
  if (row === 'RU5e' || row === 'RU8f') return true;
  return (row === undefined || row === 'RU8a') && wait?.pod !== undefined && updated;
}

/** A new pod that is stuck where the node is not to blame. */
function isFailingNewPod(cell: CausedCell, { nodeOf }: CausesInput): boolean {
  if (cell.facts.wait?.kind !== 'stuck' || !waitsForNewPod(cell)) return false;
  const node = nodeOf(cell.node);
  return node === undefined || nodeReadyCondition(node)?.status === 'True';
}

function faultOf({ causes, facts }: CausedCell): CellCause | undefined {
  const ofPod = causes.filter(
    ({ code, pod }) => TEMPLATE_FAULTS.has(code) && (pod ?? facts.wait?.pod) === facts.wait?.pod,
  );
  return ofPod.find(({ confidence }) => confidence === 'H') ?? ofPod[0];
}

function failingNewPods(input: CausesInput): readonly Failing[] {
  const failing = input.cells.filter((cell) => isFailingNewPod(cell, input));
  return failing.map((cell) => ({ node: cell.node, cause: faultOf(cell) })).sort(byNode);
}

function isOldAndFails({ facts, causes }: CausedCell, code: CauseCode): boolean {
  const { row, wait, updated, present } = facts;
  const old = row === 'RU5f' || row === 'RU8b' || (row === undefined && wait !== undefined && present && !updated);
  return old && causes.some((cause) => cause.code === code);
}

/** Nodes where the new revision has become available. */
function countFine({ outcome: { counted }, cells }: CausesInput): number {
  const old = cells.filter(({ facts }) => facts.wanted && facts.available && !facts.updated).length;
  return counted.numberAvailable - old;
}

/**
 * The new version is broken [R04]: it fails on more nodes than it runs on, and no old pod fails of the same. As a fact only
 * when the rollout is blocked and all that fail fail alike; there must be something to roll back to.
 */
export function findNewRevisionFailing(input: CausesInput): Finding {
  const { daemonSet, outcome, revisions, cells } = input;
  if (revisions.length < 2 || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  const failing = failingNewPods(input);
  const faulty = failing.flatMap(({ node, cause }) => (cause === undefined ? [] : [{ node, cause }]));
  const [first] = faulty;
  const fine = countFine(input);
  if (first === undefined || faulty.length <= fine) return NOTHING;
  const { code } = first.cause;
  if (cells.some((cell) => isOldAndFails(cell, code))) return NOTHING;
  const same = failing.every(({ cause }) => cause?.code === code);
  const blocked = outcome.verdict.kind === 'Blocked' || outcome.verdict.kind === 'Stalled';
  return {
    cause: {
      code: 'R04',
      confidence: same && blocked ? 'H' : 'M',
      nodes: faulty.map(({ node }) => node),
      ...sinceOf(earliest(faulty.map(({ cause }) => cause.since))),
      facts: {
        ...(same ? { ...alikeFacts(faulty.map(({ cause }) => cause.facts)), detail: code } : {}),
        used: String(faulty.length),
        limited: String(failing.length + fine),
      },
      evidence: evidenceOfFew(faulty, ({ cause }) => cause.evidence),
      pods: faulty.flatMap(({ cause }) => cause.pod ?? []),
    },
  };
}

/** What keeps a second pod of the same DaemonSet off a node. */
const BESIDE: ReadonlyMap<CauseCode, Confidence> = new Map([
  ['S01', 'H'],
  ['S04', 'H'],
  ['S14', 'H'],
  ['K20', 'M'],
]);

/** With surge the new pod has to fit beside the old one, and does not [R06]: no room, or the same port of the node. */
export function findSurgeStuck(input: CausesInput): Finding {
  const { daemonSet, cells } = input;
  if (!usesSurge(daemonSet.updateStrategy) || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  const stuck = cells.flatMap((cell) => {
    const cause = cell.facts.row === 'RU8f' ? cell.causes.find((each) => isBeside(each, cell, input)) : undefined;
    return cause === undefined ? [] : [{ node: cell.node, cause }];
  });
  if (stuck.length === 0) return NOTHING;
  stuck.sort(byNode);
  const certain = stuck.some(({ cause }) => BESIDE.get(cause.code) === 'H' && cause.confidence === 'H');
  const codes = new Set(stuck.map(({ cause }) => cause.code));
  const [code] = codes;
  return {
    cause: {
      code: 'R06',
      confidence: certain ? 'H' : 'M',
      nodes: stuck.map(({ node }) => node),
      ...sinceOf(earliest(stuck.map(({ cause }) => cause.since))),
      facts: {
        ...alikeFacts(stuck.map(({ cause }) => cause.facts)),
        ...(codes.size === 1 && code !== undefined ? { detail: code } : {}),
      },
      evidence: evidenceOfFew(stuck, ({ cause }) => cause.evidence),
      pods: stuck.flatMap(({ cause }) => cause.pod ?? []),
    },
  };
}

/** Of the new pod; and what is in its way is not known to be anybody else. */
function isBeside({ code, pod, facts }: CellCause, cell: CausedCell, { daemonSet, podsOf }: CausesInput): boolean {
  if (!BESIDE.has(code) || (pod ?? cell.facts.wait?.pod) !== cell.facts.wait?.pod) return false;
  const { holder } = facts;
  if (holder === undefined || podsOf === undefined) return true;
  return podsOf(cell.node).some(({ name }) => holder === `${daemonSet.namespace}/${name}`);
}

/** Where fewer nodes than this fail, or are fine, nothing is said of what sets them apart. */
const FEWEST = 2;

/** Bound, and does not become available on some nodes alone [K29]: what sets them apart from those where it does. */
export function findSomeNodesFail(input: CausesInput): Finding {
  const { fineNodes, nodeOf, now } = input;
  if (fineNodes === undefined) return NOTHING;
  const failing = failingNewPods(input).filter(({ cause }) => cause !== undefined && cause.code !== 'S02');
  if (failing.length < FEWEST) return NOTHING;
  const fine = [...fineNodes()].flatMap((name) => nodeOf(name) ?? []);
  if (fine.length < FEWEST) return NOTHING;
  const [trait] = findCommonTraits(
    failing.flatMap(({ node }) => nodeOf(node) ?? []),
    fine,
    now,
  );
  if (trait === undefined) return NOTHING;
  const codes = new Set(failing.map(({ cause }) => cause?.code));
  const [code] = codes;
  const facts: CauseFacts = {
    ...(codes.size === 1 && code !== undefined ? { detail: code } : {}),
    subject: `${trait.key}=${trait.value}`,
    used: `${trait.affected.having}/${trait.affected.all}`,
    limited: `${trait.rest.having}/${trait.rest.all}`,
  };
  return {
    cause: {
      code: 'K29',
      confidence: 'M',
      nodes: failing.map(({ node }) => node),
      ...sinceOf(earliest(failing.map(({ cause }) => cause?.since))),
      facts,
      evidence: evidenceOfFew(failing, ({ cause }) => cause?.evidence ?? []),
      pods: failing.flatMap(({ cause }) => cause?.pod ?? []),
    },
  };
}
