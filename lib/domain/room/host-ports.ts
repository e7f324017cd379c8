import type { ContainerPort, PodRecord, PodSpec } from '../objects.ts';
import { isSidecar } from './container-sum.ts';

/** A port of the node that a pod binds; the address 0.0.0.0 stands for all of them. */
export type HostPort = { readonly port: number; readonly protocol: string; readonly hostIP: string };

const ANY_ADDRESS = '0.0.0.0';
const none: readonly HostPort[] = Object.freeze([]);
const bySpec = new WeakMap<PodSpec, readonly HostPort[]>();

/**
 * The host ports that a pod or a template declares, each once [FT13]: of containers and sidecars only. On the network of the host
 * every declared port is one, which the API server writes into pods and not into templates [FT14].
 */
export function hostPortsOf(spec: PodSpec): readonly HostPort[] {
  const known = bySpec.get(spec);
  if (known !== undefined) return known;
  const lasting = [...spec.containers, ...spec.initContainers.filter(isSidecar)];
  const ports = lasting.flatMap((container) => container.ports.flatMap((port) => toHostPort(port, spec.hostNetwork)));
  const kept = ports.length === 0 ? none : ports.filter(isFirstOfItsKind);
  bySpec.set(spec, kept);
  return kept;
}

function toHostPort({ containerPort, hostPort, protocol, hostIP }: ContainerPort, hostNetwork: boolean): HostPort[] {
  const port = hostPort || (hostNetwork ? containerPort : 0);
  return port > 0 ? [{ port, protocol: protocol || 'TCP', hostIP: hostIP || ANY_ADDRESS }] : [];
}

function isFirstOfItsKind(port: HostPort, index: number, ports: readonly HostPort[]): boolean {
  const same = (other: HostPort): boolean =>
    other.port === port.port && other.protocol === port.protocol && other.hostIP === port.hostIP;
  return ports.findIndex(same) === index;
}

/** Same port and protocol, and an address in common [FT13]. */
export function hostPortsConflict(left: HostPort, right: HostPort): boolean {
  return (
    left.port === right.port &&
    left.protocol === right.protocol &&
    (left.hostIP === right.hostIP || left.hostIP === ANY_ADDRESS || right.hostIP === ANY_ADDRESS)
  );
}

/** The first of the pods that holds a port which conflicts with `wanted`. */
export function holderOf(wanted: HostPort, pods: readonly PodRecord[]): PodRecord | undefined {
  return pods.find((pod) => hostPortsOf(pod.spec).some((held) => hostPortsConflict(wanted, held)));
}
