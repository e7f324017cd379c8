import { entryOf, type Labels } from '../objects.ts';
import { BASELINE_CHECKS } from './pod-security-baseline.ts';
import type { Check } from './pod-security-check.ts';
import { RESTRICTED_CHECKS } from './pod-security-restricted.ts';
import type { PodSecuritySubject } from './pod-security-subject.ts';

const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** `version` is `latest` or `v1.N`, as the denial says it. */
export type PodSecurityPolicy = { readonly level: PodSecurityLevel; readonly version: string };

/** A check that fails, and what the denial says of it. */
export type PodSecurityViolation = { readonly check: string; readonly message: string };

export type PodSecurityVerdict = PodSecurityPolicy & { readonly violations: readonly PodSecurityViolation[] };

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The policy that a namespace enforces, by its labels; the exemptions of the API server cannot be seen [PS3]. */
export function podSecurityOf(labels: Labels): PodSecurityPolicy {
  const level = entryOf(labels, ENFORCE) ?? 'privileged';
  const version = entryOf(labels, `${ENFORCE}-version`) ?? 'latest';
  return {
    level: POD_SECURITY_LEVELS.find((each) => each === level) ?? 'restricted',
    version: minorOf(version) === undefined ? 'latest' : version,
  };
}

/**
 * Judges a pod as the admission of its namespace would [PS1] [PS2]. `latest` is what the newest API server known here
 * makes of it; `serverMinor` is that of an older one, to which no later policy means anything.
 */
export function judgePodSecurity(
  subject: PodSecuritySubject,
  { level, version }: PodSecurityPolicy,
  serverMinor = Number.POSITIVE_INFINITY,
): PodSecurityVerdict {
  const minor = Math.min(minorOf(version) ?? Number.POSITIVE_INFINITY, serverMinor);
  const violations = checksOf(level, minor).flatMap((check): PodSecurityViolation[] => {
    const objection = versionOf(check, minor)?.judge(subject);
    return objection === undefined ? [] : [{ check: check.id, message: `${objection.reason} (${objection.detail})` }];
  });
  return { level, version, violations };
}

/** The sentence with which such a pod is refused; undefined when it is not. */
export function podSecurityDenial({ level, version, violations }: PodSecurityVerdict): string | undefined {
  if (violations.length === 0) return undefined;
  return `violates PodSecurity "${level}:${version}": ${violations.map(({ message }) => message).join(', ')}`;
}

function checksOf(level: PodSecurityLevel, minor: number): readonly Check[] {
  if (level === 'privileged') return [];
  if (level === 'baseline') return BASELINE_CHECKS;
  const restricted = RESTRICTED_CHECKS.filter((check) => versionOf(check, minor) !== undefined);
  const replaced = restricted.map(({ replaces }) => replaces);
  return [...BASELINE_CHECKS.filter(({ id }) => !replaced.includes(id)), ...restricted];
}

function versionOf({ versions }: Check, minor: number): Check['versions'][number] | undefined {
  return versions.findLast(({ since }) => since <= minor);
}

function minorOf(version: string): number | undefined {
  const minor = /^v1\.([0-9]|[1-9][0-9]*)$/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
