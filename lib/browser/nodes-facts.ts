import type { Millis } from '#lib/base/clock.ts';
import { NODES_NAMED, type NodesFacts } from '#lib/text/describe/nodes.ts';
import { groupKeyOf } from '#lib/wire/group-by.ts';
import type { Picture, PictureNode } from '#lib/wire/picture.ts';
import type { NodeListing } from '#lib/wire/room.ts';
import { completenessAt, type NodeTally } from './node-tally.ts';

/** For so long a node is called new; and for so long one that is not Ready is taken for one that has never been. */
const NEW_MILLIS = 86_400_000;
const BORN_MILLIS = 600_000;

type Told = Pick<Picture, 'nodes' | 'knowledge'>;

function poolsOf({ nodes }: Told, places: readonly number[]): NodesFacts['incomplete']['pools'] {
  const byPool = Map.groupBy(places, (index) => {
    const node = nodes[index];
    return node === undefined ? '' : groupKeyOf(node, { kind: 'pool' }, 0);
  });
  return [...byPool]
    .map(([pool, members]) => ({ pool: pool === '' ? null : pool, count: members.length }))
    .toSorted((left, right) => right.count - left.count);
}

/** Since when a new node waits that never was complete: since it was Ready, or made. */
function waitsSince(node: PictureNode, lacking: number, listing: NodeListing | undefined, now: Millis) {
  const { createdAt, ready } = node;
  if (createdAt === null || now - createdAt >= NEW_MILLIS) return undefined;
  if (listing?.completeAfter.kind === 'Waiting') return listing.completeAfter.since;
  const isBorn = (ready === 'False' || ready === 'Unknown') && now - createdAt < BORN_MILLIS;
  return isBorn && lacking > 0 ? createdAt : undefined;
}

function waitingOf(
  { nodes }: Told,
  { lacking }: NodeTally,
  listings: ReadonlyMap<string, NodeListing>,
  now: Millis,
): NodesFacts['waiting'] {
  const waiting = nodes.flatMap((node, index) => {
    const since = waitsSince(node, lacking[index] ?? 0, listings.get(node.name), now);
    return since === undefined ? [] : [{ name: node.name, since }];
  });
  return {
    count: waiting.length,
    first: waiting.toSorted((left, right) => left.since - right.since).slice(0, NODES_NAMED),
  };
}

/** What the first sentence says; nothing of new nodes while the server has not told of them. */
export function nodesFacts(
  told: Told,
  tally: NodeTally,
  listings: ReadonlyMap<string, NodeListing> | undefined,
  now: Millis,
): NodesFacts {
  const places = Map.groupBy(told.nodes.keys(), (index) => completenessAt(tally, index));
  const incomplete = places.get('Incomplete') ?? [];
  return {
    nodes: told.nodes.length,
    areRead: told.knowledge['nodes'] === 'Known',
    incomplete: {
      count: incomplete.length,
      names: incomplete.slice(0, NODES_NAMED).flatMap((index) => told.nodes[index]?.name ?? []),
      pools: poolsOf(told, incomplete),
    },
    waiting: listings === undefined ? { count: 0, first: [] } : waitingOf(told, tally, listings, now),
    underWay: places.get('UnderWay')?.length ?? 0,
    unknown: places.get('Unknown')?.length ?? 0,
  };
}
