import { isDeepStrictEqual } from 'node:util';
import type { DaemonSet, Kind, NewObject, ObjectOf, PodSpec, PodStatus, SimulatedObject } from './objects.ts';

/*
 * What the API server itself adds to an object as it is written: defaults, the generation, and the template's generation
 * of a DaemonSet. Sources: pkg/registry/apps/daemonset/strategy.go, pkg/apis/core/v1/defaults.go.
 */

/** Incremented at every change of a DaemonSet's template [RV9]. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const POD_DEFAULTS = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
} as const;

export function prepareForCreate(object: NewObject): NewObject {
  switch (object.kind) {
    case 'DaemonSet': {
      const given = Number(object.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1);
      const annotations = { ...object.metadata.annotations, [TEMPLATE_GENERATION]: String(given) };
      return {
        ...object,
        metadata: { ...object.metadata, generation: given, annotations },
        spec: daemonSetDefaults(object.spec),
        status: {
          desiredNumberScheduled: 0,
          currentNumberScheduled: 0,
          numberMisscheduled: 0,
          numberReady: 0,
          ...object.status,
        },
      };
    }
    case 'Pod':
      return {
        ...object,
        metadata: { ...object.metadata, generation: 1 },
        spec: podDefaults(object.spec),
        status: object.status ?? pendingStatus(object.spec),
      };
    case 'Namespace': {
      const { name } = { name: '', ...object.metadata };
      const labels = { 'kubernetes.io/metadata.name': name, ...object.metadata.labels };
      return {
        ...object,
        metadata: { ...object.metadata, labels },
        spec: { finalizers: ['kubernetes'], ...object.spec },
        status: object.status ?? { phase: 'Active' },
      };
    }
    case 'Node':
      return { ...object, spec: object.spec ?? {}, status: object.status ?? {} };
    case 'ReplicaSet':
      return {
        ...object,
        metadata: { ...object.metadata, generation: 1 },
        status: object.status ?? { replicas: 0 },
      };
    case 'ResourceQuota':
      return { ...object, status: object.status ?? {} };
    case 'PodDisruptionBudget':
      return {
        ...object,
        metadata: { ...object.metadata, generation: 1 },
        status: object.status ?? { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
      };
    case 'PriorityClass':
      return {
        preemptionPolicy: 'PreemptLowerPriority',
        ...object,
        metadata: { ...object.metadata, generation: 1 },
      };
    case 'ControllerRevision':
    case 'Event':
      return object;
  }
}

/** Raises the generation when the spec changes, and a DaemonSet's template generation when its template does. */
export function prepareForUpdate<K extends Kind>(next: ObjectOf<K>, previous: ObjectOf<K>): ObjectOf<K> {
  const object: SimulatedObject = next;
  const before: SimulatedObject = previous;
  if (object.kind === 'DaemonSet' && before.kind === 'DaemonSet')
    return prepareDaemonSet(object, before) as ObjectOf<K>;
  if (object.kind === 'Pod' && before.kind === 'Pod') {
    const isDeleted =
      before.metadata.deletionTimestamp === undefined && object.metadata.deletionTimestamp !== undefined;
    return isDeleted || isPodSpecNew(object.spec, before.spec) ? raiseGeneration(next, previous) : next;
  }
  if (
    (object.kind === 'PodDisruptionBudget' && before.kind === 'PodDisruptionBudget') ||
    (object.kind === 'ReplicaSet' && before.kind === 'ReplicaSet')
  )
    return isDeepStrictEqual(object.spec, before.spec) ? next : raiseGeneration(next, previous);
  return next;
}

function raiseGeneration<K extends Kind>(next: ObjectOf<K>, { metadata }: ObjectOf<K>): ObjectOf<K> {
  return { ...next, metadata: { ...next.metadata, generation: (metadata.generation ?? 1) + 1 } };
}

/** Being bound to a node is no change of the spec: it is written apart. */
function isPodSpecNew(next: PodSpec, before: PodSpec): boolean {
  return next !== before && !isDeepStrictEqual({ ...next, nodeName: undefined }, { ...before, nodeName: undefined });
}

/** A deletion counts as a change of the spec: it, too, raises the generation. */
function prepareDaemonSet(next: DaemonSet, before: DaemonSet): DaemonSet {
  const spec = daemonSetDefaults(next.spec);
  const isTemplateNew = !isDeepStrictEqual(spec.template, before.spec.template);
  const isDeleted = next.metadata.deletionTimestamp !== before.metadata.deletionTimestamp;
  const isSpecNew = isTemplateNew || isDeleted || !isDeepStrictEqual(spec, before.spec);
  const generation = (before.metadata.generation ?? 1) + (isSpecNew ? 1 : 0);
  const templateGeneration = Number(before.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1) + (isTemplateNew ? 1 : 0);
  // What a client writes there counts at creation alone.
  const annotations = { ...next.metadata.annotations, [TEMPLATE_GENERATION]: String(templateGeneration) };
  return { ...next, metadata: { ...next.metadata, generation, annotations }, spec };
}

/** A template gets the pod's defaults as well, so that every reader sees the same numbers. */
function daemonSetDefaults(spec: DaemonSet['spec']): DaemonSet['spec'] {
  const { template } = spec;
  const given = spec.updateStrategy ?? { type: 'RollingUpdate' };
  const type = given.type ?? 'RollingUpdate';
  const rollingUpdate = { maxUnavailable: 1, maxSurge: 0, ...given.rollingUpdate };
  return {
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: type === 'OnDelete' ? { type } : { type, rollingUpdate },
    template: { ...template, spec: podDefaults(template.spec) },
  };
}

/** With the host's network every port is one of the host's, on pods; in a template it is left as it is [FT14]. */
function podDefaults(spec: PodSpec): PodSpec {
  return { ...POD_DEFAULTS, ...spec };
}

function pendingStatus(spec: PodSpec): PodStatus {
  const { ['schedulingGates']: gates } = spec;
  const isGated = Array.isArray(gates) && gates.length > 0;
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  const gated = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message } as const;
  return { phase: 'Pending', ...(isGated && { conditions: [gated] }), qosClass: qosClassOf(spec) };
}

/** Guaranteed: cpu and memory are limited everywhere to what is asked. BestEffort: nothing is said anywhere. */
function qosClassOf({ containers, initContainers = [] }: PodSpec): string {
  const all = [...containers, ...initContainers];
  const isSilent = all.every(({ resources }) => {
    const said = { ...resources?.requests, ...resources?.limits };
    return said['cpu'] === undefined && said['memory'] === undefined;
  });
  if (isSilent) return 'BestEffort';
  const isGuaranteed = all.every(({ resources }) =>
    ['cpu', 'memory'].every((name) => {
      const limit = resources?.limits?.[name];
      return limit !== undefined && (resources?.requests?.[name] ?? limit) === limit;
    }),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
