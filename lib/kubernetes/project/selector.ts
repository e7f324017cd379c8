import type { LabelSelector, NodeSelectorRequirement, NodeSelectorTerm } from '#lib/domain/objects.ts';
import type { ProjectionContext } from './context.ts';
import { stringMapOf } from './maps.ts';
import { isRaw, listOf, rawOf } from './raw.ts';
import { cleanText } from './text.ts';

export function textsOf(value: unknown): readonly string[] {
  return listOf(value)
    .filter((each) => typeof each === 'string')
    .map(cleanText);
}

function requirementsOf(value: unknown): readonly NodeSelectorRequirement[] {
  return listOf(value)
    .map(rawOf)
    .map((requirement) => ({
      key: typeof requirement['key'] === 'string' ? cleanText(requirement['key']) : '',
      operator: typeof requirement['operator'] === 'string' ? cleanText(requirement['operator']) : '',
      values: textsOf(requirement['values']),
    }));
}

export function labelSelectorOf(value: unknown, context: ProjectionContext): LabelSelector {
  const selector = rawOf(value);
  return context.share({
    matchLabels: stringMapOf(selector['matchLabels'], context),
    matchExpressions: requirementsOf(selector['matchExpressions']),
  });
}

/** The terms of the required node affinity; undefined when there is no such affinity, empty when it has no term [EL8]. */
export function requiredNodeAffinityOf(affinity: unknown): readonly NodeSelectorTerm[] | undefined {
  const required = rawOf(rawOf(affinity)['nodeAffinity'])['requiredDuringSchedulingIgnoredDuringExecution'];
  if (!isRaw(required)) return undefined;
  return listOf(required['nodeSelectorTerms'])
    .map(rawOf)
    .map((term) => ({
      matchExpressions: requirementsOf(term['matchExpressions']),
      matchFields: requirementsOf(term['matchFields']),
    }));
}
