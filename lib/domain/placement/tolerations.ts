import type { PodSpec, Taint, Toleration } from '../objects.ts';
import { parseInt64 } from './label-syntax.ts';

const PREFIX = 'node.kubernetes.io/';

function automatic(name: string, effect: 'NoExecute' | 'NoSchedule'): Toleration {
  return { key: `${PREFIX}${name}`, operator: 'Exists', effect };
}

/** In the order in which the controller adds them [TL1]. */
const ALWAYS: readonly Toleration[] = [
  automatic('not-ready', 'NoExecute'),
  automatic('unreachable', 'NoExecute'),
  automatic('disk-pressure', 'NoSchedule'),
  automatic('memory-pressure', 'NoSchedule'),
  automatic('pid-pressure', 'NoSchedule'),
  automatic('unschedulable', 'NoSchedule'),
];
const WITH_HOST_NETWORK: readonly Toleration[] = [...ALWAYS, automatic('network-unavailable', 'NoSchedule')];

/** The tolerations that the controller adds to the pods of a template, never to the DaemonSet itself [TL1] [TL2]. */
export function automaticTolerations(spec: Pick<PodSpec, 'hostNetwork'>): readonly Toleration[] {
  return spec.hostNetwork ? WITH_HOST_NETWORK : ALWAYS;
}

/**
 * The tolerations of the pods made from a template: its own, where one that differs from an automatic one only in
 * tolerationSeconds loses these, and then the automatic ones that were not there [TL3].
 */
export function daemonPodTolerations(spec: Pick<PodSpec, 'hostNetwork' | 'tolerations'>): readonly Toleration[] {
  const added = automaticTolerations(spec);
  const own = spec.tolerations.map(
    (toleration) => added.find((each) => isSameToleration(each, toleration)) ?? toleration,
  );
  return [...own, ...added.filter((toleration) => !own.includes(toleration))];
}

/** Key, operator, value and effect identify a toleration; an absent one is the empty string. */
function isSameToleration(left: Toleration, right: Toleration): boolean {
  return (
    (left.key ?? '') === (right.key ?? '') &&
    (left.operator ?? '') === (right.operator ?? '') &&
    (left.value ?? '') === (right.value ?? '') &&
    (left.effect ?? '') === (right.effect ?? '')
  );
}

/** Whether a toleration tolerates a taint [TL7], as clusters do by default: Gt and Lt match nothing [TL8]. */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (!addressesTaint(toleration, taint)) return false;
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === taint.value;
    case 'Exists':
      return true;
    default:
      return false;
  }
}

/** An empty effect or key matches any. */
function addressesTaint(toleration: Toleration, taint: Taint): boolean {
  return (
    (!toleration.effect || toleration.effect === taint.effect) && (!toleration.key || toleration.key === taint.key)
  );
}

/** Whether it would tolerate the taint if the gate TaintTolerationComparisonOperators were on, which nobody can read [TL8]. */
export function wouldTolerateByComparison(toleration: Toleration, taint: Taint): boolean {
  const { operator } = toleration;
  if ((operator !== 'Gt' && operator !== 'Lt') || !addressesTaint(toleration, taint)) return false;
  const bound = parseDecimal(toleration.value ?? '');
  const value = parseDecimal(taint.value);
  if (bound === undefined || value === undefined) return false;
  return operator === 'Gt' ? value > bound : value < bound;
}

function parseDecimal(text: string): bigint | undefined {
  return /^(0|-?[1-9][0-9]*)$/.test(text) ? parseInt64(text) : undefined;
}

/** The effects that decide where a daemon pod runs; PreferNoSchedule is only a wish [TL9]. */
export function decidesPlacement(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';
}

const CONDITIONS = new Set([
  'not-ready',
  'unreachable',
  'memory-pressure',
  'disk-pressure',
  'pid-pressure',
  'network-unavailable',
  'unschedulable',
]);

/** Whether Kubernetes itself sets this taint from a condition of the node, or from a cordon [TL4]. */
export function isConditionTaint({ key, effect }: Taint): boolean {
  if (!key.startsWith(PREFIX)) return false;
  const name = key.slice(PREFIX.length);
  if (effect === 'NoExecute') return name === 'not-ready' || name === 'unreachable';
  return effect === 'NoSchedule' && CONDITIONS.has(name);
}

/**
 * After how many seconds the taint-eviction controller removes a pod from a node with these NoExecute taints [TL6]:
 * of each taint the first toleration in the pod's list counts, 0 means at once, undefined never. The DaemonSet's own
 * controller does not ask this: it creates the pod again.
 */
export function evictionDelaySeconds(
  taints: readonly Taint[],
  podTolerations: readonly Toleration[],
): number | undefined {
  let shortest: number | undefined;
  for (const taint of taints) {
    if (taint.effect !== 'NoExecute') continue;
    const first = podTolerations.find((toleration) => toleratesTaint(toleration, taint));
    if (first === undefined) return 0;
    if (first.tolerationSeconds === undefined) continue;
    shortest = Math.max(0, Math.min(shortest ?? first.tolerationSeconds, first.tolerationSeconds));
  }
  return shortest;
}
