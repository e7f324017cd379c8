import { entryOf, type LabelSelector, type Labels } from '../objects.ts';
import { isLabelKey, isLabelValue } from './label-syntax.ts';
import { compileRequirement, LABEL_OPERATORS, type LabelPredicate } from './requirement.ts';

const compiled = new WeakMap<LabelSelector, LabelPredicate>();

/** Whether `labels` meet a selector [OR1]: all of it; an empty one is met by everything, an invalid one by nothing. */
export function matchesLabelSelector(selector: LabelSelector, labels: Labels): boolean {
  let predicate = compiled.get(selector);
  if (predicate === undefined) {
    predicate = compileSelector(selector);
    compiled.set(selector, predicate);
  }
  return predicate(labels);
}

function compileSelector({ matchLabels, matchExpressions }: LabelSelector): LabelPredicate {
  const pairs = Object.entries(matchLabels);
  if (!pairs.every(([key, value]) => isLabelKey(key) && isLabelValue(value))) return () => false;
  const requirements: LabelPredicate[] = [];
  for (const expression of matchExpressions) {
    const requirement = compileRequirement(expression, LABEL_OPERATORS);
    if (requirement === undefined) return () => false;
    requirements.push(requirement);
  }
  return (labels) =>
    pairs.every(([key, value]) => entryOf(labels, key) === value) && requirements.every((holds) => holds(labels));
}
