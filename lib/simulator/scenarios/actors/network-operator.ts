import type { SimulatedCluster } from '../../cluster.ts';
import { isReady } from './pods.ts';

const LABELS = { 'k8s-app': 'cilium' } as const;
const SHORTEST_MILLIS = 500;
const LONGEST_MILLIS = 2_000;

/** Takes the start-up taint off a node when the network agent there is Ready, as cilium-operator does. */
export function startNetworkOperator(cluster: SimulatedCluster, taintKey: string): void {
  const { store, clock, random } = cluster;
  const look = (nodeName: string): void => {
    const taints = store.get('Node', nodeName)?.spec.taints ?? [];
    if (taints.some(({ key }) => key === taintKey)) cluster.nodes.untaint(nodeName, taintKey);
  };
  store.subscribe(({ type, object }) => {
    if (type === 'DELETED' || object.kind !== 'Pod' || !isReady(object)) return;
    const { nodeName } = object.spec;
    if (nodeName === undefined || object.metadata.labels?.['k8s-app'] !== LABELS['k8s-app']) return;
    clock.setTimer(() => look(nodeName), SHORTEST_MILLIS + random() * (LONGEST_MILLIS - SHORTEST_MILLIS));
  });
}
