import type { Millis } from '#lib/base/clock.ts';
import type { Cause } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import type { CausesInput } from './rollout-causes.ts';

export type CausesOutcome = {
  /** One entry per code, best first [TX2]. */
  readonly causes: readonly Cause[];
  /** What was looked for and is not so [TX2]: only codes that could have held in this state, such as K12 while pods start. */
  readonly excluded: readonly CauseCode[];
  /** When time alone may bring or take a cause. */
  readonly recheckAt?: Millis | undefined;
};

/** Gathers the causes of the cells by code, adds those of the rollout as a whole, ranks them and fills their commands. */
export function computeCauses(_input: CausesInput): CausesOutcome {
  return { causes: [], excluded: [] };
}
