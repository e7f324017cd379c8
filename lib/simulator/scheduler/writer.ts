import type { Context } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import type { ObjectReference, Pod } from '../objects.ts';
import { withDisruptionTarget } from '../pod-condition.ts';
import { withTopologyLabels } from '../topology-labels.ts';
import { cut } from './fit-error.ts';
import { withNomination, withPodScheduled } from './pod-scheduled.ts';

export const SCHEDULER = 'default-scheduler';

export type Writer = {
  readonly bind: (pod: Pod, nodeName: string) => void;
  /** Says why there is no node, and which one was cleared, if any. */
  readonly refuse: (pod: Pod, message: string, nominatedNodeName: string | undefined) => void;
  readonly clearNomination: (pod: Pod) => void;
  readonly preempt: (victims: readonly Pod[], preemptor: Pod, nodeName: string) => void;
  readonly skipDeleting: (pod: Pod) => void;
};

/** All that the scheduler writes: pods, and events in its own way [EV1]. */
export function createWriter(context: Pick<Context, 'store' | 'clock' | 'recordEvent'>): Writer {
  const { store, clock, recordEvent } = context;

  function update({ metadata }: Pod, change: (pod: Pod) => Pod): void {
    store.update('Pod', metadata.name, metadata.namespace, change);
  }

  function say(pod: Pod, type: 'Normal' | 'Warning', reason: string, action: string, message: string): void {
    recordEvent({ regarding: referenceTo(pod), type, reason, message, component: SCHEDULER, action });
  }

  function remove(victim: Pod, preemptor: Pod, nodeName: string): void {
    const { name, namespace } = victim.metadata;
    const message = `${SCHEDULER}: preempting to accommodate a higher priority pod`;
    update(victim, (each) => withDisruptionTarget(each, 'PreemptionByScheduler', message, clock.now()));
    requestDeletion(context, { kind: 'Pod', name, ...(namespace !== undefined && { namespace }) });
    say(victim, 'Normal', 'Preempted', 'Preempting', `Preempted by pod ${preemptor.metadata.uid} on node ${nodeName}`);
  }

  return {
    bind: (pod, nodeName) => {
      const { name, namespace } = pod.metadata;
      update(pod, (each) => {
        const labels = withTopologyLabels(each.metadata.labels, store.get('Node', nodeName));
        const metadata = labels === undefined ? each.metadata : { ...each.metadata, labels };
        const bound = { ...each, metadata, spec: { ...each.spec, nodeName } };
        return withNomination(withPodScheduled(bound, { status: 'True' }, clock.now()), undefined);
      });
      say(pod, 'Normal', 'Scheduled', 'Binding', `Successfully assigned ${namespace}/${name} to ${nodeName}`);
    },
    refuse: (pod, message, nominatedNodeName) => {
      say(pod, 'Warning', 'FailedScheduling', 'Scheduling', cut(message));
      update(pod, (each) => {
        const { generation } = each.metadata;
        const observed = generation === undefined ? {} : { observedGeneration: generation };
        const said = { status: 'False', reason: 'Unschedulable', message, ...observed } as const;
        return withNomination(withPodScheduled(each, said, clock.now()), nominatedNodeName);
      });
    },
    clearNomination: (pod) => update(pod, (each) => withNomination(each, undefined)),
    preempt: (victims, preemptor, nodeName) => {
      // Who is leaving already is not asked again.
      for (const victim of victims.filter(({ metadata }) => metadata.deletionTimestamp === undefined))
        remove(victim, preemptor, nodeName);
    },
    skipDeleting: (pod) => {
      const { name, namespace } = pod.metadata;
      say(pod, 'Warning', 'FailedScheduling', 'Scheduling', `skip schedule deleting pod: ${namespace}/${name}`);
    },
  };
}

function referenceTo({ metadata }: Pod): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { kind: 'Pod', apiVersion: 'v1', name, uid, resourceVersion, ...(namespace !== undefined && { namespace }) };
}
