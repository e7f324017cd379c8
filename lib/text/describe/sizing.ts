import type { Speaker } from '../speaker.ts';
import { nameAmount } from './phrase.ts';
import { sayAmount } from './room-amount.ts';

export type SizingStep = { readonly reduction: number; readonly fit: number };

/** How many more nodes a smaller request would fit, step by step [5.7]. */
export type SizingFacts = {
  readonly resource: string;
  readonly requested: number;
  readonly nodes: number;
  /** By rising reduction. */
  readonly steps: readonly SizingStep[];
};

/**
 * The step that gives most for least: where the share of the nodes that are won exceeds the share of the reduction that it takes by
 * most. Of equals the one with more nodes; undefined when no reduction wins any.
 */
export function tellingStep(steps: readonly SizingStep[]): SizingStep | undefined {
  const last = steps.at(-1);
  if (last === undefined || last.reduction === 0 || last.fit === 0) return undefined;
  const gainOf = ({ reduction, fit }: SizingStep): number => fit / last.fit - reduction / last.reduction;
  return steps.reduce((best, step) => (gainOf(step) >= gainOf(best) ? step : best));
}

function sayStep(speaker: Speaker, facts: SizingFacts, step: SizingStep): string {
  const { resource, requested, nodes } = facts;
  const values = {
    resource: nameAmount(speaker, resource),
    requested: sayAmount(speaker, resource, requested),
    reduction: sayAmount(speaker, resource, step.reduction),
    fit: step.fit,
    nodes,
  };
  const isWhole = step.reduction >= requested;
  return speaker.say(isWhole ? 'starved.sizing.whole.sentence' : 'starved.sizing.sentence', values);
}

/** What lowering the request would do: the telling step, the one that wins most, and what no step wins. */
export function describeSizing(speaker: Speaker, facts: SizingFacts): string {
  const { say } = speaker;
  const { resource, steps, nodes } = facts;
  const telling = tellingStep(steps);
  const last = steps.at(-1);
  if (telling === undefined || last === undefined) {
    return say('starved.sizing.none.sentence', { resource: nameAmount(speaker, resource), nodes });
  }
  const sentences = [sayStep(speaker, facts, telling)];
  if (last.fit > telling.fit) {
    const reduction = sayAmount(speaker, resource, last.reduction);
    sentences.push(say('starved.sizing.more.sentence', { reduction, fit: last.fit, nodes }));
  }
  if (last.fit < nodes) sentences.push(say('starved.sizing.rest.sentence', { rest: nodes - last.fit }));
  return speaker.paragraph(sentences);
}
