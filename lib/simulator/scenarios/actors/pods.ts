import type { SimulatedCluster } from '../../cluster.ts';
import type { Pod } from '../../objects.ts';

type Named = { readonly name: string; readonly namespace: string };

/** The pods that a DaemonSet owns, by node; those that are bound nowhere yet come first. */
export function podsOf({ store }: SimulatedCluster, { name, namespace }: Named): readonly Pod[] {
  const uid = store.get('DaemonSet', name, namespace)?.metadata.uid;
  const owned = store.list('Pod', namespace).filter((pod) => ownerOf(pod)?.uid === uid);
  return owned.toSorted((left, right) => compare(left.spec.nodeName ?? '', right.spec.nodeName ?? ''));
}

export function podOn(cluster: SimulatedCluster, daemonSet: Named, nodeName: string): Pod {
  const found = podsOf(cluster, daemonSet).find(({ spec }) => spec.nodeName === nodeName);
  if (found === undefined) throw new Error(`${daemonSet.name} has no pod on ${nodeName}`);
  return found;
}

/** What a drain would take away: everything but daemon pods. */
export function ordinaryPodsOn({ store }: SimulatedCluster, nodeName: string): readonly Pod[] {
  return store.list('Pod').filter((pod) => pod.spec.nodeName === nodeName && ownerOf(pod)?.kind !== 'DaemonSet');
}

export function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
}

function ownerOf({ metadata }: Pod) {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
