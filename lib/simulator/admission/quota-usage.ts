import type { Container, Pod, PodSpec, Quantities } from '../objects.ts';
import { type Amount, type Amounts, addAmounts, NOTHING, ONE, parseAmount } from './amount.ts';
import { fieldsOf } from './check.ts';

/* What a pod counts for in a ResourceQuota. Source: pkg/quota/v1/evaluator/core/pods.go. */

const OBJECTS = 'count/pods';
/** Of these a quota counts what is asked and what is allowed, each under names of its own. */
const NATIVE = ['cpu', 'memory', 'ephemeral-storage'] as const;
const NATIVE_NAMES = new Set([
  'pods',
  OBJECTS,
  ...NATIVE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);
const HUGE_PAGES = /^(requests\.)?hugepages-/;
/** Devices and the like; names without a domain are Kubernetes' own. */
const EXTENDED = /^requests\.(?!kubernetes\.io\/)[^/]+\/.+$/;

/** Whether a name of a quota is about pods at all. */
export function isAboutPods(name: string): boolean {
  return NATIVE_NAMES.has(name) || HUGE_PAGES.test(name) || EXTENDED.test(name);
}

/** A pod that has come to its end, or should have gone long ago, counts as an object alone. */
export function usageOf(pod: Pick<Pod, 'spec'> & Partial<Pick<Pod, 'status' | 'metadata'>>, now: number): Amounts {
  return isLive(pod, now) ? liveUsageOf(pod.spec) : new Map([[OBJECTS, ONE]]);
}

function isLive({ status, metadata }: Partial<Pick<Pod, 'status' | 'metadata'>>, now: number): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata ?? {};
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return now <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1_000;
}

/** The usage, and the rest of what it was counted from. */
type Known = { readonly rest: readonly unknown[]; readonly usage: Amounts };

/** Pods of one template share their containers, so that they are counted once. */
const KNOWN = new WeakMap<PodSpec['containers'], Known>();

function liveUsageOf(spec: PodSpec): Amounts {
  const { containers, initContainers, overhead, ['resources']: resources } = spec;
  const rest = [initContainers, overhead, resources];
  const known = KNOWN.get(containers);
  if (known?.rest.every((each, at) => each === rest[at]) === true) return known.usage;
  const usage = new Map<string, Amount>([
    [OBJECTS, ONE],
    ['pods', ONE],
  ]);
  const requests = sumOf(spec, 'requests');
  const limits = sumOf(spec, 'limits');
  for (const [name, amount] of requests) {
    const isNative = (NATIVE as readonly string[]).includes(name) || name.startsWith('hugepages-');
    if (isNative) usage.set(name, amount);
    if (isNative || EXTENDED.test(`requests.${name}`)) usage.set(`requests.${name}`, amount);
  }
  for (const name of NATIVE) {
    const limit = limits.get(name);
    if (limit !== undefined) usage.set(`limits.${name}`, limit);
  }
  KNOWN.set(containers, { rest, usage });
  return usage;
}

type Kind = 'requests' | 'limits';

/** [FT1], of requests or of limits. A resource of which nobody says anything is absent, and does not count. */
function sumOf(spec: PodSpec, kind: Kind): Map<string, Amount> {
  const total = containerSum(spec, kind);
  for (const [name, text] of Object.entries(podLevelOf(spec, kind))) total.set(name, parseAmount(text));
  // A limit that nobody has set is not made one by what the sandbox costs.
  for (const [name, text] of Object.entries(spec.overhead ?? {}))
    if (kind === 'requests' || total.has(name))
      total.set(name, addAmounts(total.get(name) ?? NOTHING, parseAmount(text)));
  return total;
}

/** What the containers say, whatever is said for the pod as a whole. */
export function containerSum(spec: PodSpec, kind: Kind): Map<string, Amount> {
  const total = new Map<string, Amount>();
  for (const container of spec.containers) add(total, container.resources?.[kind]);
  const sidecars = new Map<string, Amount>();
  const peak = new Map<string, Amount>();
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      add(total, container.resources?.[kind]);
      add(sidecars, container.resources?.[kind]);
      raise(peak, sidecars);
    } else {
      const needed = new Map(sidecars);
      add(needed, container.resources?.[kind]);
      raise(peak, needed);
    }
  }
  raise(total, peak);
  return total;
}

export function podLevelOf({ ['resources']: resources }: PodSpec, kind: Kind): Quantities {
  const found = Object.entries(fieldsOf(fieldsOf(resources)[kind]));
  return Object.fromEntries(found.map(([name, text]) => [name, String(text)]));
}

/** Whether resources are said for the pod as a whole. */
export function hasPodLevelResources(spec: PodSpec): boolean {
  return [...Object.keys(podLevelOf(spec, 'requests')), ...Object.keys(podLevelOf(spec, 'limits'))].length > 0;
}

function add(to: Map<string, Amount>, more: Quantities = {}): void {
  for (const [name, text] of Object.entries(more)) to.set(name, addAmounts(to.get(name) ?? NOTHING, parseAmount(text)));
}

function raise(to: Map<string, Amount>, least: ReadonlyMap<string, Amount>): void {
  for (const [name, amount] of least) {
    const before = to.get(name);
    if (before === undefined || before.thousandths < amount.thousandths) to.set(name, amount);
  }
}

/** Whether a container says what a quota counts under a name. */
export function says({ resources }: Container, name: string): boolean {
  const kind = name.startsWith('limits.') ? 'limits' : 'requests';
  return resources?.[kind]?.[name.replace(/^(requests|limits)\./, '')] !== undefined;
}
