import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { Cause, Confidence } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import { causeToMend } from '#lib/domain/rollout/causes/cause-to-mend.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { Counted, RolloutReason, RolloutVerdict } from '#lib/domain/rollout/verdict.ts';
import type { Speaker } from '../speaker.ts';
import { nameCause } from './cause.ts';
import { NODES_NAMED, saySentence, sayWhere } from './phrase.ts';

/** What the sentence needs: a verdict of the domain (by `factsOfVerdict`), or a DaemonSet of the browser's picture. */
export type DaemonSetFacts = {
  readonly state: DaemonSetState;
  readonly reason: RolloutReason;
  readonly since: Millis | null;
  readonly sinceIsLowerBound: boolean;
  /** How many nodes the verdict names, and the first of them. */
  readonly concerned: number;
  readonly concernedNodes: readonly string[];
  readonly slowed: boolean;
  readonly hardCause: string | null;
  /** The first of its causes [TX2] that is to be mended [TX10]; its title is told in place of `hardCause`, unless it is only a guess. */
  readonly cause?: { readonly code: CauseCode; readonly confidence: Confidence } | null;
  readonly counted: Pick<Counted, 'desiredNumberScheduled' | 'updatedNumberScheduled' | 'numberAvailable'>;
  readonly generations?: { readonly generation: number; readonly observedGeneration: number };
  readonly why?: 'NotSynced' | 'Forbidden' | 'Stale';
};

export function factsOfVerdict(
  verdict: RolloutVerdict,
  counted: Counted,
  causes: readonly Cause[] = [],
): DaemonSetFacts {
  const cause = causeToMend(causes);
  const { nodes, slowed = false, hardCause = null, generation, observedGeneration, why } = verdict.evidence;
  return {
    state: verdict.kind,
    reason: verdict.reason,
    since: verdict.since ?? null,
    sinceIsLowerBound: verdict.sinceIsLowerBound,
    concerned: nodes.length,
    concernedNodes: nodes.slice(0, NODES_NAMED),
    slowed,
    hardCause,
    ...(cause === undefined ? {} : { cause: { code: cause.code, confidence: cause.confidence } }),
    counted,
    ...(generation !== undefined && observedGeneration !== undefined
      ? { generations: { generation, observedGeneration } }
      : {}),
    ...(why === undefined ? {} : { why }),
  };
}

/** A title within a sentence: its first letter is small, but for names such as `OnDelete`. */
function withinSentence(title: string): string {
  return /^[A-Z][a-z]+(?: |$)/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

function sayCause(speaker: Speaker, { cause, hardCause }: DaemonSetFacts): string {
  if (cause === undefined || cause === null || cause.confidence === 'L') return hardCause ?? 'none';
  return withinSentence(nameCause(speaker, cause.code));
}

function sayWhat(speaker: Speaker, facts: DaemonSetFacts): string {
  const { say } = speaker;
  const { counted, concerned: count } = facts;
  const desired = counted.desiredNumberScheduled;
  const progress = { desired, updated: counted.updatedNumberScheduled, available: counted.numberAvailable };
  const held = { count, cause: sayCause(speaker, facts) };
  const manner = facts.state === 'Stalled' ? 'Stalled' : 'Blocked';
  switch (facts.reason) {
    case 'BeingDeleted':
      return say('rollout.BeingDeleted');
    case 'PodsUnreadable':
      return say(`rollout.PodsUnreadable.${facts.why ?? 'NotSynced'}`);
    case 'NodesUnreadable':
      return say(`rollout.NodesUnreadable.${facts.why ?? 'NotSynced'}`);
    case 'GenerationAhead':
      return facts.generations === undefined
        ? say('rollout.GenerationAhead')
        : say('rollout.GenerationAhead.numbers', {
            generation: `${facts.generations.generation}`,
            observedGeneration: `${facts.generations.observedGeneration}`,
          });
    case 'NothingWanted':
      return say('rollout.NothingWanted');
    case 'OldPodsWaitForDeletion':
      return say('rollout.OldPodsWaitForDeletion', { count });
    case 'UpdatedAndAvailable':
      return say('rollout.UpdatedAndAvailable', { desired });
    case 'LeftoverPods':
      return say('rollout.LeftoverPods', { count });
    case 'BudgetUsed':
      return say(`rollout.BudgetUsed.${manner}`, held);
    case 'SyncFails':
      return say(`rollout.SyncFails.${manner}`, held);
    case 'NodesNotAvailable':
      return say('rollout.NodesNotAvailable', { count, desired });
    case 'UpdatingPods':
      return say(facts.slowed ? 'rollout.UpdatingPods.slowed' : 'rollout.UpdatingPods', progress);
    case 'StartingPods':
      return say('rollout.StartingPods', progress);
    default:
      return assertUnreachable(facts.reason);
  }
}

/** Whether the nodes of the evidence are worth naming: they hold something up or are left behind. */
const NAMES_NODES: ReadonlySet<RolloutReason> = new Set([
  'OldPodsWaitForDeletion',
  'LeftoverPods',
  'BudgetUsed',
  'SyncFails',
  'NodesNotAvailable',
]);

function whereOf(speaker: Speaker, facts: DaemonSetFacts): string | undefined {
  return NAMES_NODES.has(facts.reason) ? sayWhere(speaker, facts.concernedNodes, facts.concerned) : undefined;
}

function saySince({ say, duration }: Speaker, facts: DaemonSetFacts, now: Millis): string | undefined {
  if (facts.since === null || facts.reason === 'NothingWanted') return undefined;
  const millis = now - facts.since;
  // That it lasts for at least no time at all says nothing.
  if (facts.sinceIsLowerBound && millis < 1_000) return undefined;
  return say(facts.sinceIsLowerBound ? 'daemonSet.since.atLeast' : 'daemonSet.since', { duration: duration(millis) });
}

/** One sentence: what · where · since when. */
export function describeDaemonSet(speaker: Speaker, facts: DaemonSetFacts, now: Millis): string {
  return saySentence(speaker, sayWhat(speaker, facts), whereOf(speaker, facts), saySince(speaker, facts, now));
}
