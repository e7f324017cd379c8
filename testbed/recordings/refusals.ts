import type { ControlPlane } from '../control-plane.ts';
import { capture, tidy } from '../dump.ts';
import type { KubernetesObject } from '../kinds.ts';
import {
  type DaemonSetPlan,
  daemonSet,
  daemonSetStatus,
  namespace,
  placeholderPod,
  podQuota,
  untilRolledOut,
} from '../scenario.ts';

/*
 * Small clusters in which one thing is refused, for the words that the controller and the scheduler really use. Events
 * are the only place where a refused creation can be seen at all.
 */

export async function recordQuota(controlPlane: ControlPlane): Promise<KubernetesObject[]> {
  const { client, nodes } = controlPlane;
  await nodes.add([{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }]);
  await client.apply(namespace('tenant'), podQuota('tenant', 2));
  await client.apply(daemonSet({ name: 'agent', namespace: 'tenant' }));
  return untilEvent(controlPlane, 'FailedCreate', 'exceeded quota');
}

export async function recordPodSecurity(controlPlane: ControlPlane): Promise<KubernetesObject[]> {
  const { client, nodes } = controlPlane;
  await nodes.add([{ name: 'node-1' }, { name: 'node-2' }]);
  await client.apply(namespace('tenant', { 'pod-security.kubernetes.io/enforce': 'restricted' }));
  await client.apply(daemonSet({ name: 'agent', namespace: 'tenant', podSpec: { hostNetwork: true } }));
  return untilEvent(controlPlane, 'FailedCreate', 'violates PodSecurity');
}

/** One node is full of pods of the same priority: nobody can be preempted. */
export async function recordEqualPriority(controlPlane: ControlPlane): Promise<KubernetesObject[]> {
  const { client, nodes } = controlPlane;
  await nodes.add([{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }]);
  await client.apply(placeholderPod('neighbour', 'node-2', { cpu: '3800m' }));
  return untilPending(controlPlane, { name: 'agent', requests: { cpu: '500m' } }, 'No preemption victims found', 2);
}

/** It asks for more than any node has. */
export async function recordNeverFits(controlPlane: ControlPlane): Promise<KubernetesObject[]> {
  const { nodes } = controlPlane;
  await nodes.add([{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3', capacity: { cpu: '16' } }]);
  return untilPending(controlPlane, { name: 'agent', requests: { cpu: '8' } }, 'Preemption is not helpful', 1);
}

/** A pod of somebody else holds the port. */
export async function recordHostPort(controlPlane: ControlPlane): Promise<KubernetesObject[]> {
  const { client, nodes } = controlPlane;
  await nodes.add([{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }]);
  const holder = placeholderPod('port-holder', 'node-1', { cpu: '50m' });
  const { containers } = holder['spec'] as { containers: object[] };
  const ports = [{ containerPort: 9100, hostPort: 9100 }];
  await client.apply({
    ...holder,
    spec: { nodeName: 'node-1', containers: containers.map((each) => ({ ...each, ports })) },
  });
  return untilPending(controlPlane, { name: 'agent', container: { ports } }, "didn't have free ports", 2);
}

/** maxSurge with a host port: the new pod can never come beside the old one, and the status says that all is well. */
export async function recordSurgeHostPort(controlPlane: ControlPlane): Promise<KubernetesObject[]> {
  const { client, nodes } = controlPlane;
  await nodes.add([{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }]);
  const plan: DaemonSetPlan = {
    name: 'agent',
    updateStrategy: { maxUnavailable: 0, maxSurge: 1 },
    container: { ports: [{ containerPort: 9100, hostPort: 9100 }] },
  };
  await client.apply(daemonSet(plan));
  await untilRolledOut(client, 'agent', 'default', { desired: 3 });
  await client.apply(daemonSet({ ...plan, image: 'registry.example.com/agent:2.0.0' }));
  return untilEvent(controlPlane, 'FailedScheduling', "didn't have free ports");
}

async function untilPending(
  controlPlane: ControlPlane,
  plan: DaemonSetPlan,
  words: string,
  ready: number,
): Promise<KubernetesObject[]> {
  const { client } = controlPlane;
  await client.apply(daemonSet(plan));
  await client.until(`${ready} pods of ${plan.name} to be ready`, async () => {
    return daemonSetStatus(await client.get({ kind: 'DaemonSet', name: plan.name })).numberReady === ready;
  });
  return untilEvent(controlPlane, 'FailedScheduling', words);
}

/** Waits for the event that is to be recorded, and for the status to have settled, then records. */
async function untilEvent(controlPlane: ControlPlane, reason: string, words: string): Promise<KubernetesObject[]> {
  const { client } = controlPlane;
  await client.until(`${reason} with "${words}"`, async () => {
    const events = await client.list('Event');
    return events.some((event) => event['reason'] === reason && String(event['message']).includes(words));
  });
  await client.until('all bound pods to run', async () => {
    const pods = await client.list('Pod');
    return pods.every((pod) => {
      const { nodeName } = pod['spec'] as { nodeName?: string };
      return nodeName === undefined || (pod['status'] as { phase: string }).phase === 'Running';
    });
  });
  return tidy(await capture(controlPlane));
}
