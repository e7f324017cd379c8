import type { Lack } from './make-room.ts';

/** How many more nodes a smaller request would fit. */
export type Sizing = {
  readonly daemonSet: string;
  readonly resource: string;
  /** What its pods ask; the most of them, where they differ. */
  readonly requested: number;
  /** Nodes on which this DaemonSet is starved, and where we see of what. */
  readonly nodes: number;
  /** Of these, short of this resource. */
  readonly short: number;
  /** By rising reduction: with it `fit` of `nodes` fit. Only nodes that lack nothing else count. */
  readonly steps: readonly { readonly reduction: number; readonly fit: number }[];
};

/** One pod that is starved on one node. */
export type StarvedDemand = { readonly daemonSet: string; readonly lacks: readonly Lack[] };

type ResourceLack = Extract<Lack, { readonly kind: 'Resource' }>;
type Shortfall = { readonly lack: ResourceLack; readonly alone: boolean };

/**
 * For each DaemonSet and resource, what asking for less would bring [FT15]. Each node is taken for itself: two DaemonSets
 * that both ask for less may help each other more than is said here. Slots cannot be asked for less.
 */
export function sizeRequests(starved: Iterable<StarvedDemand>): Sizing[] {
  const byDaemonSet = Map.groupBy(starved, ({ daemonSet }) => daemonSet);
  return [...byDaemonSet].flatMap(([daemonSet, all]) => {
    // Where only the scheduler says so, nobody knows what would be enough.
    const demands = all.filter(({ lacks }) => lacks.length > 0);
    const shortfalls = demands.flatMap(({ lacks }) => toShortfalls(lacks));
    const byResource = Map.groupBy(shortfalls, ({ lack }) => lack.resource);
    return [...byResource].map(([resource, short]) => ({
      daemonSet,
      resource,
      requested: Math.max(...short.map(({ lack }) => lack.requested)),
      nodes: demands.length,
      short: short.length,
      steps: toSteps(short),
    }));
  });
}

function toShortfalls(lacks: readonly Lack[]): Shortfall[] {
  return lacks.flatMap((lack) =>
    lack.kind === 'Resource' && lack.resource !== 'pods' ? [{ lack, alone: lacks.length === 1 }] : [],
  );
}

/** Where nothing at all is free, no reduction is enough. */
function toSteps(shortfalls: readonly Shortfall[]): Sizing['steps'] {
  const reductions = shortfalls
    .filter(({ lack, alone }) => alone && lack.free > 0)
    .map(({ lack }) => lack.requested - lack.free)
    .sort((left, right) => left - right);
  return reductions.flatMap((reduction, index) =>
    reductions[index + 1] === reduction ? [] : [{ reduction, fit: index + 1 }],
  );
}
