import type { NodeName } from '../../keys.ts';
import type { RolloutVerdict } from '../verdict.ts';
import { type Cause, CONFIDENCES, type Confidence } from './cause.ts';
import { CAUSE_CODES, type CauseCode } from './cause-names.ts';

const CONFIDENCE_RANK: ReadonlyMap<Confidence, number> = new Map(CONFIDENCES.map((each, index) => [each, index]));
const CODE_RANK: ReadonlyMap<CauseCode, number> = new Map(CAUSE_CODES.map((code, index) => [code, index]));

type Ranked = Pick<Cause, 'code' | 'confidence' | 'holdsBudget' | 'nodes'>;

/** Negative when `left` is the surer of the two. */
export function compareConfidence(left: Confidence, right: Confidence): number {
  return (CONFIDENCE_RANK.get(left) ?? 0) - (CONFIDENCE_RANK.get(right) ?? 0);
}

/**
 * Best first [TX2]: the surer one, of equals the one that explains the verdict, of these the one that holds the budget, then
 * the one that is looked for first.
 */
export function rankCauses<Each extends Ranked>(causes: readonly Each[], verdict: RolloutVerdict): readonly Each[] {
  const deciding = decidingNodes(verdict);
  const explaining = new Set(
    causes.filter(({ nodes }) => deciding === undefined || nodes.some((node) => deciding.has(node))),
  );
  return causes.toSorted(
    (left, right) =>
      compareConfidence(left.confidence, right.confidence) ||
      Number(explaining.has(right)) - Number(explaining.has(left)) ||
      Number(right.holdsBudget) - Number(left.holdsBudget) ||
      (CODE_RANK.get(left.code) ?? 0) - (CODE_RANK.get(right.code) ?? 0),
  );
}

/** Where the budget is not the reason, whoever else holds it explains nothing; undefined where it is. */
function decidingNodes({ kind, reason, evidence }: RolloutVerdict): ReadonlySet<NodeName> | undefined {
  return kind === 'Degraded' || reason === 'SyncFails' ? new Set(evidence.nodes) : undefined;
}
