import { assertUnreachable } from '#lib/base/assert.ts';
import type { PodSecurityVerdict } from '../audit/pod-security.ts';
import type { DaemonSetRecord, LabelSelector, NamespaceRecord } from '../objects.ts';
import type { AdmittedPriority } from './admitted-priority.ts';

/**
 * What in the cluster stands against a DaemonSet that is sound in itself [PL7]. `error`: the API server would refuse it, or
 * every pod of it.
 */
export type Obstacle = { readonly path: string; readonly severity: 'error' | 'warning' } & (
  | { readonly kind: 'NamespaceAbsent'; readonly namespace: string }
  | { readonly kind: 'NamespaceTerminating'; readonly namespace: string }
  /** The selector of a DaemonSet that is there cannot be changed. */
  | { readonly kind: 'SelectorImmutable' }
  /** What is applied to it goes with it. */
  | { readonly kind: 'BeingDeleted' }
  | { readonly kind: 'PriorityClassAbsent'; readonly name: string }
  | { readonly kind: 'PriorityDiffers'; readonly given: number; readonly admitted: number }
  | { readonly kind: 'PreemptionPolicyDiffers'; readonly given: string; readonly admitted: string }
  /** What the namespace enforces refuses the pods, not the DaemonSet [PS3]. */
  | { readonly kind: 'PodSecurity'; readonly level: string; readonly version: string; readonly violations: string }
);

/** `Unreadable` is not absent. */
export type NamespaceKnowledge = NamespaceRecord | 'Absent' | 'Unreadable';

export type ObstacleInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly running: DaemonSetRecord | undefined;
  readonly namespace: NamespaceKnowledge;
  readonly priority: AdmittedPriority;
  /** By what the namespace enforces; undefined when that is not known. */
  readonly podSecurity?: PodSecurityVerdict | undefined;
};

export function findObstacles(input: ObstacleInput): readonly Obstacle[] {
  const { daemonSet, running, namespace, priority, podSecurity } = input;
  return [
    ...ofNamespace(namespace, daemonSet.namespace),
    ...ofRunning(daemonSet, running),
    ...ofPriority(priority),
    ...ofPodSecurity(podSecurity),
  ];
}

function ofNamespace(known: NamespaceKnowledge, namespace: string): readonly Obstacle[] {
  const place = { severity: 'error', path: 'metadata.namespace', namespace } as const;
  if (known === 'Unreadable') return [];
  if (known === 'Absent') return [{ kind: 'NamespaceAbsent', ...place }];
  // What is in it may still be changed; but nothing new is made there, and so no pod.
  return known.deletionTimestamp === undefined ? [] : [{ kind: 'NamespaceTerminating', ...place }];
}

function ofRunning({ selector }: DaemonSetRecord, running: DaemonSetRecord | undefined): readonly Obstacle[] {
  if (running === undefined) return [];
  return [
    ...(equalSelectors(selector, running.selector)
      ? []
      : [{ kind: 'SelectorImmutable', severity: 'error', path: 'spec.selector' } as const]),
    ...(running.deletionTimestamp === undefined
      ? []
      : [{ kind: 'BeingDeleted', severity: 'warning', path: 'metadata.name' } as const]),
  ];
}

/** As the API server compares: of labels the order means nothing, of expressions and their values it does. */
function equalSelectors(left: LabelSelector, right: LabelSelector): boolean {
  return selectorText(left) === selectorText(right);
}

function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const labels = Object.entries(matchLabels).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([labels, matchExpressions.map(({ key, operator, values }) => [key, operator, values])]);
}

function ofPriority(priority: AdmittedPriority): readonly Obstacle[] {
  const path = (field: string) => ({ severity: 'error', path: `spec.template.spec.${field}` }) as const;
  switch (priority.kind) {
    case 'ClassAbsent':
      return [{ kind: 'PriorityClassAbsent', name: priority.name, ...path('priorityClassName') }];
    case 'PriorityDiffers':
      return [{ ...priority, ...path('priority') }];
    case 'PolicyDiffers':
      return [{ ...priority, kind: 'PreemptionPolicyDiffers', ...path('preemptionPolicy') }];
    case 'Admitted':
    case 'Unknown':
      return [];
    default:
      return assertUnreachable(priority);
  }
}

function ofPodSecurity(verdict: PodSecurityVerdict | undefined): readonly Obstacle[] {
  if (verdict === undefined || verdict.violations.length === 0) return [];
  const { level, version, violations } = verdict;
  const said = violations.map(({ message }) => message).join(', ');
  return [{ kind: 'PodSecurity', severity: 'error', path: 'spec.template.spec', level, version, violations: said }];
}
