import { type NodePlan, newNode } from '#lib/simulator/node-plan.ts';
import type { Container, Labels, NewObject, Pod, PodSpec, Quantities } from '#lib/simulator/objects.ts';
import { STORY_START } from '#lib/testing/simulated-context.ts';

/** Objects of the embedded cluster for tests of its parts: state only what differs from an idle one. */

export function simulatedNode(name: string, plan: Omit<NodePlan, 'name'> = {}): NewObject<'Node'> {
  return newNode({ name, ...plan }, STORY_START);
}

export type PodPlan = {
  readonly name: string;
  readonly labels?: Labels;
  /** Pins it, as the pod of a DaemonSet. */
  readonly pin?: string;
  readonly requests?: Quantities;
  readonly container?: Partial<Container>;
  readonly spec?: Partial<PodSpec>;
  readonly status?: Pod['status'];
  readonly finalizers?: readonly string[];
};

export function simulatedPod(plan: PodPlan): NewObject<'Pod'> {
  const { name, labels, pin, requests, container = {}, spec = {}, status, finalizers } = plan;
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace: 'default',
      ...(labels !== undefined && { labels }),
      ...(finalizers !== undefined && { finalizers }),
    },
    spec: {
      containers: [
        {
          name: 'a',
          image: 'registry.example.com/agent:1.0.0',
          ...(requests !== undefined && { resources: { requests } }),
          ...container,
        },
      ],
      ...(pin !== undefined && { affinity: pinnedTo(pin) }),
      ...spec,
    },
    ...(status !== undefined && { status }),
  };
}

function pinnedTo(name: string): NonNullable<PodSpec['affinity']> {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [name] }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } } };
}
