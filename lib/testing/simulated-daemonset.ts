import type { Context } from '#lib/simulator/context.ts';
import { controllerReference } from '#lib/simulator/controllers/daemonset/daemon-pod.ts';
import { createFailedPodBackOff } from '#lib/simulator/controllers/daemonset/failed-pod-back-off.ts';
import { groupByNode, rememberEligibility, type Sync } from '#lib/simulator/controllers/daemonset/sync.ts';
import type { Condition, DaemonSet, Labels, NewObject, Pod, PodSpec } from '#lib/simulator/objects.ts';
import { timestamp } from '#lib/simulator/timestamp.ts';
import { STORY_START } from '#lib/testing/simulated-context.ts';

/** A DaemonSet of the embedded cluster and its pods, for tests of its controller: state what differs from a quiet one. */

export type DaemonSetPlan = {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly podAnnotations?: Labels;
  readonly image?: string;
  readonly podSpec?: Partial<PodSpec>;
  readonly spec?: Partial<DaemonSet['spec']>;
  readonly update?: NonNullable<DaemonSet['spec']['updateStrategy']['rollingUpdate']> | 'OnDelete';
};

export function simulatedDaemonSet(plan: DaemonSetPlan = {}): NewObject<'DaemonSet'> {
  const { name = 'agent', namespace = 'default', labels = { app: name }, annotations, podAnnotations, update } = plan;
  const { image = 'registry.example.com/agent:1', podSpec = {}, spec = {} } = plan;
  return {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    metadata: { name, namespace, ...(annotations !== undefined && { annotations }) },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy:
        update === 'OnDelete'
          ? { type: 'OnDelete' }
          : { type: 'RollingUpdate', ...(update !== undefined && { rollingUpdate: update }) },
      template: {
        metadata: { labels, ...(podAnnotations !== undefined && { annotations: podAnnotations }) },
        spec: { containers: [{ name: 'agent', image }], ...podSpec },
      },
      ...spec,
    },
  };
}

/** What a current and an outdated pod of these tests carry. */
export const NEW_HASH = 'cafe';
export const OLD_HASH = 'beef';

export type DaemonPodPlan = {
  readonly name: string;
  readonly on: string;
  readonly is: 'new' | 'old';
  /** Running and Ready for an hour, Ready since this second, not Ready, or at its end; waiting to be bound. */
  readonly state?: 'available' | 'ready' | 'unready' | 'failed' | 'succeeded' | 'unbound';
  readonly isTerminating?: boolean;
  readonly ageSeconds?: number;
  readonly labels?: Labels;
};

export function addDaemonPod({ store }: Context, daemonSet: DaemonSet, plan: DaemonPodPlan): Pod {
  const { name, on, is, state = 'available', isTerminating = false, ageSeconds = 3_600, labels = {} } = plan;
  const { namespace = 'default' } = daemonSet.metadata;
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [on] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  return store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace,
      creationTimestamp: timestamp(STORY_START - ageSeconds * 1_000),
      labels: {
        ...daemonSet.spec.template.metadata?.labels,
        'controller-revision-hash': is === 'new' ? NEW_HASH : OLD_HASH,
        'pod-template-generation': is === 'new' ? '1' : '0',
        ...labels,
      },
      ...(isTerminating && { deletionTimestamp: timestamp(STORY_START + 30_000), deletionGracePeriodSeconds: 30 }),
      ownerReferences: [controllerReference(daemonSet)],
    },
    spec: {
      ...daemonSet.spec.template.spec,
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
      ...(state !== 'unbound' && { nodeName: on }),
    },
    status: statusOf(state),
  });
}

function statusOf(state: NonNullable<DaemonPodPlan['state']>): Pod['status'] {
  if (state === 'unbound') return { phase: 'Pending' };
  if (state === 'failed') return { phase: 'Failed' };
  if (state === 'succeeded') return { phase: 'Succeeded' };
  const lastTransitionTime = timestamp(STORY_START - (state === 'available' ? 3_600_000 : 0));
  const ready: Condition = { type: 'Ready', status: state === 'unready' ? 'False' : 'True', lastTransitionTime };
  return { phase: 'Running', conditions: [ready] };
}

/** One look at a DaemonSet whose pods are all that there are. */
export function syncOf(
  context: Context,
  daemonSet: DaemonSet,
  lookAgainAfter: (millis: number) => void = () => {},
): Sync {
  const { store, clock } = context;
  return {
    context,
    daemonSet,
    nodes: store.list('Node'),
    eligibility: rememberEligibility(daemonSet),
    hash: NEW_HASH,
    podsByNode: () => groupByNode(store.list('Pod')),
    backOff: createFailedPodBackOff(clock.now),
    lookAgainAfter,
  };
}
