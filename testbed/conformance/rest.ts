import type { ControllerRevision, DaemonSet, Node, Pod } from '#lib/simulator/objects.ts';
import type { KubernetesObject } from '../kinds.ts';
import { byKey, gather } from './gather.ts';
import type { Recorder } from './recorder.ts';
import { familyOfRevision, HASH_LABEL, revisionOrdinals } from './revision-ordinals.ts';

/** How everything stands where a story has come to rest. */
export type Rest = {
  readonly daemonSets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By DaemonSet: `r1 is 1: 3 pods`. */
  readonly revisions: Readonly<Record<string, readonly string[]>>;
  /** By role, what is said of each node. */
  readonly nodes: Readonly<Record<string, readonly string[]>>;
};

export function takeRest(recorder: Recorder, namespace: string, roles: ReadonlyMap<string, string>): Rest {
  const pods = recorder.present('Pod', namespace) as readonly (KubernetesObject & Pod)[];
  const daemonSets = recorder.present('DaemonSet', namespace) as readonly (KubernetesObject & DaemonSet)[];
  const revisions = recorder.present('ControllerRevision', namespace) as readonly (KubernetesObject &
    ControllerRevision)[];
  const nodes = recorder.present('Node') as readonly (KubernetesObject & Node)[];
  const ordinals = revisionOrdinals(recorder.chronicle(namespace).revisions);
  const revisionWords = (revision: KubernetesObject & ControllerRevision): string => {
    const hash = revision.metadata.labels?.[HASH_LABEL] ?? '';
    const count = pods.filter(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash).length;
    const isOwned = revision.metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
    return `${ordinals.get(hash)} is ${revision.revision}: ${count} pods${isOwned ? '' : ', owned by nobody'}`;
  };
  return {
    daemonSets: Object.fromEntries(daemonSets.map((each) => [each.metadata.name, statusOf(each)] as const).sort(byKey)),
    revisions: gather(revisions.map((each) => [familyOfRevision(each.metadata), revisionWords(each)])),
    nodes: gather(
      nodes.flatMap((node) => {
        const role = roles.get(node.metadata.name);
        return role === undefined ? [] : [[role, nodeWords(node)] as const];
      }),
    ),
  };
}

/** A counter that is absent is 0; a generation counts as observed, or by how much it is not. */
function statusOf({ metadata, status, spec }: DaemonSet): Readonly<Record<string, unknown>> {
  const { observedGeneration = 0, updatedNumberScheduled = 0, numberAvailable = 0, numberUnavailable = 0 } = status;
  const { desiredNumberScheduled, currentNumberScheduled, numberMisscheduled, numberReady, collisionCount } = status;
  return {
    generation: metadata.generation,
    behind: (metadata.generation ?? 0) - observedGeneration,
    templateGeneration: metadata.annotations?.['deprecated.daemonset.template.generation'],
    updateStrategy: strategyOf(spec.updateStrategy),
    desiredNumberScheduled,
    currentNumberScheduled,
    numberMisscheduled,
    updatedNumberScheduled,
    numberReady,
    numberAvailable,
    numberUnavailable,
    ...(collisionCount !== undefined && { collisionCount }),
    ...(metadata.deletionTimestamp !== undefined && { deleting: metadata.finalizers ?? [] }),
  };
}

/** What an apply before said of RollingUpdate may stay there under OnDelete, where it means nothing. */
function strategyOf({ type, rollingUpdate }: DaemonSet['spec']['updateStrategy']): unknown {
  return type === 'OnDelete' ? type : { type, rollingUpdate };
}

function nodeWords({ spec, status }: Node): string {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const taints = (spec.taints ?? []).map(({ key, value = '', effect }) => `${key}=${value}:${effect}`).sort();
  const cordon = spec.unschedulable === true ? ['unschedulable'] : [];
  return [`Ready ${ready?.status} ${ready?.reason}: ${ready?.message}`, ...cordon, ...taints].join('; ');
}
