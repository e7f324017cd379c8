import type { Cause } from './cause.ts';
import type { CauseCode } from './cause-names.ts';

/** These say that other causes are to be mended. */
const POINTS_ELSEWHERE: ReadonlySet<CauseCode> = new Set(['R07', 'R08']);

/** The cause whose advice helps [TX10]: the first, or where that only points at others the first of these. */
export function causeToMend<Each extends Pick<Cause, 'code' | 'confidence'>>([first, ...others]: readonly Each[]):
  | Each
  | undefined {
  if (first === undefined || !POINTS_ELSEWHERE.has(first.code)) return first;
  return others.find(({ code, confidence }) => !code.startsWith('R') && confidence !== 'L') ?? first;
}
