import type { Millis } from '#lib/base/clock.ts';
import { entryOf } from '#lib/domain/objects.ts';
import type { PictureNode } from './picture.ts';

/* By what nodes are put together [4.2]: on the map in the browser, in the lanes of the timeline on the server. */

export const GROUP_KINDS = ['pool', 'zone', 'instance', 'version', 'os', 'age', 'none'] as const;
export type GroupBy =
  | { readonly kind: (typeof GROUP_KINDS)[number] }
  | { readonly kind: 'label'; readonly label: string };

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
export function groupKeyOf(node: PictureNode, groupBy: GroupBy, now: Millis): string {
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
