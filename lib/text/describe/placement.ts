import { assertUnreachable } from '#lib/base/assert.ts';
import type { Obstacle } from '#lib/domain/placement/obstacles.ts';
import type { Speaker } from '../speaker.ts';

/** What in the cluster stands against a DaemonSet, in one sentence or two. */
export function describeObstacle({ say }: Speaker, obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'NamespaceAbsent':
    case 'NamespaceTerminating':
      return say(`placement.obstacle.${obstacle.kind}.sentence`, { namespace: obstacle.namespace });
    case 'SelectorImmutable':
    case 'BeingDeleted':
      return say(`placement.obstacle.${obstacle.kind}.sentence`);
    case 'PriorityClassAbsent':
      return say('placement.obstacle.PriorityClassAbsent.sentence', { name: obstacle.name });
    case 'PriorityDiffers':
    case 'PreemptionPolicyDiffers':
      return say(`placement.obstacle.${obstacle.kind}.sentence`, {
        given: `${obstacle.given}`,
        admitted: `${obstacle.admitted}`,
      });
    case 'PodSecurity': {
      const { level, version, violations } = obstacle;
      return say('placement.obstacle.PodSecurity.sentence', { level, version, violations });
    }
    default:
      return assertUnreachable(obstacle);
  }
}
