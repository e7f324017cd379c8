import type { Context, Running } from '../context.ts';
import { groupVersion, KINDS } from '../kinds.ts';
import { matchesLabelSelector } from '../label-selector.ts';
import type { IntOrPercent, OwnerReference, Pod, PodDisruptionBudget } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';

/*
 * Keeps the status of PodDisruptionBudgets: how many of their pods may be evicted now. Source: pkg/controller/disruption.
 */

const COMPONENT = 'controllermanager';
/** An eviction that was allowed, and whose pod has not begun to leave after that time, does not count any more. */
const DELETION_MILLIS = 120_000;

type Counted = { readonly expected: number; readonly desiredHealthy: number; readonly unmanaged: boolean };
type Status = PodDisruptionBudget['status'];

export function startDisruptionController(context: Context): Running {
  const { store, clock, recordEvent } = context;
  const queue = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    const budget = store.get('PodDisruptionBudget', name, namespace);
    if (budget === undefined) return;
    const pods = store.list('Pod', namespace).filter((pod) => covers(budget, pod));
    if (pods.length === 0) say(budget, 'Normal', 'NoPods', 'No matching pods found');
    const counted = countExpected(budget, pods);
    if (typeof counted === 'string') {
      const message = `Failed to calculate the number of expected pods: ${counted}`;
      say(budget, 'Warning', 'CalculateExpectedPodCountFailed', message);
      writeStatus(budget, failedStatus(budget.status, counted));
      return;
    }
    if (counted.unmanaged) say(budget, 'Warning', 'UnmanagedPods', unmanagedText(budget));
    const disruptedPods = stillToLeave(budget, pods);
    const currentHealthy = pods.filter(
      (pod) => isHealthy(pod) && disruptedPods[pod.metadata.name] === undefined,
    ).length;
    writeStatus(budget, {
      observedGeneration: budget.metadata.generation ?? 1,
      expectedPods: counted.expected,
      currentHealthy,
      desiredHealthy: counted.desiredHealthy,
      // One that covers nobody yet is safe: its first pods may come before it is looked at again.
      disruptionsAllowed: counted.expected === 0 ? 0 : Math.max(0, currentHealthy - counted.desiredHealthy),
      disruptedPods,
    });
    const moments = Object.values(disruptedPods).map((at) => Date.parse(at) + DELETION_MILLIS - clock.now());
    if (moments.length > 0) queue.addAfter(key, Math.max(0, Math.min(...moments)) + 1_000);
  });

  function writeStatus({ metadata }: PodDisruptionBudget, status: Status): void {
    store.update('PodDisruptionBudget', metadata.name, metadata.namespace, (each) => {
      const { disruptedPods = {}, conditions: _conditions, ...counters } = status;
      const condition = status.conditions?.[0] ?? allowedCondition(status);
      const before = each.status.conditions?.[0];
      const lastTransitionTime =
        before?.status === condition.status ? before.lastTransitionTime : timestamp(clock.now());
      const conditions = [{ ...condition, ...(lastTransitionTime !== undefined && { lastTransitionTime }) }];
      return {
        ...each,
        status: { ...counters, ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }), conditions },
      };
    });
  }

  function say(about: PodDisruptionBudget | Pod, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { kind, apiVersion, metadata } = about;
    const { name, namespace, uid, resourceVersion } = metadata;
    const place = namespace === undefined ? {} : { namespace };
    const regarding = { kind, apiVersion, name, ...place, uid, resourceVersion };
    recordEvent({ regarding, type, reason, message, component: COMPONENT });
  }

  /** A sentence where it cannot be known [MR15]: then nobody may go. */
  function countExpected({ spec }: PodDisruptionBudget, pods: readonly Pod[]): Counted | string {
    if (typeof spec.minAvailable === 'number' && spec.maxUnavailable === undefined)
      return { expected: pods.length, desiredHealthy: spec.minAvailable, unmanaged: false };
    const scales = new Map<string, number>();
    let unmanaged = false;
    for (const { metadata } of pods) {
      const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
      if (owner === undefined) unmanaged = true;
      else if (!scales.has(owner.uid)) {
        const scale = scaleOf(owner, metadata.namespace);
        if (typeof scale === 'string') return scale;
        if (scale === undefined) return `found no controllers for pod "${metadata.name}"`;
        scales.set(owner.uid, scale);
      }
    }
    const expected = [...scales.values()].reduce((sum, scale) => sum + scale, 0);
    const { maxUnavailable, minAvailable } = spec;
    if (maxUnavailable !== undefined)
      return { expected, desiredHealthy: Math.max(0, expected - resolve(maxUnavailable, expected)), unmanaged };
    return { expected, desiredHealthy: minAvailable === undefined ? 0 : resolve(minAvailable, expected), unmanaged };
  }

  function scaleOf({ apiVersion, kind, name, uid }: OwnerReference, namespace: string | undefined) {
    const known = Object.values(KINDS).find((each) => each.kind === kind && groupVersion(each) === apiVersion);
    if (known === undefined) return `no matches for kind "${kind}" in version "${apiVersion}"`;
    if (known.kind !== 'ReplicaSet') return `${known.plural}.${known.group} does not implement the scale subresource`;
    const replicaSet = store.get('ReplicaSet', name, namespace);
    return replicaSet?.metadata.uid === uid ? replicaSet.spec.replicas : undefined;
  }

  /** Pods whose eviction was allowed a moment ago, and that have not begun to leave. */
  function stillToLeave({ status }: PodDisruptionBudget, pods: readonly Pod[]): Readonly<Record<string, string>> {
    const staying = pods.flatMap(({ metadata }) => {
      const at = status.disruptedPods?.[metadata.name];
      const isDue = at !== undefined && Date.parse(at) + DELETION_MILLIS >= clock.now();
      return metadata.deletionTimestamp === undefined && isDue ? [[metadata.name, at] as const] : [];
    });
    return Object.fromEntries(staying);
  }

  /** Of several budgets of one pod only one is told of its changes, and the pod of the confusion [MR5]. */
  const confused = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    const pod = store.get('Pod', name, namespace);
    const [first, second] = pod === undefined ? [] : budgetsOf(pod);
    if (pod === undefined || first === undefined || second === undefined) return;
    const message = `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${first.metadata.name}" arbitrarily.`;
    say(pod, 'Warning', 'MultiplePodDisruptionBudgets', message);
  });

  function budgetsOf(pod: Pod): readonly PodDisruptionBudget[] {
    return store.list('PodDisruptionBudget', pod.metadata.namespace).filter((each) => covers(each, pod));
  }

  function wakeFor(pod: Pod): void {
    const [first, second] = budgetsOf(pod);
    const { namespace, name } = pod.metadata;
    if (first !== undefined) queue.add(`${namespace}/${first.metadata.name}`);
    if (second !== undefined) confused.add(`${namespace}/${name}`);
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    const { namespace, name } = object.metadata;
    if (object.kind === 'Pod') {
      wakeFor(object);
      if (previous?.kind === 'Pod' && previous.metadata.labels !== object.metadata.labels) wakeFor(previous);
    } else if (object.kind === 'ReplicaSet') {
      for (const { metadata } of store.list('PodDisruptionBudget', namespace))
        queue.add(`${namespace}/${metadata.name}`);
    } else if (object.kind === 'PodDisruptionBudget' && type !== 'DELETED') queue.add(`${namespace}/${name}`);
  });
  for (const { metadata } of store.list('PodDisruptionBudget')) queue.add(`${metadata.namespace}/${metadata.name}`);
  return {
    stop: () => {
      stopListening();
      for (const each of [queue, confused]) each.stop();
    },
  };
}

/** An empty selector is every pod of the namespace, none is no pod [MR3]. */
export function covers({ spec }: PodDisruptionBudget, { metadata }: Pod): boolean {
  return spec.selector !== undefined && matchesLabelSelector(spec.selector, metadata.labels ?? {});
}

function isHealthy({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  return status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
}

/** What the status is when the counting failed: only that none may go. */
function failedStatus(status: Status, message: string): Status {
  const { observedGeneration } = status;
  const observed = observedGeneration === undefined ? {} : { observedGeneration };
  const condition = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message, ...observed } as const;
  return { ...status, disruptionsAllowed: 0, conditions: [condition] };
}

function allowedCondition({ disruptionsAllowed, observedGeneration }: Status) {
  const isAllowed = disruptionsAllowed > 0;
  return {
    type: 'DisruptionAllowed',
    status: isAllowed ? 'True' : 'False',
    reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    ...(observedGeneration !== undefined && { observedGeneration }),
  } as const;
}

function unmanagedText({ spec }: PodDisruptionBudget): string {
  const labels = Object.entries(spec.selector?.matchLabels ?? {}).map(([key, value]) => `${key}:${value}`);
  const selector = `&LabelSelector{MatchLabels:map[string]string{${labels.join(',')}${labels.length > 0 ? ',' : ''}},MatchExpressions:[]LabelSelectorRequirement{},}`;
  return `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}

/** A share is rounded up. */
function resolve(value: IntOrPercent, of: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(value, 10) * of) / 100);
}
