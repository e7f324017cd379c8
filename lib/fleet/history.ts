import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, ObjectKey, RevisionHash, Uid } from '#lib/domain/keys.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';

type Subject = { readonly at: Millis; readonly uid: Uid; readonly key: ObjectKey };
type KnownRevision = { readonly hash: RevisionHash; readonly number: number };

/** One verdict that became another; `at` is when we saw it, which is not when it happened. */
export type Transition = Subject &
  (
    | { readonly of: 'Cell'; readonly node: NodeName; readonly from: CellState; readonly to: CellState }
    /** The node came into the picture, and with it the cell. */
    | { readonly of: 'NodeCame'; readonly node: NodeName; readonly to: CellState }
    /** The node went out of the picture, and with it the cell; `hidden`: it may only not be read any more. */
    | { readonly of: 'NodeGone'; readonly node: NodeName; readonly from: CellState; readonly hidden: boolean }
    | { readonly of: 'DaemonSet'; readonly from: DaemonSetState; readonly to: DaemonSetState }
    /** Another revision is the current one. */
    | { readonly of: 'Revision'; readonly from: KnownRevision; readonly to: KnownRevision }
  );

/** While this lasted nothing could be said about any cell; without an end it still lasts. */
export type BlindSpan = { readonly from: Millis; readonly until?: Millis };

/** The last transitions, oldest first; older ones make room. */
export type History = {
  readonly add: (transition: Transition) => void;
  readonly list: () => readonly Transition[];
  /** Says whether cells can be told now; only a change is taken down. */
  readonly see: (isClear: boolean, at: Millis) => void;
  readonly blindSpans: () => readonly BlindSpan[];
  /** Everything since then is held; undefined: nothing was ever given up. */
  readonly completeSince: () => Millis | undefined;
};

/** A cluster that comes and goes every few seconds must not fill the memory. */
const MOST_BLIND_SPANS = 1_000;

export function createHistory(limit: number): History {
  const ring: Transition[] = [];
  const blind: BlindSpan[] = [];
  let oldest = 0;
  let completeSince: Millis | undefined;
  let isClear = true;

  function giveUp(at: Millis | undefined): void {
    if (at !== undefined) completeSince = Math.max(completeSince ?? at, at);
  }

  return {
    add: (transition) => {
      if (limit <= 0) {
        giveUp(transition.at);
        return;
      }
      if (ring.length < limit) {
        ring.push(transition);
        return;
      }
      giveUp(ring[oldest]?.at);
      ring[oldest] = transition;
      oldest = (oldest + 1) % limit;
    },
    list: () => [...ring.slice(oldest), ...ring.slice(0, oldest)],
    see: (clear, at) => {
      if (clear === isClear) return;
      isClear = clear;
      const last = blind.at(-1);
      if (!clear) blind.push({ from: at });
      else if (last !== undefined) blind[blind.length - 1] = { ...last, until: at };
      if (blind.length > MOST_BLIND_SPANS) giveUp(blind.shift()?.until);
    },
    blindSpans: () => [...blind],
    completeSince: () => completeSince,
  };
}
