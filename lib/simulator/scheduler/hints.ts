import { isPortTaken } from '../host-ports.ts';
import { matchesNodeAffinity } from '../node-affinity.ts';
import type { Node, Pod } from '../objects.ts';
import { type Filter, toleratesNode } from './filters.ts';
import { allocatable, type Taken } from './node-room.ts';
import { podNeeds } from './pod-needs.ts';

/*
 * Whether something that has happened may help a pod that was refused: each filter that refused it is asked, as the
 * plugins' queueing hints are. A pod that nothing helps is left alone, and so writes no event.
 */

/** A pod has left its node, or has come to its end there. */
export function helpsWhenGone(pod: Pod, refusedBy: ReadonlySet<Filter>, { needs }: Taken): boolean {
  if (refusedBy.has('NodeResourcesFit')) return true;
  const wanted = podNeeds(pod).ports;
  return refusedBy.has('NodePorts') && wanted.some((port) => needs.ports.some((left) => isPortTaken(port, left)));
}

/** A node has come (`before` is undefined then) or has changed. */
export function helpsWhenChanged(
  pod: Pod,
  refusedBy: ReadonlySet<Filter>,
  node: Node,
  before: Node | undefined,
): boolean {
  const becomesTrue = (test: (each: Node) => boolean): boolean => test(node) && (before === undefined || !test(before));
  const hints: Readonly<Record<Filter, () => boolean>> = {
    NodeUnschedulable: () => becomesTrue(({ spec }) => spec.unschedulable !== true),
    TaintToleration: () => becomesTrue((each) => toleratesNode(pod, each)),
    NodeAffinity: () => becomesTrue((each) => matchesNodeAffinity(pod.spec, each)),
    NodePorts: () => before === undefined,
    NodeResourcesFit: () => fitsEmpty(pod, node) && (before === undefined || hasMoreOf(pod, node, before)),
  };
  return [...refusedBy].some((filter) => hints[filter]());
}

function fitsEmpty(pod: Pod, node: Node): boolean {
  const { requests } = podNeeds(pod);
  return allocatable(node, 'pods') >= 1 && [...requests].every(([name, value]) => value <= allocatable(node, name));
}

function hasMoreOf(pod: Pod, node: Node, before: Node): boolean {
  const asked = [...podNeeds(pod).requests].filter(([, value]) => value > 0).map(([name]) => name);
  return ['pods', ...asked].some((name) => allocatable(node, name) > allocatable(before, name));
}
