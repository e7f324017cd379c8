import type { Millis } from '#lib/base/clock.ts';
import { NODE_TROUBLE_KINDS } from '#lib/domain/rollout/node-trouble.ts';
import type { Speaker } from '../speaker.ts';
import type { NodeTroubleFacts } from './fleet.ts';

const POOLS_NAMED = 2;

/** One part of the fleet's sentence for each kind of trouble; nodes that are being born or leave are not named [AT5]. */
export function sayNodeTroubles(
  speaker: Speaker,
  troubles: readonly NodeTroubleFacts[],
  now: Millis,
): readonly string[] {
  const steady = troubles.filter(({ phase }) => phase === 'Steady');
  return NODE_TROUBLE_KINDS.flatMap((kind) => {
    const groups = steady.filter((trouble) => trouble.kind === kind);
    if (groups.length === 0) return [];
    const who = sayWho(speaker, groups);
    const since = Math.min(...groups.flatMap((group) => group.since ?? []));
    return Number.isFinite(since)
      ? [speaker.say(`fleet.nodes.${kind}.since`, { who, duration: speaker.duration(now - since) })]
      : [speaker.say(`fleet.nodes.${kind}`, { who })];
  });
}

/** How many nodes, and of which pools; one by its name. */
export function sayWho(
  { say }: Speaker,
  groups: readonly Pick<NodeTroubleFacts, 'pool' | 'nodes' | 'names'>[],
): string {
  const count = groups.reduce((sum, { nodes }) => sum + nodes, 0);
  const name = groups[0]?.names[0];
  if (count === 1 && name !== undefined) return say('fleet.who.node', { name });
  const pools = groups
    .flatMap(({ pool, nodes }) => (pool === null ? [] : [{ pool, count: nodes }]))
    .sort((left, right) => right.count - left.count);
  const [first] = pools;
  if (first === undefined) return say('fleet.who.nodes', { count });
  if (groups.length === 1) return say('fleet.who.pool', { count, pool: first.pool });
  const shown = pools.slice(0, POOLS_NAMED).map((share) => say('fleet.who.share', share));
  const names = shown.join(say('fleet.names.separator'));
  const more = pools.length - shown.length;
  return say('fleet.who.pools', { count, where: more > 0 ? say('fleet.who.more', { names, more }) : names });
}
