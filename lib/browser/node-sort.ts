import { type GroupBy, groupKeyOf } from '#lib/wire/group-by.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import type { CompleteAfter } from '#lib/wire/room.ts';
import type { NodeList } from './node-list.ts';

/* In which order the nodes stand. Every column has a number for every node, so that five thousand are sorted by numbers. */

export const NODE_COLUMNS = [
  'node',
  'state',
  'ready',
  'incomplete',
  'pool',
  'zone',
  'instance',
  'version',
  'age',
  'taints',
  'pressure',
  'completeAfter',
] as const;
export type NodeColumn = (typeof NODE_COLUMNS)[number];

export type NodeSort = { readonly column: NodeColumn; readonly isDescending: boolean };

export const NATURAL_ORDER: NodeSort = { column: 'node', isDescending: false };

/** The columns whose larger values are looked for first. */
const LARGEST_FIRST: ReadonlySet<NodeColumn> = new Set<NodeColumn>([
  'incomplete',
  'taints',
  'pressure',
  'completeAfter',
]);

export function parseNodeSort(text: string): NodeSort | undefined {
  const isDescending = text.startsWith('-');
  const column = NODE_COLUMNS.find((each) => each === text.slice(Number(isDescending)));
  return column === undefined ? undefined : { column, isDescending };
}

export function serializeNodeSort({ column, isDescending }: NodeSort): string {
  return isDescending ? `-${column}` : column;
}

/** The way of a column that is looked for first. */
export function firstNodeSort(column: NodeColumn): NodeSort {
  return { column, isDescending: LARGEST_FIRST.has(column) };
}

/** What a press on the head of a column makes of the order: its way first, then the other way, then the natural order. */
export function nextNodeSort(current: NodeSort, column: NodeColumn): NodeSort {
  const first = firstNodeSort(column);
  if (current.column !== column) return first;
  return current.isDescending === first.isDescending ? { column, isDescending: !first.isDescending } : NATURAL_ORDER;
}

/** Undefined: the node has nothing there, and stands last whichever way. */
type KeyOf = (index: number) => number | undefined;

const READY_RANK: Readonly<Record<PictureNode['ready'], number>> = { False: 0, Unknown: 1, Absent: 2, True: 3 };
const collator = new Intl.Collator('en', { numeric: true });

/** Few texts, many nodes: the texts are put into natural order once. */
function rankOf(nodes: readonly PictureNode[], kind: Exclude<GroupBy['kind'], 'label'>): KeyOf {
  const keys = nodes.map((node) => groupKeyOf(node, { kind }, 0));
  const ranks = new Map([...new Set(keys)].toSorted(collator.compare).map((key, rank) => [key, rank]));
  return (index) => (keys[index] === '' ? undefined : ranks.get(keys[index] ?? ''));
}

/** Who still waits waits longer than anyone who is through, and the longest who began first. */
const WAITING = 1e15;

function completeAfterKey(after: CompleteAfter): number | undefined {
  switch (after.kind) {
    case 'Known':
      return after.millis;
    case 'Waiting':
      return WAITING - after.since;
    case 'NoTrace':
      return undefined;
  }
}

const positive = (count: number): number | undefined => (count > 0 ? count : undefined);

function keyOf({ nodes, tally, listings }: NodeList, column: NodeColumn): KeyOf {
  const listing = (index: number) => listings?.get(nodes[index]?.name ?? '');
  switch (column) {
    case 'node':
      return (index) => index;
    case 'state':
      return (index) => tally.worst[index];
    case 'ready':
      return (index) => READY_RANK[nodes[index]?.ready ?? 'Absent'];
    case 'incomplete':
      return (index) => ((tally.wanted[index] ?? 0) > 0 ? tally.lacking[index] : undefined);
    case 'pool':
    case 'zone':
    case 'instance':
    case 'version':
      return rankOf(nodes, column);
    case 'age':
      return (index) => {
        const createdAt = nodes[index]?.createdAt ?? null;
        return createdAt === null ? undefined : -createdAt;
      };
    case 'taints':
      // The cordon stands first in its column, whatever taints there are beside it.
      return (index) =>
        positive((nodes[index]?.unschedulable === true ? 1_000 : 0) + (listing(index)?.taints.length ?? 0));
    case 'pressure':
      return (index) => positive(listing(index)?.pressure.length ?? 0);
    case 'completeAfter':
      return (index) => {
        const after = listing(index)?.completeAfter;
        return after === undefined ? undefined : completeAfterKey(after);
      };
  }
}

/** Places of the nodes in this order; equal ones stay in the natural order of their names, whichever way. */
export function sortNodes(list: NodeList, { column, isDescending }: NodeSort): readonly number[] {
  const key = keyOf(list, column);
  const keys = list.nodes.map((_, index) => key(index));
  const sign = isDescending ? -1 : 1;
  return [...list.nodes.keys()].sort((left, right) => {
    const [a, b] = [keys[left], keys[right]];
    if (a === b) return left - right;
    if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
    return sign * (a - b) || left - right;
  });
}
