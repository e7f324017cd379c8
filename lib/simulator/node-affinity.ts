import { matchesRequirement } from './label-selector.ts';
import type { Labels, Node, NodeSelectorTerm, PodSpec, Requirement } from './objects.ts';

/** Whether a node has what nodeSelector and the required node affinity ask for [EL6] [EL7]. */
export function matchesNodeAffinity({ nodeSelector = {}, affinity }: PodSpec, node: Node): boolean {
  const { name, labels = {} } = node.metadata;
  if (!Object.entries(nodeSelector).every(([key, value]) => labels[key] === value)) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  return required.nodeSelectorTerms.some((term) => matchesTerm(term, name, labels));
}

/** A term that asks for nothing is skipped [EL8]; one that cannot be understood matches nothing [EL9]. */
function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  name: string,
  labels: Labels,
): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every(
      (requirement) => isSound(requirement) && matchesLabel(requirement, labels[requirement.key]),
    ) && matchFields.every((requirement) => matchesField(requirement, name))
  );
}

/** [EL11] */
function isSound({ operator, values = [] }: Requirement): boolean {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0;
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0;
    case 'Gt':
    case 'Lt':
      return values.length === 1 && toInteger(values[0]) !== undefined;
    default:
      return false;
  }
}

/** [EL10] Nodes know two operators more than selectors do. */
function matchesLabel(requirement: Requirement, label: string | undefined): boolean {
  const { operator, values = [] } = requirement;
  if (operator !== 'Gt' && operator !== 'Lt') return matchesRequirement(requirement, label);
  const [have, want] = [toInteger(label), toInteger(values[0])];
  if (have === undefined || want === undefined) return false;
  return operator === 'Gt' ? have > want : have < want;
}

function matchesField({ key, operator, values = [] }: Requirement, name: string): boolean {
  if (key !== 'metadata.name' || values.length !== 1) return false;
  return operator === 'In' ? values[0] === name : operator === 'NotIn' && values[0] !== name;
}

const INT64 = 2n ** 63n;

/** As strconv.ParseInt with base 10 and 64 bits. */
function toInteger(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value >= -INT64 && value < INT64 ? value : undefined;
}
