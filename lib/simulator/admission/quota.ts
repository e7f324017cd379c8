import type { Context, Running } from '../context.ts';
import type { NewObject, Pod, PodSpec, Quantities, ResourceQuota } from '../objects.ts';
import { cpuText, thousandths } from '../quantity.ts';
import { createWorkQueue } from '../work-queue.ts';

/** What a pod counts for in a quota, by the names that a quota may limit, in thousandths. */
export function usageOf({ containers, initContainers = [] }: PodSpec): Readonly<Record<string, number>> {
  const usage: Record<string, number> = { pods: 1_000, 'count/pods': 1_000 };
  const sum = (kind: 'requests' | 'limits', name: string): number | undefined => {
    const values = containers.map(({ resources }) => resources?.[kind]?.[name]);
    const said = values.filter((value) => value !== undefined);
    const first = Math.max(0, ...initContainers.map(({ resources }) => thousandths(resources?.[kind]?.[name] ?? '0')));
    return said.length === 0
      ? undefined
      : Math.max(
          first,
          said.reduce((total, value) => total + thousandths(value), 0),
        );
  };
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    for (const kind of ['requests', 'limits'] as const) {
      const value = sum(kind, name);
      if (value === undefined) continue;
      usage[`${kind}.${name}`] = value;
      if (kind === 'requests') usage[name] = value;
    }
  }
  return usage;
}

/** Names whose value every container has to say, when a quota limits them. */
const COMPUTE = /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/;

/** What a quota says against one more pod, as the API server words it [FC1] [FC2] [FC2b]; undefined when it fits. */
export function quotaRefusal(quota: ResourceQuota, pod: NewObject<'Pod'>): string | undefined {
  const { hard, used } = quota.status;
  const { name } = quota.metadata;
  const limited = Object.keys(quota.spec.hard).sort();
  const unsaid = limited.filter((each) => COMPUTE.test(each) && pod.spec.containers.some((one) => !says(one, each)));
  if (unsaid.length > 0) return `failed quota: ${name}: ${mustSpecify(pod.spec, unsaid)}`;
  const usage = usageOf(pod.spec);
  const counted = limited.filter((each) => usage[each] !== undefined);
  if (hard === undefined || used === undefined) {
    return counted.length === 0 ? undefined : `status unknown for quota: ${name}, resources: ${counted.join(',')}`;
  }
  const over = counted.filter(
    (each) => thousandths(used[each] ?? '0') + (usage[each] ?? 0) > thousandths(hard[each] ?? '0'),
  );
  if (over.length === 0) return undefined;
  const list = (value: (each: string) => string) => over.map((each) => `${each}=${value(each)}`).join(',');
  const requested = list((each) => quantityText(each, usage[each] ?? 0));
  return `exceeded quota: ${name}, requested: ${requested}, used: ${list((each) => used[each] ?? '0')}, limited: ${list((each) => hard[each] ?? '0')}`;
}

function says({ resources }: PodSpec['containers'][number], name: string): boolean {
  const [kind, resource] = name.includes('.') ? name.split('.') : ['requests', name];
  const said = kind === 'limits' ? resources?.limits : resources?.requests;
  return said?.[resource ?? ''] !== undefined;
}

/** `must specify cpu for: a; memory for: a,b`. */
function mustSpecify({ containers }: PodSpec, names: readonly string[]): string {
  const parts = names.map((name) => {
    const silent = containers.filter((each) => !says(each, name)).map((each) => each.name);
    return `${name} for: ${silent.join(',')}`;
  });
  return `must specify ${parts.join('; ')}`;
}

/** Memory in the largest binary unit that is whole, cpu in cores or thousandths, everything else as a number. */
function quantityText(name: string, value: number): string {
  if (/cpu$/.test(name)) return cpuText(value);
  let whole = value / 1_000;
  if (!/memory$|storage$/.test(name)) return String(whole);
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let at = 0;
  while (whole >= 1_024 && whole % 1_024 === 0 && at < units.length - 1) {
    whole /= 1_024;
    at += 1;
  }
  return `${whole}${units[at]}`;
}

/** Counts the pods of a namespace: those that have come to their end do not count. */
export function countUsage({ spec }: ResourceQuota, pods: readonly Pod[]): Quantities {
  const totals = new Map<string, number>(Object.keys(spec.hard).map((name) => [name, 0]));
  for (const pod of pods) {
    if (pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') continue;
    for (const [name, value] of Object.entries(usageOf(pod.spec))) {
      const before = totals.get(name);
      if (before !== undefined) totals.set(name, before + value);
    }
  }
  return Object.fromEntries([...totals].map(([name, value]) => [name, quantityText(name, value)]));
}

/** Keeps what quotas say is used: a new one, and after pods have gone. A creation counts at once, in admission. */
export function startQuotaController(context: Context): Running {
  const { store } = context;
  const queue = createWorkQueue(context, (key) => {
    const [namespace = '', name = ''] = key.split('/');
    store.update('ResourceQuota', name, namespace, (each) => ({
      ...each,
      status: { hard: each.spec.hard, used: countUsage(each, store.list('Pod', namespace)) },
    }));
  });
  const wake = (namespace: string | undefined) => {
    for (const { metadata } of store.list('ResourceQuota', namespace)) queue.add(`${namespace}/${metadata.name}`);
  };
  const stopListening = store.subscribe(({ type, object, previous }) => {
    const { namespace } = object.metadata;
    if (object.kind === 'ResourceQuota' && type !== 'DELETED') wake(namespace);
    if (object.kind !== 'Pod') return;
    const before = previous?.kind === 'Pod' ? previous.status.phase : undefined;
    if (type === 'DELETED' || before !== object.status.phase) wake(namespace);
  });
  for (const { metadata } of store.list('ResourceQuota')) queue.add(`${metadata.namespace}/${metadata.name}`);
  return {
    stop: () => {
      stopListening();
      queue.stop();
    },
  };
}
