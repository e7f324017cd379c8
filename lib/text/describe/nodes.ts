import type { Millis } from '#lib/base/clock.ts';
import type { Speaker } from '../speaker.ts';

/** What the first sentence of the nodes is made of; small enough to cross with the page. */
export type NodesFacts = {
  readonly nodes: number;
  /** False: the nodes may not be read, and are known from their pods alone. */
  readonly areRead: boolean;
  readonly incomplete: {
    readonly count: number;
    /** The first of them. */
    readonly names: readonly string[];
    /** By pool, the largest number first; null: nodes without one. */
    readonly pools: readonly { readonly pool: string | null; readonly count: number }[];
  };
  /** New nodes that never were complete, the one that waits longest first. */
  readonly waiting: {
    readonly count: number;
    readonly first: readonly { readonly name: string; readonly since: Millis }[];
  };
  readonly underWay: number;
  readonly unknown: number;
};

/** So many nodes are named; of more it is said in which pools they are. */
export const NODES_NAMED = 3;
const POOLS_NAMED = 2;
const WAITING_NAMED = 2;

/** "a, b of pool p"; of many nodes how many are in which pool; without pools the first of them. */
function sayWhere({ say }: Speaker, { count, names, pools }: NodesFacts['incomplete']): string {
  const separator = say('fleet.names.separator');
  const named = pools.flatMap(({ pool, ...share }) => (pool === null ? [] : [{ pool, ...share }]));
  if (count > NODES_NAMED && named.length > 0) {
    const shares = named.slice(0, POOLS_NAMED).map((share) => say('fleet.who.share', share));
    const more = pools.length - shares.length;
    return more > 0 ? say('fleet.who.more', { names: shares.join(separator), more }) : shares.join(separator);
  }
  const shown = names.slice(0, NODES_NAMED);
  const more = count - shown.length;
  const joined = more > 0 ? say('fleet.names.more', { names: shown.join(separator), more }) : shown.join(separator);
  const [only] = named;
  return only !== undefined && pools.length === 1
    ? say('nodes.where.pool', { names: joined, pool: only.pool })
    : joined;
}

function sayWaiting(speaker: Speaker, { count, first }: NodesFacts['waiting'], now: Millis): string {
  const { say } = speaker;
  const shown = first.slice(0, WAITING_NAMED);
  const joined = shown
    .map(({ name, since }) => say('fleet.name.since', { name, duration: speaker.duration(now - since) }))
    .join(say('fleet.names.separator'));
  const more = count - shown.length;
  return say('nodes.waiting', { count, names: more > 0 ? say('fleet.names.more', { names: joined, more }) : joined });
}

/** Which nodes are incomplete, which pool, and which new node still waits [5.5]. */
export function describeNodes(speaker: Speaker, facts: NodesFacts, now: Millis): string {
  const { say } = speaker;
  const { nodes, areRead, incomplete, waiting, underWay, unknown } = facts;
  if (nodes === 0) return say('nodes.none');
  const parts = [
    ...(areRead ? [] : [say('nodes.fromPods', { count: nodes })]),
    ...(incomplete.count > 0
      ? [say('nodes.incomplete', { count: incomplete.count, nodes, where: sayWhere(speaker, incomplete) })]
      : []),
    ...(waiting.count > 0 ? [sayWaiting(speaker, waiting, now)] : []),
    ...(underWay > 0 ? [say('nodes.underWay', { count: underWay })] : []),
    ...(unknown > 0 ? [say('nodes.unknown', { count: unknown })] : []),
  ];
  if (parts.length === 0) return say('nodes.complete.all', { nodes });
  const complete = nodes - incomplete.count - underWay - unknown;
  // What is known from pods alone may lack a pod that nobody misses.
  if (areRead && complete > 0) parts.push(say('nodes.complete', { count: complete }));
  return parts.join(say('fleet.separator'));
}
