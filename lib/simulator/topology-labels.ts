import type { Labels, Node } from './objects.ts';

const COPIED = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] as const;

/**
 * The labels of a pod that comes onto a node: since 1.35 it carries where the node stands, whatever it said of that
 * itself. The same labels when the node says nothing.
 */
export function withTopologyLabels(labels: Labels | undefined, node: Node | undefined): Labels | undefined {
  const ofNode = node?.metadata.labels ?? {};
  const copied = COPIED.flatMap((name) => {
    const value = ofNode[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return copied.length === 0 ? labels : { ...labels, ...Object.fromEntries(copied) };
}
