import type { ContainerSecurity, PodSecuritySubject } from './pod-security-subject.ts';

/** Why a check fails, in the two parts of the denial: `reason (detail)`. */
export type Objection = { readonly reason: string; readonly detail: string };

export type Judge = (subject: PodSecuritySubject) => Objection | undefined;

/** A check and what it has been since which minor of the policy; before the first it was not asked. */
export type Check = {
  readonly id: string;
  readonly versions: readonly { readonly since: number; readonly judge: Judge }[];
  /** Checks of baseline that this one of restricted takes the place of. */
  readonly replaces?: string;
};

/** `container "a"`, `containers "a", "b"`. */
export function containersNamed(names: readonly string[]): string {
  return `${plural('container', 'containers', names.length)} ${quoted(names)}`;
}

export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

export function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}

/** Each once, in order: Kubernetes keeps them in sets. */
export function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

export function namesOf(
  subject: PodSecuritySubject,
  isBad: (container: ContainerSecurity) => boolean,
): readonly string[] {
  return subject.containers.filter(isBad).map(({ name }) => name);
}

/** `pod and container "a"`: who set something; empty when nobody did. */
export function settersOf(podSets: boolean, names: readonly string[]): string {
  return [...(podSets ? ['pod'] : []), ...(names.length === 0 ? [] : [containersNamed(names)])].join(' and ');
}
