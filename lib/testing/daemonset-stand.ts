import { failure, success } from '#lib/base/result.ts';
import { targetNodeOf } from '#lib/simulator/controllers/daemonset/daemon-pod.ts';
import { startDaemonSetController } from '#lib/simulator/controllers/daemonset/daemonset-controller.ts';
import type { DaemonSet, Pod, Taint } from '#lib/simulator/objects.ts';
import { timestamp } from '#lib/simulator/timestamp.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { type DaemonSetPlan, simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode } from '#lib/testing/simulated-objects.ts';

/** The controller of DaemonSets alone with a DaemonSet and its nodes; the test itself is scheduler and kubelet. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

export type Stand = SimulatedContext & {
  /** What becomes of a pod that is asked for: a refusal's words, or nothing. */
  refusal: ((attempt: number) => string | undefined) | undefined;
  readonly attempts: () => number;
  /** Whether the controller has had a look: each takes the nodes in random order. */
  readonly draws: () => number;
};

export function begin(nodeCount: number, plan: DaemonSetPlan = {}): Stand {
  const base = simulatedContext({ latencyMillis: [10, 10] });
  let [attempts, draws] = [0, 0];
  const stand: Stand = {
    ...base,
    random: () => {
      draws += 1;
      return base.random();
    },
    draws: () => draws,
    refusal: undefined,
    attempts: () => attempts,
    createPod: (draft) => {
      attempts += 1;
      const message = stand.refusal?.(attempts);
      if (message !== undefined) return failure({ code: 403, reason: 'Forbidden', message });
      return success(base.store.create<'Pod'>(draft));
    },
  };
  for (let at = 1; at <= nodeCount; at += 1) base.store.create<'Node'>(simulatedNode(`node-${at}`));
  base.store.create<'DaemonSet'>(simulatedDaemonSet(plan));
  startDaemonSetController(stand);
  return stand;
}

export function podsOf({ store }: Stand): readonly Pod[] {
  return store.list('Pod', 'default');
}

export function podOn(stand: Stand, nodeName: string): Pod {
  const pod = podsOf(stand).find((each) => targetNodeOf(each) === nodeName);
  if (pod === undefined) throw new Error(`there is no pod for ${nodeName}`);
  return pod;
}

export function write({ store }: Stand, { metadata }: Pod, change: (pod: Pod) => Pod): void {
  store.update('Pod', metadata.name, metadata.namespace, change);
}

/** Scheduler and kubelets, in one stroke: what waits runs, what leaves is gone. */
export function work(stand: Stand): void {
  for (const pod of podsOf(stand)) {
    const { name, namespace, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) stand.store.remove('Pod', name, namespace);
    else if (pod.status.phase === 'Pending') run(stand, pod);
  }
}

export function run(stand: Stand, pod: Pod): void {
  const nodeName = targetNodeOf(pod);
  const lastTransitionTime = timestamp(stand.clock.now());
  write(stand, pod, (each) => ({
    ...each,
    spec: { ...each.spec, ...(nodeName !== undefined && { nodeName }) },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] },
  }));
}

export function fail(stand: Stand, pod: Pod): void {
  write(stand, pod, (each) => ({ ...each, status: { phase: 'Failed' } }));
}

/** Until nothing moves. */
export function settle(stand: Stand, rounds = 20): void {
  for (let round = 0; round < rounds; round += 1) {
    stand.clock.advance(100);
    work(stand);
  }
  stand.clock.advance(100);
}

export function daemonSetOf({ store }: Stand): DaemonSet {
  const daemonSet = store.get('DaemonSet', 'agent', 'default');
  if (daemonSet === undefined) throw new Error('there is no DaemonSet');
  return daemonSet;
}

export function change(stand: Stand, edit: (daemonSet: DaemonSet) => DaemonSet): void {
  stand.store.update('DaemonSet', 'agent', 'default', edit);
}

export function upgrade(stand: Stand, image: string): void {
  change(stand, (each) => ({
    ...each,
    spec: {
      ...each.spec,
      template: { ...each.spec.template, spec: { ...each.spec.template.spec, containers: [{ name: 'agent', image }] } },
    },
  }));
}

export function taint({ store }: Stand, name: string, ...taints: readonly Taint[]): void {
  store.update('Node', name, undefined, (node) => ({ ...node, spec: { ...node.spec, taints } }));
}

export function images(stand: Stand): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(podsOf(stand).map((pod) => [targetNodeOf(pod), pod.spec.containers[0]?.image]));
}

export function said({ events }: Stand, reason: string): readonly string[] {
  return events.filter((each) => each.reason === reason).map(({ message }) => message);
}

export function withAnnotation<Object extends Pod | DaemonSet>(object: Object): Object {
  const annotations = { ...object.metadata.annotations, some: 'annotation' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
