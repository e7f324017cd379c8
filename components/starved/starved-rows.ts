import { lackKindOf, type StarvedFilter } from '#lib/browser/starved-url.ts';
import { type Outlook, outlookOf } from '#lib/text/describe/starved.ts';
import type { StarvedNode, StarvedPod } from '#lib/wire/room.ts';

function isAsked({ daemonSet, lacks }: StarvedPod, filter: StarvedFilter): boolean {
  const isDaemonSet = filter.daemonSet === null || filter.daemonSet === daemonSet;
  return isDaemonSet && (filter.resource === null || lacks.some((lack) => lackKindOf(lack) === filter.resource));
}

/** The nodes on which some pod that waits is asked for; each with all its pods, since the plan is for all of them. */
export function filterStarved(nodes: readonly StarvedNode[], filter: StarvedFilter): readonly StarvedNode[] {
  if (filter.resource === null && filter.daemonSet === null) return nodes;
  return nodes.filter(({ pending }) => pending.some((pod) => isAsked(pod, filter)));
}

const OUTLOOK_ORDER: Readonly<Record<Outlook, number>> = { Never: 0, Help: 1, Itself: 2 };

function sinceOf({ pending }: StarvedNode): number {
  return Math.min(Number.POSITIVE_INFINITY, ...pending.flatMap(({ since }) => since ?? []));
}

/** What the eviction breaks: nodes on which every way hurts come before those on which one does not. */
function costOf({ kind, eviction }: StarvedNode): number {
  if (kind === 'Impossible') return Number.POSITIVE_INFINITY;
  return eviction === null ? 0 : eviction.violations + eviction.bare;
}

/** Numbers that may both be infinite. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** What never mends first, then what needs a hand, dearest first: what breaks most, then what takes most pods; of equals who waits longest. Else as the report has them. */
export function worstFirst(nodes: readonly StarvedNode[]): readonly StarvedNode[] {
  return nodes.toSorted(
    (left, right) =>
      compare(OUTLOOK_ORDER[outlookOf(left)], OUTLOOK_ORDER[outlookOf(right)]) ||
      compare(costOf(right), costOf(left)) ||
      compare(right.eviction?.pods.length ?? 0, left.eviction?.pods.length ?? 0) ||
      compare(sinceOf(left), sinceOf(right)),
  );
}

export type StarvedPool = { readonly pool: string | null; readonly nodes: readonly StarvedNode[] };

/** The pool with most starved nodes first, of equals by name; nodes without a pool last of their number. */
export function poolsOf(nodes: readonly StarvedNode[]): readonly StarvedPool[] {
  const collator = new Intl.Collator('en', { numeric: true });
  return [...Map.groupBy(nodes, ({ pool }) => pool)]
    .map(([pool, members]) => ({ pool, nodes: worstFirst(members) }))
    .toSorted(
      (left, right) =>
        right.nodes.length - left.nodes.length ||
        Number(left.pool === null) - Number(right.pool === null) ||
        collator.compare(left.pool ?? '', right.pool ?? ''),
    );
}

/** So many pools begin open; the page stays small however many there are. */
const POOLS_OPEN = 6;
const ROWS_IN_ALL = 12;

/** How many rows of the pool at this place are shown before anybody asks for more. */
export function rowsAtFirst(place: number, pools: number): number {
  if (place >= POOLS_OPEN) return 0;
  return Math.max(2, Math.floor(ROWS_IN_ALL / Math.min(pools, POOLS_OPEN)));
}
