import { isTerminal } from '../../placement/node-pods.ts';
import { holderOf, hostPortsOf } from '../../room/host-ports.ts';
import { type BoundPod, podEvidence } from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import { type Crash, crashCause } from './crash.ts';

/**
 * A container that crashes on the network of its node where another pod has the place [K20]. What it said is in its log,
 * which is not read: so a declared port that another pod there declares too makes it likely, and the other pod of the same
 * DaemonSet beside it, which a surge leaves there, only possible. A process of the node itself nobody sees.
 */
export function findPortInUse(bound: BoundPod, crash: Crash): readonly CellCause[] {
  const { pod } = bound;
  const ports = hostPortsOf(pod.spec);
  if ((!pod.spec.hostNetwork && ports.length === 0) || crash.status.init || crash.ended.exitCode === 0) return [];
  return findDeclared(bound, crash) ?? findSibling(bound, crash);
}

function findDeclared(bound: BoundPod, crash: Crash): readonly CellCause[] | undefined {
  const { pod, input } = bound;
  const ports = hostPortsOf(pod.spec);
  if (ports.length === 0) return undefined;
  const others = [...input.podsOnNode()].filter((other) => other.uid !== pod.uid && !isTerminal(other));
  for (const wanted of ports) {
    const holder = holderOf(wanted, others);
    if (holder === undefined) continue;
    const { port, protocol } = wanted;
    const facts = { detail: 'DeclaredPort', port, protocol, holder: `${holder.namespace}/${holder.name}` };
    return [
      crashCause(bound, crash, 'K20', 'M', facts, [podEvidence(holder, 'spec.containers[*].ports[*].hostPort', port)]),
    ];
  }
  return undefined;
}

function findSibling(bound: BoundPod, crash: Crash): readonly CellCause[] {
  const { pod, input } = bound;
  if (!pod.spec.hostNetwork) return [];
  const sibling = input.judged.find(({ pod: other }) => other.uid !== pod.uid && !isTerminal(other) && runs(other));
  if (sibling === undefined) return [];
  const { namespace, name } = sibling.pod;
  const facts = { detail: 'OtherPodOfDaemonSet', holder: `${namespace}/${name}` };
  return [crashCause(bound, crash, 'K20', 'L', facts, [podEvidence(sibling.pod, 'spec.hostNetwork', true)])];
}

function runs({ containerStatuses }: BoundPod['pod']): boolean {
  return containerStatuses.some(({ state }) => state.kind === 'Running');
}
