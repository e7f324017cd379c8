import type { Millis } from '#lib/base/clock.ts';
import { GROUP_KINDS, type GroupBy, groupKeyOf } from '#lib/wire/group-by.ts';
import type { PictureNode } from '#lib/wire/picture.ts';

export { AGE_BUCKETS, type GroupBy, groupKeyOf, parseGroupBy, serializeGroupBy } from '#lib/wire/group-by.ts';

/* By what nodes are put together on the map [4.2]. */

/** `undefined` as key: the nodes that have no such label, last. */
export type NodeGroup = { readonly key: string; readonly nodes: readonly number[] };

/** Groups in natural order of their keys, the nodes without one last; within a group in the order of `nodes`. */
export function groupNodes(nodes: readonly PictureNode[], groupBy: GroupBy, now: Millis): readonly NodeGroup[] {
  const byKey = Map.groupBy(nodes.keys(), (index) => {
    const node = nodes[index];
    return node === undefined ? '' : groupKeyOf(node, groupBy, now);
  });
  const collator = new Intl.Collator('en', { numeric: true });
  return [...byKey]
    .map(([key, indexes]): NodeGroup => ({ key, nodes: indexes }))
    .toSorted((left, right) => {
      if (left.key === '' || right.key === '') return left.key === right.key ? 0 : left.key === '' ? 1 : -1;
      return collator.compare(left.key, right.key);
    });
}

/** What these nodes can be told apart by: the kinds that make more than one group, and every label key they carry. */
export function groupChoices(nodes: readonly PictureNode[], now: Millis): readonly GroupBy[] {
  const kinds = GROUP_KINDS.filter(
    (kind) => kind === 'none' || groupNodes(nodes, { kind }, now).some(({ key }) => key !== ''),
  );
  const labels = new Set(nodes.flatMap((node) => Object.keys(node.labels)));
  const sorted = [...labels].toSorted();
  return [...kinds.map((kind) => ({ kind })), ...sorted.map((label): GroupBy => ({ kind: 'label', label }))];
}

/** Zones when there are several, else pools when there are several, else one group. */
export function defaultGroupBy(nodes: readonly PictureNode[], now: Millis): GroupBy {
  const kinds = ['zone', 'pool'] as const;
  const kind = kinds.find((each) => groupNodes(nodes, { kind: each }, now).length > 1);
  return { kind: kind ?? 'none' };
}
