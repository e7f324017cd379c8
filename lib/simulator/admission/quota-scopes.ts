import type { PodSpec, ResourceQuota } from '../objects.ts';
import { fieldsOf, listOf } from './check.ts';

type Scope = { readonly name: string; readonly operator: string; readonly values: readonly string[] };

/** Whether a quota is about such pods: all its scopes must hold; one without scopes is about all. */
export function isInScope(quota: ResourceQuota, spec: PodSpec): boolean {
  return scopesOf(quota).every((scope) => matches(scope, spec));
}

function scopesOf({ spec }: ResourceQuota): readonly Scope[] {
  const plain = listOf(spec['scopes']).map((name) => ({ name: String(name), operator: 'Exists', values: [] }));
  const selected = listOf(fieldsOf(spec['scopeSelector'])['matchExpressions']).map((each) => {
    const { scopeName, operator, values } = fieldsOf(each);
    return { name: String(scopeName), operator: String(operator), values: listOf(values).map(String) };
  });
  return [...plain, ...selected];
}

function matches({ name, operator, values }: Scope, spec: PodSpec): boolean {
  switch (name) {
    case 'Terminating':
      return hasDeadline(spec);
    case 'NotTerminating':
      return !hasDeadline(spec);
    case 'BestEffort':
      return isBestEffort(spec);
    case 'NotBestEffort':
      return !isBestEffort(spec);
    case 'PriorityClass':
      return matchesClass(operator, values, spec.priorityClassName);
    default:
      return false;
  }
}

function hasDeadline({ ['activeDeadlineSeconds']: seconds }: PodSpec): boolean {
  return typeof seconds === 'number' && seconds >= 0;
}

function isBestEffort({ containers, initContainers = [] }: PodSpec): boolean {
  return [...containers, ...initContainers].every(({ resources }) => {
    const said = { ...resources?.requests, ...resources?.limits };
    return said['cpu'] === undefined && said['memory'] === undefined;
  });
}

function matchesClass(operator: string, values: readonly string[], name = ''): boolean {
  switch (operator) {
    case 'In':
      return name !== '' && values.includes(name);
    case 'NotIn':
      return name === '' || !values.includes(name);
    case 'Exists':
      return name !== '';
    case 'DoesNotExist':
      return name === '';
    default:
      return false;
  }
}
