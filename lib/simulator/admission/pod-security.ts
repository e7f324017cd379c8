import type { Labels, NewObject } from '../objects.ts';
import { BASELINE_CHECKS } from './baseline-checks.ts';
import { type Check, checkedOf } from './check.ts';
import { RESTRICTED_CHECKS } from './restricted-checks.ts';

const LABEL = 'pod-security.kubernetes.io/enforce';

type Policy = { readonly level: 'baseline' | 'restricted'; readonly version: string; readonly minor: number };

/** What a namespace enforces against a pod, in one text; undefined when it has nothing against it [PS3]. */
export function podSecurityRefusal(pod: NewObject<'Pod'>, namespace: Labels = {}): string | undefined {
  const policy = policyOf(namespace);
  if (policy === undefined) return undefined;
  const { level, version, minor } = policy;
  const checked = checkedOf(pod, minor);
  const found = checksOf(policy).flatMap(({ test }) => test(checked) ?? []);
  return found.length === 0 ? undefined : `violates PodSecurity "${level}:${version}": ${found.join(', ')}`;
}

/** A level that nobody knows counts as restricted, a version that nobody knows as the latest, no level as privileged. */
function policyOf(labels: Labels): Policy | undefined {
  const level = labels[LABEL];
  if (level === undefined || level === 'privileged') return undefined;
  const minor = /^v1\.(0|[1-9]\d*)$/.exec(labels[`${LABEL}-version`] ?? '')?.[1];
  return {
    level: level === 'baseline' ? 'baseline' : 'restricted',
    version: minor === undefined ? 'latest' : `v1.${minor}`,
    minor: minor === undefined ? Number.POSITIVE_INFINITY : Number(minor),
  };
}

/** Baseline first; what restricted replaces is not asked twice. */
function checksOf({ level, minor }: Policy): readonly Check[] {
  const baseline = BASELINE_CHECKS.filter(({ since }) => since <= minor);
  if (level === 'baseline') return baseline;
  const restricted = RESTRICTED_CHECKS.filter(({ since }) => since <= minor);
  const replaced = new Set(restricted.map(({ overrides }) => overrides));
  return [...baseline.filter(({ id }) => !replaced.has(id)), ...restricted];
}
