import type { Condition, Node, Taint } from '../objects.ts';

/*
 * The taints that follow from a node's conditions [TL4]. Source: pkg/controller/nodelifecycle.
 */

const PREFIX = 'node.kubernetes.io';
export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = `${PREFIX}/unschedulable`;

/** The status of a condition under which it makes a taint, and the taint's key. */
const FROM_CONDITIONS: Readonly<Record<string, Partial<Record<Condition['status'], string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: `${PREFIX}/memory-pressure` },
  DiskPressure: { True: `${PREFIX}/disk-pressure` },
  PIDPressure: { True: `${PREFIX}/pid-pressure` },
  NetworkUnavailable: { True: `${PREFIX}/network-unavailable` },
};
const OWN = new Set([UNSCHEDULABLE, ...Object.values(FROM_CONDITIONS).flatMap((keys) => Object.values(keys))]);

/** Whether new pods may come: in the place of the NoSchedule taints there were. The same list when nothing changes. */
export function withNoScheduleTaints({ spec, status }: Node, timeAdded: string): readonly Taint[] {
  const before = spec.taints ?? [];
  const wanted = new Set((status.conditions ?? []).flatMap(({ type, status: value }) => keyOf(type, value)));
  if (spec.unschedulable === true) wanted.add(UNSCHEDULABLE);
  const isStale = ({ key, effect }: Taint) => effect === 'NoSchedule' && OWN.has(key) && !wanted.has(key);
  const missing = [...wanted].filter((key) => !hasTaint(before, key, 'NoSchedule'));
  if (missing.length === 0 && !before.some(isStale)) return before;
  const added = missing.map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded }));
  return [...before.filter((taint) => !isStale(taint)), ...added];
}

/** Whether those that are there may stay: one of the two keys, or none. The same list when nothing changes. */
export function withNoExecuteTaint(
  before: readonly Taint[],
  key: typeof NOT_READY | typeof UNREACHABLE | undefined,
  timeAdded: string,
): readonly Taint[] {
  const isStale = (taint: Taint) =>
    taint.effect === 'NoExecute' && (taint.key === NOT_READY || taint.key === UNREACHABLE) && taint.key !== key;
  const isMissing = key !== undefined && !hasTaint(before, key, 'NoExecute');
  if (!isMissing && !before.some(isStale)) return before;
  const added: readonly Taint[] = isMissing ? [{ key, effect: 'NoExecute', timeAdded }] : [];
  return [...before.filter((taint) => !isStale(taint)), ...added];
}

export function hasTaint(taints: readonly Taint[], key: string, effect: Taint['effect']): boolean {
  return taints.some((each) => each.key === key && each.effect === effect);
}

function keyOf(type: string, status: Condition['status']): readonly string[] {
  const key = FROM_CONDITIONS[type]?.[status];
  return key === undefined ? [] : [key];
}
