import type { Millis } from '#lib/base/clock.ts';
import type { Transition } from './history.ts';

/** Room was found, or the node went; where nothing can be said any more, nothing ended. */
function isEnd(transition: Transition): boolean {
  if (transition.of === 'Cell') return transition.from === 'starved' && transition.to !== 'unknown';
  return transition.of === 'NodeGone' && transition.from === 'starved' && !transition.hidden;
}

/** When a starved node was last seen to be so no more; null when none was seen as far back as is remembered. */
export function lastStarvedAt(transitions: readonly Transition[]): Millis | null {
  return transitions.findLast(isEnd)?.at ?? null;
}
