import type { PodSpec, PriorityClassRecord } from '../objects.ts';

/** The two classes that every cluster has; without the right to read priority classes they are still known. */
export const SYSTEM_PRIORITIES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);

const NO_CLASS = 0;
const USUAL_POLICY = 'PreemptLowerPriority';

/** What admission makes of a template's priority when it makes a pod [PL4]. */
export type AdmittedPriority =
  | { readonly kind: 'Admitted'; readonly value: number; readonly mayPreempt: boolean }
  /** The rest are refused, pod by pod. */
  | { readonly kind: 'ClassAbsent'; readonly name: string }
  | { readonly kind: 'PriorityDiffers'; readonly given: number; readonly admitted: number }
  | { readonly kind: 'PolicyDiffers'; readonly given: string; readonly admitted: string }
  /** The classes may not be read. */
  | { readonly kind: 'Unknown' };

type Asked = Pick<PodSpec, 'priorityClassName' | 'priority' | 'preemptionPolicy'>;

/**
 * Finds the priority of the pods that a template makes: that of its class, else of the class that is the default, else 0.
 * A number or a policy of its own is refused unless it says the same. Undefined classes: they may not be read.
 */
export function findAdmittedPriority(
  spec: Asked,
  classes: readonly PriorityClassRecord[] | undefined,
): AdmittedPriority {
  const { priorityClassName: name = '' } = spec;
  if (classes === undefined) return guess(spec);
  const found = name === '' ? defaultOf(classes) : classes.find((each) => each.name === name);
  if (found === undefined && name !== '') return { kind: 'ClassAbsent', name };
  return compare(spec, found?.value ?? NO_CLASS, found?.preemptionPolicy ?? USUAL_POLICY);
}

/** Of several that call themselves the default the lowest counts. */
function defaultOf(classes: readonly PriorityClassRecord[]): PriorityClassRecord | undefined {
  return classes
    .filter(({ globalDefault }) => globalDefault)
    .reduce<PriorityClassRecord | undefined>(
      (lowest, each) => (lowest === undefined || each.value < lowest.value ? each : lowest),
      undefined,
    );
}

function compare({ priority, preemptionPolicy }: Asked, value: number, policy: string): AdmittedPriority {
  if (priority !== undefined && priority !== value)
    return { kind: 'PriorityDiffers', given: priority, admitted: value };
  if (preemptionPolicy !== undefined && preemptionPolicy !== policy)
    return { kind: 'PolicyDiffers', given: preemptionPolicy, admitted: policy };
  return { kind: 'Admitted', value, mayPreempt: policy !== 'Never' };
}

/** Nothing can be said of a class that is not read, but of those that every cluster has. */
function guess(spec: Asked): AdmittedPriority {
  const value = SYSTEM_PRIORITIES.get(spec.priorityClassName ?? '');
  return value === undefined ? { kind: 'Unknown' } : compare(spec, value, USUAL_POLICY);
}
