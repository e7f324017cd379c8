import type { Pod } from '#lib/simulator/objects.ts';

/** `agent` for agent-x2b4z: whose pods they are, also while they are nobody's. */
export function familyOf({ metadata }: Pod): string {
  return metadata.generateName?.replace(/-$/, '') ?? metadata.name;
}

/** The controller pins each pod to its node by affinity [NP3]. */
export function targetOf({ spec }: Pod): string {
  if (spec.nodeName !== undefined) return spec.nodeName;
  const [term] = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return term?.matchFields?.[0]?.values?.[0] ?? 'nowhere';
}
