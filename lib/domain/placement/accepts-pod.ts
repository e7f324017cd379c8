import { entryOf, type NodeRecord, type PodSpec, type Taint } from '../objects.ts';
import { compileNodeSelector, type NodeSelector } from './node-selector.ts';
import { decidesPlacement, toleratesTaint } from './tolerations.ts';

/** What a pod that no DaemonSet made demands of a node, prepared once: its siblings share one spec. */
type Demands = {
  readonly labels: readonly (readonly [key: string, want: string])[];
  readonly affinity: NodeSelector | undefined;
};
const bySpec = new WeakMap<PodSpec, Demands>();

const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' };

/**
 * Whether the scheduler would look at this node at all for a pod that may run anywhere [MR11]: selector, required node
 * affinity, taints, cordon. An ordinary pod tolerates what it says itself; nobody adds to it as to a daemon pod [TL1].
 * Room, ports, pod affinity, spread and volumes are not asked.
 */
export function acceptsPod(node: NodeRecord, spec: PodSpec): boolean {
  const { labels, affinity } = demandsOf(spec);
  return (
    labels.every(([key, want]) => entryOf(node.labels, key) === want) &&
    affinity?.explainMismatch(node) === undefined &&
    node.taints.every((taint) => !decidesPlacement(taint) || isTolerated(taint, spec)) &&
    (!node.unschedulable || toleratesCordon(spec))
  );
}

/** Few ordinary pods do; one that tolerates everything does as well. */
export function toleratesCordon(spec: PodSpec): boolean {
  return isTolerated(CORDON, spec);
}

function isTolerated(taint: Taint, { tolerations }: PodSpec): boolean {
  return tolerations.some((toleration) => toleratesTaint(toleration, taint));
}

function demandsOf(spec: PodSpec): Demands {
  const known = bySpec.get(spec);
  if (known !== undefined) return known;
  const { nodeSelector, requiredNodeAffinity } = spec;
  const affinity = requiredNodeAffinity === undefined ? undefined : compileNodeSelector(requiredNodeAffinity);
  const demands = { labels: Object.entries(nodeSelector), affinity };
  bySpec.set(spec, demands);
  return demands;
}
