import { failure, type Result, success } from '#lib/base/result.ts';
import type { Context, Refusal } from '../context.ts';
import type { Container, NewObject, Pod, PodSpec, PriorityClass, Toleration } from '../objects.ts';
import { type Level, violations } from './pod-security.ts';
import { countUsage, quotaRefusal } from './quota.ts';

/** Built into every cluster. */
const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

const PREFIX = 'node.kubernetes.io';

/** Put on pods that say nothing of their own about it (DefaultTolerationSeconds). */
const DEFAULT_TOLERATIONS: readonly Toleration[] = ['not-ready', 'unreachable'].map((name) => ({
  key: `${PREFIX}/${name}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** What the API server does to a pod before it is stored: namespace, priority, defaults, Pod Security, quota. */
export function createAdmission(
  context: Omit<Context, 'createPod'>,
): (draft: NewObject<'Pod'>) => Result<Pod, Refusal> {
  const { store } = context;
  return (draft) => {
    const namespace = draft.metadata.namespace ?? 'default';
    const name = nameFor(draft);
    const forbid = (reason: string): Result<Pod, Refusal> =>
      failure({ code: 403, reason: 'Forbidden', message: `pods "${name}" is forbidden: ${reason}` });
    const home = store.get('Namespace', namespace);
    if (home === undefined)
      return failure({ code: 404, reason: 'NotFound', message: `namespaces "${namespace}" not found` });
    if (home.status.phase === 'Terminating')
      return forbid(`unable to create new content in namespace ${namespace} because it is being terminated`);
    const priority = priorityOf(draft.spec, store.list('PriorityClass'));
    if (priority === undefined) return forbid(`no PriorityClass with name ${draft.spec.priorityClassName} was found`);
    const spec = withDefaults({ ...draft.spec, ...priority });
    const level = levelOf(home.metadata.labels?.['pod-security.kubernetes.io/enforce']);
    const violated = level === undefined ? undefined : violations(spec, level);
    const version = home.metadata.labels?.['pod-security.kubernetes.io/enforce-version'] ?? 'latest';
    if (violated !== undefined) return forbid(`violates PodSecurity "${level}:${version}": ${violated}`);
    const pod: NewObject<'Pod'> = { ...draft, metadata: { ...draft.metadata, name, namespace }, spec };
    const quotas = store.list('ResourceQuota', namespace);
    for (const quota of quotas) {
      const refusal = quotaRefusal(quota, pod);
      if (refusal !== undefined) return forbid(refusal);
    }
    const created = store.create<'Pod'>(pod);
    // What was let in counts before the next one asks.
    for (const { metadata } of quotas) {
      store.update('ResourceQuota', metadata.name, namespace, (each) => ({
        ...each,
        status: { ...each.status, used: countUsage(each, store.list('Pod', namespace)) },
      }));
    }
    return success(created);
  };

  function nameFor({ metadata }: NewObject<'Pod'>): string {
    if ('name' in metadata && metadata.name !== undefined) return metadata.name;
    return store.nameFor('Pod', metadata.generateName ?? '', metadata.namespace ?? 'default');
  }
}

/** Undefined for a class that is not there. */
function priorityOf(
  { priorityClassName }: PodSpec,
  classes: readonly PriorityClass[],
): Pick<PodSpec, 'priority' | 'preemptionPolicy' | 'priorityClassName'> | undefined {
  const policy = 'PreemptLowerPriority';
  if (priorityClassName === undefined || priorityClassName === '') {
    const common = classes.find(({ globalDefault }) => globalDefault === true);
    if (common === undefined) return { priority: 0, preemptionPolicy: policy };
    const { metadata, value, preemptionPolicy = policy } = common;
    return { priority: value, preemptionPolicy, priorityClassName: metadata.name };
  }
  const system = SYSTEM_PRIORITIES[priorityClassName];
  if (system !== undefined) return { priority: system, preemptionPolicy: policy };
  const found = classes.find(({ metadata }) => metadata.name === priorityClassName);
  return found && { priority: found.value, preemptionPolicy: found.preemptionPolicy ?? policy };
}

/** [FT2] [FT14] Limits become requests that were not said, and ports of the host's network are ports of the host. */
function withDefaults(spec: PodSpec): PodSpec {
  const withPorts = (container: Container): Container =>
    spec.hostNetwork === true && container.ports !== undefined
      ? {
          ...container,
          ports: container.ports.map((port) => ({ ...port, hostPort: port.hostPort ?? port.containerPort })),
        }
      : container;
  const withRequests = (container: Container): Container => {
    const { limits, requests } = container.resources ?? {};
    if (limits === undefined || Object.keys(limits).every((name) => requests?.[name] !== undefined)) return container;
    return { ...container, resources: { ...container.resources, requests: { ...limits, ...requests } } };
  };
  const edit = (container: Container) => withRequests(withPorts(container));
  const { tolerations = [], initContainers } = spec;
  const missing = DEFAULT_TOLERATIONS.filter(
    ({ key }) =>
      !tolerations.some(
        (each) =>
          (each.key === key || (each.key ?? '') === '') &&
          (each.effect === undefined || each.effect === '' || each.effect === 'NoExecute'),
      ),
  );
  return {
    ...spec,
    ...(missing.length > 0 && { tolerations: [...tolerations, ...missing] }),
    containers: same(spec.containers, spec.containers.map(edit)),
    ...(initContainers !== undefined && { initContainers: same(initContainers, initContainers.map(edit)) }),
  };
}

/** What did not change is shared with the template it came from. */
function same<Value>(before: readonly Value[], after: readonly Value[]): readonly Value[] {
  return after.every((each, at) => each === before[at]) ? before : after;
}

/** A level that nobody knows counts as restricted; none at all as privileged [PS3]. */
function levelOf(label: string | undefined): Level | undefined {
  if (label === undefined || label === 'privileged') return undefined;
  return label === 'baseline' ? 'baseline' : 'restricted';
}
