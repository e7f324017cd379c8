import { type Knowledge, MANDATORY_RESOURCES, RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { CellKnowledge } from '#lib/domain/placement/cell.ts';
import type { ClusterHealth, ResourceHealth } from '#lib/kubernetes/health.ts';

/** Beyond this age data says nothing any more: verdicts turn unknown, nothing is complete. */
const STALE_AFTER_MILLIS = 30_000;
/** When the rights to a resource were taken away, what was read with them is forgotten after this long. */
const FORGOTTEN_AFTER_MILLIS = 5 * 60_000;

export type KnowledgeByResource = Readonly<Record<Resource, Knowledge>>;

function knowledgeOf(health: ResourceHealth, goesStale: boolean): Knowledge {
  const { synced, cause, asOfAgeMillis = Infinity } = health;
  if (!synced) return cause === 'forbidden' ? 'Forbidden' : 'NotSynced';
  if (!goesStale || asOfAgeMillis <= STALE_AFTER_MILLIS) return 'Known';
  return cause === 'forbidden' && asOfAgeMillis > FORGOTTEN_AFTER_MILLIS ? 'Forbidden' : 'Stale';
}

/** What may be said about each resource now; files never go stale. */
export function computeKnowledge(health: ClusterHealth): KnowledgeByResource {
  const goesStale = health.asOf === undefined;
  const entries = RESOURCES.map((resource) => [resource, knowledgeOf(health.resources[resource], goesStale)] as const);
  return Object.fromEntries(entries) as Record<Resource, Knowledge>;
}

/**
 * What a cell may rest on. A pod says nothing without its DaemonSet and the revisions, so the three mandatory resources
 * speak as one.
 */
export function cellKnowledge(knowledge: KnowledgeByResource): CellKnowledge {
  const unknown = MANDATORY_RESOURCES.find((resource) => knowledge[resource] !== 'Known');
  return { pods: unknown === undefined ? 'Known' : knowledge[unknown], nodes: knowledge.nodes };
}

/** Age of the oldest mandatory resource in milliseconds; undefined before the first sync. Files have no age. */
export function asOfAgeOf({ asOf, resources }: ClusterHealth): number | undefined {
  if (asOf !== undefined) return 0;
  let oldest = 0;
  for (const resource of MANDATORY_RESOURCES) {
    const { synced, asOfAgeMillis } = resources[resource];
    if (!synced || asOfAgeMillis === undefined) return undefined;
    oldest = Math.max(oldest, asOfAgeMillis);
  }
  return oldest;
}

/** How long until age alone may change what is known; undefined when it cannot. */
export function knowledgeChangesIn(health: ClusterHealth): number | undefined {
  if (health.asOf !== undefined) return undefined;
  let soonest: number | undefined;
  for (const resource of RESOURCES) {
    const { synced, asOfAgeMillis = Infinity } = health.resources[resource];
    if (!synced) continue;
    for (const limit of [STALE_AFTER_MILLIS, FORGOTTEN_AFTER_MILLIS]) {
      const rest = limit + 1 - asOfAgeMillis;
      if (rest > 0) soonest = Math.min(soonest ?? Infinity, rest);
    }
  }
  return soonest;
}
