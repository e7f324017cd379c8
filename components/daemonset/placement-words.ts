import type { NodeSelectorRequirement, NodeSelectorTerm, Toleration } from '#lib/domain/objects.ts';
import type { Text } from '#lib/text/text.ts';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;

function sayRequirement(text: Text, { key, operator, values }: NodeSelectorRequirement): string {
  const known = OPERATORS.find((each) => each === operator);
  const joined = values.join(text.say('screen.list'));
  return known === undefined
    ? text.say('screen.requirement.other', { key, operator, values: joined })
    : text.say(`screen.requirement.${known}`, { key, values: joined });
}

/** One term in words: all of its requirements have to hold. */
export function sayTerm(text: Text, { matchExpressions, matchFields }: NodeSelectorTerm): readonly string[] {
  return [...matchExpressions, ...matchFields].map((requirement) => sayRequirement(text, requirement));
}

function sayTaintOf(text: Text, { key = '', operator = 'Equal', value = '' }: Toleration): string {
  if (operator === 'Exists') {
    return key === '' ? text.say('screen.toleration.everything') : text.say('screen.toleration.any', { key });
  }
  if (operator !== 'Equal') return text.say('screen.toleration.other', { key, operator, value });
  return text.say('screen.toleration.equal', { key, value });
}

/** A toleration in words: which taints, with which effect, and for how long. */
export function sayToleration(text: Text, toleration: Toleration): string {
  const { effect = '', tolerationSeconds } = toleration;
  const taint = sayTaintOf(text, toleration);
  const withEffect = effect === '' ? taint : text.say('screen.toleration.effect', { taint, effect });
  return tolerationSeconds === undefined
    ? withEffect
    : text.say('screen.toleration.seconds', { taint: withEffect, seconds: tolerationSeconds });
}
