import type { Container, Pod } from '../objects.ts';
import { thousandths } from '../quantity.ts';

/** The words of a kubelet of 1.36 and of containerd. Sources: pkg/kubelet/images, kuberuntime, eviction. */

export function pullError({ image }: Container): string {
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
}

export function pullBackOff({ image }: Container): string {
  return `Back-off pulling image "${image}"`;
}

export function crashBackOff({ name }: Container, { metadata }: Pod, waitMillis: number): string {
  const seconds = waitMillis / 1_000;
  const wait = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return `back-off ${wait} restarting failed container=${name} pod=${podWords(metadata)}`;
}

/** `agent-x2b4z_monitoring(0b6c...)`. */
export function podWords({ name, namespace, uid }: Pod['metadata']): string {
  return `${name}_${namespace}(${uid})`;
}

/** What the kernel says of a program for another machine. */
export function execFormatError({ name }: Container): string {
  return `exec /usr/bin/${name}: exec format error`;
}

export const UNHEALTHY = 'Readiness probe failed: HTTP probe failed with statuscode: 503';

/** A pod's first container uses far more memory than it asked for. */
export function lowOnMemory({ spec }: Pod): string {
  const low = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 71692Ki. ';
  const [container] = spec.containers;
  if (container === undefined) return low;
  const request = container.resources?.requests?.['memory'] ?? '0';
  const usage = Math.ceil((thousandths(request) / 1_000 / 1_024) * 2.5) + 65_536;
  return `${low}Container ${container.name} was using ${usage}Ki, request is ${request}, has larger consumption of memory. `;
}
