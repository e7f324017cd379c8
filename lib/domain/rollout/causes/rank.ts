import { CONFIDENCES, type Confidence } from './cause.ts';
import { CAUSE_CODES, type CauseCode } from './cause-names.ts';

const CONFIDENCE_RANK: ReadonlyMap<Confidence, number> = new Map(CONFIDENCES.map((each, index) => [each, index]));
const CODE_RANK: ReadonlyMap<CauseCode, number> = new Map(CAUSE_CODES.map((code, index) => [code, index]));

type Ranked = { readonly code: CauseCode; readonly confidence: Confidence; readonly holdsBudget: boolean };

/** Negative when `left` is the surer of the two. */
export function compareConfidence(left: Confidence, right: Confidence): number {
  return (CONFIDENCE_RANK.get(left) ?? 0) - (CONFIDENCE_RANK.get(right) ?? 0);
}

/** Best first [TX2]: the surer one, of equals the one that holds the budget, of these the one that is looked for first. */
export function compareCauses(left: Ranked, right: Ranked): number {
  return (
    compareConfidence(left.confidence, right.confidence) ||
    Number(right.holdsBudget) - Number(left.holdsBudget) ||
    (CODE_RANK.get(left.code) ?? 0) - (CODE_RANK.get(right.code) ?? 0)
  );
}
