import type { ContainerState, Pod } from '#lib/simulator/objects.ts';

/** A daemon pod of `agent` for the suite's own tests; state only what differs from one that is made and no more. */
export type StoryPodPlan = {
  readonly uid?: string;
  readonly node?: string;
  /** The node that it is for, while it has none. */
  readonly target?: string;
  readonly hash?: string;
  readonly state?: ContainerState;
  readonly isReady?: boolean;
  readonly isLeaving?: boolean;
};

export function storyPod(name: string, plan: StoryPodPlan = {}): Pod {
  const { uid = name, node, target = 'node-a', hash = 'h1', state, isReady = false, isLeaving = false } = plan;
  const container = { name: 'agent', image: 'registry.example.com/agent:1.0.0' };
  const field = { key: 'metadata.name', operator: 'In', values: [target] };
  const required = { nodeSelectorTerms: [{ matchFields: [field] }] };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      generateName: 'agent-',
      namespace: 'test',
      uid,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { 'controller-revision-hash': hash, 'pod-template-generation': '1' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'u', controller: true }],
      ...(isLeaving && { deletionTimestamp: '2026-01-01T00:00:30Z' }),
    },
    spec: {
      containers: [container],
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
      ...(node !== undefined && { nodeName: node }),
    },
    status: {
      phase: state?.running === undefined ? 'Pending' : 'Running',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
      ...(state !== undefined && {
        containerStatuses: [{ ...container, imageID: '', ready: isReady, started: isReady, restartCount: 0, state }],
      }),
    },
  };
}

export const RUNNING: ContainerState = { running: { startedAt: '2026-01-01T00:00:00Z' } };
