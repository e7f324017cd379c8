import type { SimulatedCluster } from '../../cluster.ts';

/** `kubectl scale`: a team wants more or fewer pods of what it runs. */
export function scale(
  { store, patch }: SimulatedCluster,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  replicas: number,
): void {
  const found = store
    .list('ReplicaSet', namespace)
    .find(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === name);
  if (found === undefined) throw new Error(`there is no ReplicaSet of ${namespace}/${name}`);
  patch({ kind: 'ReplicaSet', name: found.metadata.name, namespace }, (each) => ({
    ...each,
    spec: { ...each.spec, replicas },
  }));
}
