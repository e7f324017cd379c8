import type { DaemonSetRecord, PodRecord } from '../objects.ts';
import { isTerminal, isTerminating } from '../placement/node-pods.ts';
import type { Demand } from '../room/demand.ts';
import { hostPortsOf } from '../room/host-ports.ts';
import { podRequests, templateRequests } from '../room/pod-requests.ts';
import { hashOfPod, isUpdated } from './revisions.ts';
import type { CurrentRevision } from './verdict.ts';

/** The template that pods are made from next, and the revision that it is, if there is one yet. */
export type Succession = { readonly daemonSet: DaemonSetRecord; readonly revision: CurrentRevision };

export type Successor = {
  readonly demand: Demand;
  /** The requests are those of a live pod of the new revision, or only the template's, which admission may raise [FT2]. */
  readonly requestsFrom: 'Pod' | 'Template';
};

/**
 * What the next pod asks for. What admission made of a live pod is better than the template [FT2]; a resize in place is not
 * inherited. `priority` is the one that admission would give it, where the template does not tell.
 */
export function findSuccessor(
  { daemonSet, revision }: Succession,
  ownPods: Iterable<PodRecord>,
  priority: number | undefined,
): Successor {
  const newPod = findNewPod(revision, ownPods);
  if (newPod === undefined) {
    const { spec } = daemonSet.template;
    const known = spec.preemptionPolicy === 'Never' ? undefined : (spec.priority ?? priority);
    const demand = { requests: templateRequests(spec), hostPorts: hostPortsOf(spec), priority: known };
    return { demand, requestsFrom: 'Template' };
  }
  const { spec, claimResources } = newPod;
  const demand = {
    requests: podRequests({ spec, ...(claimResources === undefined ? {} : { claimResources }) }),
    hostPorts: hostPortsOf(spec),
    priority: spec.preemptionPolicy === 'Never' ? undefined : (spec.priority ?? priority),
  };
  return { demand, requestsFrom: 'Pod' };
}

/** Known to be of this template [RV11]: the generation alone proves nothing. */
function findNewPod({ current }: CurrentRevision, ownPods: Iterable<PodRecord>): PodRecord | undefined {
  if (current === undefined) return undefined;
  for (const pod of ownPods) if (hashOfPod(pod) === current.hash && !isTerminal(pod)) return pod;
  return undefined;
}

/**
 * Whether a pod of a node still takes its room when the next one asks for it [RS8]. Of the DaemonSet's own pods only an
 * available old one does, and only `beside` its successor; a new one is what is asked about.
 */
export function staysInTheWay(pod: PodRecord, { daemonSet, revision }: Succession, beside: boolean): boolean {
  if (pod.owner?.uid !== daemonSet.uid) return true;
  return beside && !isTerminating(pod) && !isUpdated(pod, daemonSet, revision);
}
