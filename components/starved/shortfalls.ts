import { lackKindOf, type StarvedFilter } from '#lib/browser/starved-url.ts';
import type { Sizing, StarvedNode } from '#lib/wire/room.ts';

/** What one DaemonSet lacks of one resource, node by node. */
export type Shortfall = {
  readonly sizing: Sizing;
  /** One amount for each node that is short of it. */
  readonly amounts: readonly number[];
};

function amountsOf(nodes: readonly StarvedNode[], { daemonSet, resource }: Sizing): readonly number[] {
  return nodes.flatMap(({ pending }) =>
    pending
      .filter((pod) => pod.daemonSet === daemonSet)
      .flatMap(({ lacks }) =>
        lacks.flatMap((lack) =>
          lack.kind === 'Resource' && lack.resource === resource ? [lack.requested - lack.free] : [],
        ),
      ),
  );
}

function isAsked({ daemonSet, resource }: Sizing, filter: StarvedFilter): boolean {
  if (filter.daemonSet !== null && filter.daemonSet !== daemonSet) return false;
  const lack = { kind: 'Resource', resource, requested: 0, free: 0, allocatable: 0 } as const;
  return filter.resource === null || lackKindOf(lack) === filter.resource;
}

/**
 * What a smaller request would change, the DaemonSet that lacks on most nodes first. The answer is for the whole cluster,
 * since a request has no pool; a slot for a pod cannot be made smaller.
 */
export function shortfallsOf(
  report: { readonly nodes: readonly StarvedNode[]; readonly sizing: readonly Sizing[] },
  filter: StarvedFilter,
): readonly Shortfall[] {
  return report.sizing
    .filter((sizing) => sizing.resource !== 'pods' && isAsked(sizing, filter))
    .map((sizing) => ({ sizing, amounts: amountsOf(report.nodes, sizing) }))
    .filter(({ amounts }) => amounts.length > 0)
    .toSorted((left, right) => right.amounts.length - left.amounts.length);
}
