import type { NodeName } from '../../keys.ts';
import { entryOf, type NodeRecord, type Taint } from '../../objects.ts';
import { isConditionTaint } from '../../placement/tolerations.ts';
import { isPhaseTaint } from '../node-phase.ts';
import { poolOf } from '../node-pool.ts';

/** By node: its NoSchedule taints that somebody may have put there later, to keep pods off for a while [R14]. */
export type OddTaints = ReadonlyMap<NodeName, readonly Taint[]>;

/** A node of a role bears the taint of its role from its first day on. */
const ROLE_PREFIX = 'node-role.kubernetes.io/';

/**
 * Finds the taints in a cluster that do not look as if their nodes were born with them. Looks born with: a role, a label
 * of the same key, at least half of a pool of several. Taints of Kubernetes' own, of a start or a removal are others'.
 */
export function findOddTaints(nodes: Iterable<NodeRecord>): OddTaints {
  const pools = new Map<string, { nodes: number; readonly taints: Map<string, number> }>();
  const found: { readonly node: NodeRecord; readonly pool: string | undefined; readonly taints: readonly Taint[] }[] =
    [];
  for (const node of nodes) {
    const pool = poolOf(node.labels);
    const taints = node.taints.length === 0 ? [] : node.taints.filter((taint) => mayBeOdd(taint, node));
    if (taints.length > 0) found.push({ node, pool, taints });
    if (pool === undefined) continue;
    const seen = pools.get(pool) ?? { nodes: 0, taints: new Map<string, number>() };
    pools.set(pool, seen);
    seen.nodes += 1;
    for (const { key } of taints) seen.taints.set(key, (seen.taints.get(key) ?? 0) + 1);
  }
  const isOfPool = (pool: string | undefined, { key }: Taint): boolean => {
    const seen = pool === undefined ? undefined : pools.get(pool);
    return seen !== undefined && seen.nodes > 1 && 2 * (seen.taints.get(key) ?? 0) >= seen.nodes;
  };
  const odd = new Map<NodeName, readonly Taint[]>();
  for (const { node, pool, taints } of found) {
    const left = taints.filter((taint) => !isOfPool(pool, taint));
    if (left.length > 0) odd.set(node.name, left);
  }
  return odd;
}

function mayBeOdd(taint: Taint, { labels }: NodeRecord): boolean {
  const { key, effect } = taint;
  if (effect !== 'NoSchedule' || isConditionTaint(taint) || isPhaseTaint(key)) return false;
  return !key.startsWith(ROLE_PREFIX) && entryOf(labels, key) === undefined;
}
