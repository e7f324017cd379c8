import type { Pod } from '../objects.ts';

/**
 * The nodes that the required affinity names, before any node is looked at; undefined when it names none. So a daemon
 * pod costs the same in a cluster of any size. Empty when the names of each term contradict each other.
 */
export function pinnedNodes({ spec }: Pod): ReadonlySet<string> | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values);
    const [first, ...others] = lists;
    // Terms are alternatives: one without a name lets every node in.
    if (first === undefined) return undefined;
    for (const name of first) if (others.every((values) => values.includes(name))) names.add(name);
  }
  return names;
}
