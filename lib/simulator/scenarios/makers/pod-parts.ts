import type { Container, Toleration } from '../../objects.ts';

/** Parts of pod specs that many agents share. */

/** Runs wherever there is a node at all. */
export const EVERYWHERE: readonly Toleration[] = [{ operator: 'Exists' }];

export const NODE_CRITICAL = 'system-node-critical';

type Volume = Readonly<Record<string, unknown>> & { readonly name: string };

/** A folder of the node. */
export function hostPath(name: string, path: string, type?: string): Volume {
  return { name, hostPath: { path, ...(type !== undefined && { type }) } };
}

export function configMap(name: string, configMapName: string): Volume {
  return { name, configMap: { name: configMapName, defaultMode: 420 } };
}

export function mount(name: string, mountPath: string, readOnly = false): Readonly<Record<string, unknown>> {
  return { name, mountPath, ...(readOnly && { readOnly }) };
}

/** A literal that is no secret. */
export function env(name: string, value: string): Readonly<Record<string, string>> {
  return { name, value };
}

/** The name of the node, as agents are told it. */
export function nodeNameEnv(name: string): Readonly<Record<string, unknown>> {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } };
}

export function httpProbe(path: string, port: number | string): Readonly<Record<string, unknown>> {
  return { httpGet: { path, port }, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 1 };
}

function sidecar(name: string, image: string, cpu: string, memory: string): Container {
  return { name, image, resources: { requests: { cpu, memory }, limits: { memory: '256Mi' } } };
}

/** What every driver of the Container Storage Interface has beside it. */
export const CSI_SIDECARS: readonly Container[] = [
  sidecar('node-driver-registrar', 'registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0', '10m', '20Mi'),
  sidecar('liveness-probe', 'registry.k8s.io/sig-storage/livenessprobe:v2.17.0', '10m', '20Mi'),
];
