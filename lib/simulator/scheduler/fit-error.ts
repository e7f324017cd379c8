import type { Filter } from './filters.ts';

/** How often each reason was given. */
type Histogram = ReadonlyMap<string, number>;

export const NO_NODES = 'no nodes available to schedule pods';
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
/** Of an event; the condition is not cut [SC1]. */
const EVENT_BYTES = 1_024;
const CUT = ' ...';

function countReasons(all: Iterable<readonly string[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reasons of all) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

/** `0/N nodes are available: ...`: counts and reasons, in the order of the texts they make together [SC1]. */
function availability(nodes: number, reasons: Histogram): string {
  const parts = [...reasons].filter(([, count]) => count > 0).map(([reason, count]) => `${count} ${reason}`);
  const list = parts.sort().join(', ');
  return `0/${nodes} nodes are available:${list === '' ? '' : ` ${list}.`}`;
}

export type FitErrorInput = {
  /** Of the cluster. */
  readonly nodes: number;
  /** Of each node that was looked at. */
  readonly reasons: readonly (readonly string[])[];
  /** What refused the node that was cleared for the pod before, if one was. */
  readonly refusedOnCleared: Filter | undefined;
  /** Undefined when preemption has found victims: then nothing is said of it [SC19]. */
  readonly preemption: string | undefined;
};

/**
 * What is said of a pod for which there is no node. Nodes that its pin leaves out were not looked at; of them is said who
 * left them out, and, though it has not, who refused the node that had been cleared.
 */
export function fitError({ nodes, reasons, refusedOnCleared, preemption }: FitErrorInput): string {
  const counts = countReasons(reasons);
  const filters = new Set<Filter>(['NodeAffinity', ...(refusedOnCleared === undefined ? [] : [refusedOnCleared])]);
  counts.set(`node(s) didn't satisfy plugin(s) [${[...filters].sort().join(' ')}]`, nodes - reasons.length);
  const text = availability(nodes, counts);
  return preemption === undefined ? text : `${text} no new claims to deallocate, preemption: ${preemption}`;
}

/**
 * No node can match the terms, so none was looked at. What comes after filtering then misses what filtering would have
 * left behind, and says so in its own way; preemption is not tried.
 */
export function conflictError(nodes: number): string {
  return `0/${nodes} nodes are available: pod affinity terms conflict. not found`;
}

/** Why removing pods does not help: of each node that was tried its reasons; of the others that nothing was tried. */
export function preemptionError(nodes: number, reasons: readonly (readonly string[])[]): string {
  const counts = countReasons(reasons);
  counts.set(NOT_HELPFUL, nodes - reasons.length);
  return availability(nodes, counts);
}

/** All texts are ASCII but for names, and those are too. */
export function cut(message: string): string {
  return message.length <= EVENT_BYTES ? message : `${message.slice(0, EVENT_BYTES - CUT.length)}${CUT}`;
}
