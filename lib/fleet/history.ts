import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, ObjectKey, Uid } from '#lib/domain/keys.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';

type Subject = { readonly at: Millis; readonly uid: Uid; readonly key: ObjectKey };

/** One verdict that became another; `at` is when we saw it, which is not when it happened. */
export type Transition = Subject &
  (
    | { readonly of: 'Cell'; readonly node: NodeName; readonly from: CellState; readonly to: CellState }
    | { readonly of: 'DaemonSet'; readonly from: DaemonSetState; readonly to: DaemonSetState }
  );

/** The last transitions, oldest first; older ones make room. */
export type History = {
  readonly add: (transition: Transition) => void;
  readonly list: () => readonly Transition[];
};

export function createHistory(limit: number): History {
  const ring: Transition[] = [];
  let oldest = 0;
  return {
    add: (transition) => {
      if (limit <= 0) return;
      if (ring.length < limit) {
        ring.push(transition);
        return;
      }
      ring[oldest] = transition;
      oldest = (oldest + 1) % limit;
    },
    list: () => [...ring.slice(oldest), ...ring.slice(0, oldest)],
  };
}
