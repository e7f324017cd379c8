import type { Millis } from '#lib/base/clock.ts';
import type { NodeRecord } from '../../objects.ts';

/** One thing that sets the affected nodes apart: how many of them have it, and how many of the rest. */
export type CommonTrait = {
  /** A label key, or a field such as `status.nodeInfo.kernelVersion`, `pool`, `age`. */
  readonly key: string;
  readonly value: string;
  readonly affected: { readonly having: number; readonly all: number };
  readonly rest: { readonly having: number; readonly all: number };
};

/** What the affected nodes have in common and the rest has not: at most three, the one that separates best first. */
export function findCommonTraits(
  _affected: readonly NodeRecord[],
  _rest: readonly NodeRecord[],
  _now: Millis,
): readonly CommonTrait[] {
  return [];
}
