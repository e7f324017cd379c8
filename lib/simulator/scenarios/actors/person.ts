import type { SimulatedCluster } from '../../cluster.ts';
import { podsOf } from './pods.ts';

/** Under OnDelete somebody replaces the pods by hand: one after the other, on the nodes that he has chosen. */
export function restartByHand(
  cluster: SimulatedCluster,
  daemonSet: { readonly name: string; readonly namespace: string },
  isChosen: (nodeName: string) => boolean,
  everyMillis: number,
): void {
  const names = podsOf(cluster, daemonSet)
    .filter(({ spec }) => spec.nodeName !== undefined && isChosen(spec.nodeName))
    .map(({ metadata }) => metadata.name);
  for (const [index, name] of names.entries()) {
    const restart = () => cluster.delete({ kind: 'Pod', name, namespace: daemonSet.namespace });
    cluster.clock.setTimer(restart, index * everyMillis);
  }
}
