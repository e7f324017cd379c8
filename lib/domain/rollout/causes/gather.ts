import { type CauseEvidence, type CellCause, type Confidence, NODES_WITH_EVIDENCE } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import type { CausedCell, RolloutCause } from './causes-input.ts';
import { byNode, earliest, sinceOf } from './evidence.ts';
import { alikeFacts } from './facts.ts';
import { compareConfidence } from './rank.ts';

type Member = { readonly node: CausedCell['node']; readonly cause: CellCause };

/** A node that is being born or leaves excuses whatever is the matter on it, until that is overdue [RS1b] [RS1c]. */
const EXCUSED: ReadonlySet<string> = new Set(['NodeStarting', 'NodeLeaving']);

export function isExcused(reason: string | undefined): boolean {
  return reason !== undefined && EXCUSED.has(reason);
}

/** What is refused is refused whatever the node, and freezes all the others [RU11]. */
function causesOf({ causes, facts }: CausedCell): CausedCell['causes'] {
  return isExcused(facts.wait?.reason)
    ? causes.filter(({ code }) => facts.refused === true && code.startsWith('C'))
    : causes;
}

/** Puts together by code what was found on the cells [TX3]. */
export function gatherCauses(cells: readonly CausedCell[]): readonly RolloutCause[] {
  const byCode = new Map<CauseCode, Member[]>();
  for (const cell of cells) {
    const { node, causes } = cell;
    if (causes.length === 0) continue;
    for (const cause of causesOf(cell)) {
      const members = byCode.get(cause.code);
      if (members === undefined) byCode.set(cause.code, [{ node, cause }]);
      else members.push({ node, cause });
    }
  }
  return [...byCode].map(([code, members]) => toCause(code, members.sort(byNode)));
}

function toCause(code: CauseCode, members: readonly Member[]): RolloutCause {
  const nodes = [...new Set(members.map(({ node }) => node))];
  const shown = new Set(nodes.slice(0, NODES_WITH_EVIDENCE));
  return {
    code,
    confidence: surest(members),
    nodes,
    ...sinceOf(earliest(members.map(({ cause }) => cause.since))),
    facts: alikeFacts(members.map(({ cause }) => cause.facts)),
    evidence: withoutTwins(members.flatMap(({ node, cause }) => (shown.has(node) ? cause.evidence : []))),
    pods: members.flatMap(({ cause }) => cause.pod ?? []),
  };
}

/** One event may speak of many nodes. */
function withoutTwins(evidence: readonly CauseEvidence[]): readonly CauseEvidence[] {
  return [...new Map(evidence.map((each) => [JSON.stringify(each), each])).values()];
}

function surest(members: readonly Member[]): Confidence {
  return members.map(({ cause }) => cause.confidence).sort(compareConfidence)[0] ?? 'L';
}
