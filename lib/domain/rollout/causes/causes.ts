import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../../keys.ts';
import type { DaemonSetOutcome } from '../daemonset.ts';
import type { Cause, Confidence } from './cause.ts';
import { CAUSE_NAMES, type CauseCode } from './cause-names.ts';
import type { CausesInput, RolloutCause } from './causes-input.ts';
import { commandsFor } from './commands.ts';
import { findExcluded } from './excluded.ts';
import { gatherCauses } from './gather.ts';
import { rankCauses } from './rank.ts';
import { findRolloutCauses } from './rollout-causes.ts';

export type CausesOutcome = {
  /** One entry per code, best first [TX2]. */
  readonly causes: readonly Cause[];
  /** What was looked for and is not so [TX7]: only codes that could have held in this state. */
  readonly excluded: readonly CauseCode[];
  /** When time alone may bring or take a cause. */
  readonly recheckAt?: Millis | undefined;
};

/** Gathers the causes of the cells by code, adds those of the rollout as a whole, ranks them and fills their commands. */
export function computeCauses(input: CausesInput): CausesOutcome {
  const rollout = findRolloutCauses(input);
  const found = [...rollout.causes, ...gatherCauses(input.cells)];
  const holders = holdersOf(input.outcome, found);
  const causes = rankCauses(
    found.map((each) => toCause(each, holders, input)),
    input.outcome.verdict,
  );
  const excluded = findExcluded(input, new Set(causes.map(({ code }) => code)));
  return { causes, excluded, recheckAt: rollout.recheckAt };
}

function toCause({ pods, ...found }: RolloutCause, holders: ReadonlySet<NodeName>, input: CausesInput): Cause {
  const { outcome, daemonSet } = input;
  return {
    ...found,
    name: CAUSE_NAMES[found.code],
    confidence: bounded(found.confidence, outcome),
    holdsBudget: found.holdsBudget ?? (holdsByFailing(found, outcome) || holdsByNode(found, holders)),
    commands: commandsFor({ ...found, pods: pods ?? [] }, daemonSet),
  };
}

/** Nothing is wrong with what is Complete or Idle: what holds there all the same is said with less weight [TX1]. */
function bounded(confidence: Confidence, { verdict }: DaemonSetOutcome): Confidence {
  return confidence === 'H' && (verdict.kind === 'Complete' || verdict.kind === 'Idle') ? 'M' : confidence;
}

function holdersOf({ budget }: DaemonSetOutcome, found: readonly RolloutCause[]): ReadonlySet<NodeName> {
  return new Set(found.length === 0 ? [] : budget?.holders.map(({ node }) => node));
}

/** Where a resize is pending something else keeps the pod from being available [K30]. */
function holdsByNode({ code, nodes }: RolloutCause, holders: ReadonlySet<NodeName>): boolean {
  return code !== 'K30' && nodes.some((node) => holders.has(node));
}

/** Pods that cannot be made keep the update from running at all, whatever the budget [RU11]. */
function holdsByFailing({ code }: RolloutCause, { verdict }: DaemonSetOutcome): boolean {
  return code.startsWith('C') && verdict.reason === 'SyncFails';
}
