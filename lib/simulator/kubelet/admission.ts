import { hostPortsOf, isPortTaken } from '../host-ports.ts';
import { matchesNodeAffinity } from '../node-affinity.ts';
import type { Node, Pod } from '../objects.ts';
import { thousandths } from '../quantity.ts';
import { podRequests } from '../requests.ts';
import { toleratesAll } from '../tolerations.ts';

/** Why a kubelet does not take a pod in: the status' reason and the core of its message [KR1] [KR2]. */
export type KubeletRefusal = { readonly reason: string; readonly message: string };

const CRITICAL_PRIORITY = 2_000_000_000;

/**
 * Only the first that applies is said: pressure, resources, node affinity, host ports, taints [KR2] [KR3]. Sources:
 * pkg/kubelet/eviction, pkg/kubelet/lifecycle/predicate.go. That room is made for a critical pod [KR7] is not simulated:
 * it is refused like any other.
 */
export function refuse(pod: Pod, node: Node, others: readonly Pod[]): KubeletRefusal | undefined {
  return (
    pressure(pod, node) ??
    resources(pod, node, others) ??
    affinity(pod, node) ??
    ports(pod, others) ??
    taints(pod, node)
  );
}

function failedPredicate(reason: string, why: string): KubeletRefusal {
  return { reason, message: `Predicate ${reason} failed: ${why}` };
}

function affinity({ spec }: Pod, node: Node): KubeletRefusal | undefined {
  if (matchesNodeAffinity(spec, node)) return undefined;
  return failedPredicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
}

/** A critical pod is always taken in; a daemon pod tolerates memory pressure, and no other. */
function pressure({ spec, status: { qosClass } }: Pod, { status }: Node): KubeletRefusal | undefined {
  if ((spec.priority ?? 0) >= CRITICAL_PRIORITY) return undefined;
  const present = (status.conditions ?? [])
    .filter(({ type, status: value }) => value === 'True' && /^(Memory|Disk|PID)Pressure$/.test(type))
    .map(({ type }) => type);
  const isMemoryAlone = present.every((type) => type === 'MemoryPressure');
  const isTolerated = toleratesAll(
    spec.tolerations ?? [],
    [{ key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' }],
    ['NoSchedule'],
  );
  if (present.length === 0 || (isMemoryAlone && (qosClass !== 'BestEffort' || isTolerated))) return undefined;
  return { reason: 'Evicted', message: `The node had condition: [${present.join(' ')}]. ` };
}

const COUNTED = ['cpu', 'memory', 'ephemeral-storage'];
function rankOf(name: string): number {
  const rank = COUNTED.indexOf(name);
  return rank === -1 ? COUNTED.length : rank;
}

function resources({ spec }: Pod, { status }: Node, others: readonly Pod[]): KubeletRefusal | undefined {
  const allocatable = (name: string) => thousandths(status.allocatable?.[name] ?? '0');
  const slots = allocatable('pods') / 1_000;
  const say = (name: string, requested: number, used: number, capacity: number): KubeletRefusal => ({
    reason: `OutOf${name}`,
    message: `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  });
  if (others.length + 1 > slots) return say('pods', 1, others.length, slots);
  const requests = [...podRequests(spec)].toSorted(([a], [b]) => rankOf(a) - rankOf(b));
  for (const [name, requested] of requests) {
    // What the node does not have at all is nothing that a kubelet counts.
    if (requested === 0 || (rankOf(name) === COUNTED.length && status.allocatable?.[name] === undefined)) continue;
    const used = others.reduce((sum, other) => sum + (podRequests(other.spec).get(name) ?? 0), 0);
    const scale = name === 'cpu' ? 1 : 1_000;
    if (used + requested > allocatable(name)) {
      return say(name, requested / scale, used / scale, allocatable(name) / scale);
    }
  }
  return undefined;
}

function ports(pod: Pod, others: readonly Pod[]): KubeletRefusal | undefined {
  const taken = others.flatMap(({ spec }) => hostPortsOf(spec));
  const isFree = hostPortsOf(pod.spec).every((port) => !taken.some((other) => isPortTaken(port, other)));
  return isFree
    ? undefined
    : failedPredicate('NodePorts', "node(s) didn't have free ports for the requested pod ports");
}

/** The kubelet does not mind NoSchedule. */
function taints({ spec }: Pod, node: Node): KubeletRefusal | undefined {
  if (toleratesAll(spec.tolerations ?? [], node.spec.taints ?? [], ['NoExecute'])) return undefined;
  return failedPredicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
}
