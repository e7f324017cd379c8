/** How often each reason was given. */
export type Histogram = ReadonlyMap<string, number>;

export const CONFLICTING_TERMS = 'pod affinity terms conflict';
export const NO_NODES = 'no nodes available to schedule pods';
const NOT_AMONG_THE_PINNED = "node(s) didn't satisfy plugin(s) [NodeAffinity]";
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
/** Of an event; the condition is not cut [SC1]. */
const EVENT_BYTES = 1_024;
const CUT = ' ...';

export function countReasons(all: Iterable<readonly string[]>): Map<string, number> {
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
  /** Undefined when preemption has found victims: then nothing is said of it [SC19]. */
  readonly preemption: string | undefined;
};

/** What is said of a pod for which there is no node; nodes that its pin leaves out were not looked at. */
export function fitError({ nodes, reasons, preemption }: FitErrorInput): string {
  const counts = countReasons(reasons);
  counts.set(NOT_AMONG_THE_PINNED, nodes - reasons.length);
  return withPreemption(availability(nodes, counts), preemption);
}

/** No node can match the terms, so none was looked at. */
export function conflictError(nodes: number, preemption: string | undefined): string {
  return withPreemption(`0/${nodes} nodes are available: ${CONFLICTING_TERMS}.`, preemption);
}

function withPreemption(text: string, preemption: string | undefined): string {
  return preemption === undefined ? text : `${text} no new claims to deallocate, preemption: ${preemption}`;
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
