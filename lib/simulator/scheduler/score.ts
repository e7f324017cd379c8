import type { Random } from '#lib/base/random.ts';
import type { Pod } from '../objects.ts';
import { toleratesAll } from '../tolerations.ts';
import { allocatable, type NodeRoom } from './node-room.ts';
import { podNeeds } from './pod-needs.ts';

/** Taints that are not wished for weigh three times as much as room. */
const TAINT_WEIGHT = 3;

/**
 * The best of the nodes that a pod fits on: few taints that it would rather not tolerate, and much room left once it is
 * there; among equals by lot. The real scheduler also asks for balance, spread, images and preferred affinity.
 */
export function bestNode(pod: Pod, fitting: readonly NodeRoom[], random: Random): NodeRoom | undefined {
  const taints = fitting.map((room) => unwishedTaints(pod, room));
  const most = Math.max(...taints);
  const scores = fitting.map(
    (room, at) =>
      leastAllocated(pod, room) +
      TAINT_WEIGHT * (most === 0 ? 100 : 100 - Math.floor((100 * (taints[at] ?? 0)) / most)),
  );
  const highest = Math.max(...scores);
  const best = fitting.filter((_, at) => scores[at] === highest);
  return best[Math.floor(random() * best.length)];
}

/** In whole points from 0 to 100: the mean of cpu and memory. */
function leastAllocated(pod: Pod, room: NodeRoom): number {
  const { scored } = podNeeds(pod);
  const points = (['cpu', 'memory'] as const).flatMap((name) => {
    const capacity = allocatable(room.node, name);
    const requested = room.scored[name] + scored[name];
    if (capacity === 0) return [];
    return [requested > capacity ? 0 : Math.floor(((capacity - requested) * 100) / capacity)];
  });
  return points.length === 0 ? 0 : Math.floor(points.reduce((sum, each) => sum + each, 0) / points.length);
}

function unwishedTaints({ spec: { tolerations = [] } }: Pod, { node }: NodeRoom): number {
  return (node?.spec.taints ?? []).filter((taint) => !toleratesAll(tolerations, [taint], ['PreferNoSchedule'])).length;
}
