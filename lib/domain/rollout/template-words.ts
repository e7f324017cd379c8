import type { ContainerPort, NodeSelectorRequirement, NodeSelectorTerm, Toleration, VolumeSpec } from '../objects.ts';

/* Parts of a template in the notation of Kubernetes and kubectl: the same in every language. */

/** As `kubectl describe` writes it: `key=value:Effect op=Exists for 300s`. */
export function tolerationText({ key = '', operator, value = '', effect = '', tolerationSeconds }: Toleration): string {
  const taint = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  const parts = [
    ...(taint === '' ? [] : [taint]),
    ...(operator === undefined || operator === '' || (operator === 'Equal' && value !== '') ? [] : [`op=${operator}`]),
    ...(tolerationSeconds === undefined ? [] : [`for ${tolerationSeconds}s`]),
  ];
  return parts.join(' ');
}

/** Terms are alternatives, the requirements of one hold together. */
export function affinityText(terms: readonly NodeSelectorTerm[] | undefined): string | undefined {
  return terms
    ?.map(({ matchExpressions, matchFields }) =>
      [...matchExpressions, ...matchFields].map(requirementText).join(' && '),
    )
    .join(' || ');
}

function requirementText({ key, operator, values }: NodeSelectorRequirement): string {
  return values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(', ')})`;
}

export function volumeText({ kind, path }: VolumeSpec): string {
  return path === undefined ? kind : `${kind} ${path}`;
}

export function portName({ containerPort, protocol }: ContainerPort): string {
  return `${containerPort}/${protocol}`;
}

/** Empty for a port that the host knows nothing of. */
export function portHost({ hostPort, hostIP }: ContainerPort): string {
  if (hostPort === undefined) return '';
  return hostIP === undefined ? `hostPort ${hostPort}` : `hostPort ${hostIP}:${hostPort}`;
}
