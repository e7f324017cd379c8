import type { PodSpec } from './objects.ts';

export type HostPort = { readonly port: number; readonly protocol: string; readonly hostIP: string };

/** The ports of the host that a pod asks for; containers and sidecars only [FT13]. */
export function hostPortsOf({ containers, initContainers = [] }: PodSpec): readonly HostPort[] {
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...containers, ...sidecars].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, protocol = 'TCP', hostIP = '' }) =>
      hostPort > 0 ? [{ port: hostPort, protocol, hostIP: hostIP === '' ? '0.0.0.0' : hostIP }] : [],
    ),
  );
}

/** Two addresses collide when they are the same or one of them is every address. */
export function isPortTaken(a: HostPort, b: HostPort): boolean {
  const isSamePlace = a.hostIP === b.hostIP || a.hostIP === '0.0.0.0' || b.hostIP === '0.0.0.0';
  return a.port === b.port && a.protocol === b.protocol && isSamePlace;
}
