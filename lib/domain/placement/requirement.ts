import { entryOf, type Labels, type NodeSelectorRequirement } from '../objects.ts';
import { isLabelKey, isLabelValue, parseInt64 } from './label-syntax.ts';

export const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;
export const LABEL_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
type Operator = (typeof NODE_OPERATORS)[number];

/** Asks of some labels whether they meet one requirement. */
export type LabelPredicate = (labels: Labels) => boolean;

/**
 * Makes the predicate of a requirement [EL10]; undefined when Kubernetes cannot parse it [EL11], and whatever holds it
 * then matches nothing. The operators allowed are those of the kind of selector it stands in.
 */
export function compileRequirement(
  requirement: NodeSelectorRequirement,
  operators: readonly Operator[],
): LabelPredicate | undefined {
  const { key, values } = requirement;
  const operator = operators.find((known) => known === requirement.operator);
  if (operator === undefined || !isLabelKey(key) || !values.every(isLabelValue)) return undefined;
  switch (operator) {
    case 'In':
      return values.length === 0 ? undefined : (labels) => isOneOf(values, entryOf(labels, key));
    case 'NotIn':
      return values.length === 0 ? undefined : (labels) => !isOneOf(values, entryOf(labels, key));
    case 'Exists':
      return values.length === 0 ? (labels) => Object.hasOwn(labels, key) : undefined;
    case 'DoesNotExist':
      return values.length === 0 ? (labels) => !Object.hasOwn(labels, key) : undefined;
    case 'Gt':
      return compileComparison(requirement, (have, bound) => have > bound);
    case 'Lt':
      return compileComparison(requirement, (have, bound) => have < bound);
  }
}

function isOneOf(values: readonly string[], have: string | undefined): boolean {
  return have !== undefined && values.includes(have);
}

function compileComparison(
  { key, values }: NodeSelectorRequirement,
  holds: (have: bigint, bound: bigint) => boolean,
): LabelPredicate | undefined {
  const [text, ...others] = values;
  const bound = text === undefined || others.length > 0 ? undefined : parseInt64(text);
  if (bound === undefined) return undefined;
  return (labels) => {
    const value = entryOf(labels, key);
    const have = value === undefined ? undefined : parseInt64(value);
    return have !== undefined && holds(have, bound);
  };
}
