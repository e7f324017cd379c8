/*
 * Texts of a run with what differs from run to run replaced by what it is.
 */

/** Names of pods and nodes, longest first, so that no name is taken for the beginning of another. */
export function normaliseNames(text: string, names: ReadonlyMap<string, string>): string {
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  return longestFirst.reduce((each, [name, stands]) => each.replaceAll(name, stands), text);
}

const UID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
/** A pod that was refused leaves nothing but its name: "agent-x2b4z". */
const REFUSED = /"([a-z0-9-]+-)[bcdfghjklmnpqrstvwxz2456789]{5}" is forbidden/g;
/** What is said of the nodes for which the pod is not. */
const OTHERS = /\b(\d+) (?=node\(s\) didn't satisfy plugin\(s\)|Preemption is not helpful)/g;
/** The event recorder puts it before a message that is one of many. */
const COMBINED = '(combined from similar events): ';

/**
 * A scheduler counts all nodes of the cluster, and on one cluster many stories are told at once: the number of all nodes
 * becomes N, of all but one N-1. What it says of the one node that matters stays.
 */
export function normaliseText(text: string): string {
  const plain = text.replaceAll(UID, '<uid>').replaceAll(COMBINED, '').replaceAll(REFUSED, '"$1*" is forbidden');
  const all = /0\/(\d+) nodes are available/.exec(plain)?.[1];
  if (all === undefined) return plain;
  const total = Number(all);
  return plain.replaceAll(`0/${all} nodes`, '0/N nodes').replace(OTHERS, (whole, count) => {
    if (Number(count) === total) return 'N ';
    return Number(count) === total - 1 ? 'N-1 ' : whole;
  });
}
