import type { Millis } from '#lib/base/clock.ts';
import { entryOf } from '#lib/domain/objects.ts';
import type { PictureNode } from '#lib/wire/picture.ts';

/* By what nodes are put together on the map [4.2]. */

const GROUP_KINDS = ['pool', 'zone', 'instance', 'version', 'os', 'age', 'none'] as const;
export type GroupBy =
  | { readonly kind: (typeof GROUP_KINDS)[number] }
  | { readonly kind: 'label'; readonly label: string };

/** `undefined` as key: the nodes that have no such label, last. */
export type NodeGroup = { readonly key: string; readonly nodes: readonly number[] };

/** The first that a node carries is its pool. */
const POOL_LABELS = [
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'karpenter.sh/nodepool',
  'kubernetes.azure.com/agentpool',
  'node.cluster.x-k8s.io/machinepool',
  'node.cluster.x-k8s.io/machinedeployment',
] as const;
const ZONE_LABEL = 'topology.kubernetes.io/zone';
const INSTANCE_LABEL = 'node.kubernetes.io/instance-type';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Upper bounds of the age buckets; the key is the bucket's number, which the screen puts into words. */
export const AGE_BUCKETS: readonly number[] = [HOUR, DAY, 7 * DAY, 30 * DAY];

/** The value a node is grouped by; empty when it has none. */
function groupKeyOf(node: PictureNode, groupBy: GroupBy, now: Millis): string {
  switch (groupBy.kind) {
    case 'pool':
      return POOL_LABELS.map((label) => entryOf(node.labels, label)).find((value) => value !== undefined) ?? '';
    case 'zone':
      return entryOf(node.labels, ZONE_LABEL) ?? '';
    case 'instance':
      return entryOf(node.labels, INSTANCE_LABEL) ?? '';
    case 'version':
      return node.kubeletVersion ?? '';
    case 'os':
      return node.osImage ?? node.kernelVersion ?? '';
    case 'age': {
      if (node.createdAt === null) return '';
      const age = now - node.createdAt;
      const bucket = AGE_BUCKETS.findIndex((bound) => age < bound);
      return String(bucket === -1 ? AGE_BUCKETS.length : bucket);
    }
    case 'label':
      return entryOf(node.labels, groupBy.label) ?? '';
    case 'none':
      return '';
  }
}

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

/** Reads `group=` of an address: `zone`, `label:KEY`; undefined for anything else. */
export function parseGroupBy(text: string): GroupBy | undefined {
  if (text.startsWith('label:')) {
    const label = text.slice('label:'.length);
    return label === '' ? undefined : { kind: 'label', label };
  }
  const kind = GROUP_KINDS.find((each) => each === text);
  return kind === undefined ? undefined : { kind };
}

export function serializeGroupBy(groupBy: GroupBy): string {
  return groupBy.kind === 'label' ? `label:${groupBy.label}` : groupBy.kind;
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
