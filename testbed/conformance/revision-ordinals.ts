import type { KubernetesObject } from '../kinds.ts';

export const HASH_LABEL = 'controller-revision-hash';

/** `r1`, `r2` by hash, for each DaemonSet in the order of their creation; also of those that are gone. */
export function revisionOrdinals(revisions: readonly KubernetesObject[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const ordinals = new Map<string, string>();
  for (const { metadata } of revisions) {
    const family = familyOfRevision(metadata);
    const count = (counts.get(family) ?? 0) + 1;
    counts.set(family, count);
    ordinals.set(metadata.labels?.[HASH_LABEL] ?? '', `r${count}`);
  }
  return ordinals;
}

/** `agent` for agent-6d5f9c8b7. */
export function familyOfRevision({ name }: Pick<KubernetesObject['metadata'], 'name'>): string {
  return name.slice(0, name.lastIndexOf('-'));
}
