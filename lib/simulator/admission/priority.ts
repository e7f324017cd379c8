import { failure, type Result, success } from '#lib/base/result.ts';
import type { ObjectStore } from '../object-store.ts';
import type { PodSpec, PriorityClass } from '../objects.ts';

type Class = Pick<PriorityClass, 'value' | 'preemptionPolicy'>;

/** Every cluster has these two. */
const SYSTEM: Readonly<Record<string, Class>> = {
  'system-node-critical': { value: 2_000_001_000 },
  'system-cluster-critical': { value: 2_000_000_000 },
};

const POLICY = 'PreemptLowerPriority';

/** Writes down what the class of a pod stands for; a number or policy of its own must be the same [FC6]. */
export function withPriority(spec: PodSpec, store: Pick<ObjectStore, 'get' | 'list'>): Result<PodSpec, string> {
  const { name, found } = classOf(spec, store);
  if (found === undefined) return failure(`no PriorityClass with name ${name} was found`);
  const { value, preemptionPolicy = POLICY } = found;
  if (spec.priority !== undefined && spec.priority !== value)
    return failure(
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy)
    return failure(
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  return success({ ...spec, ...(name !== '' && { priorityClassName: name }), priority: value, preemptionPolicy });
}

function classOf(
  { priorityClassName = '' }: PodSpec,
  store: Pick<ObjectStore, 'get' | 'list'>,
): { readonly name: string; readonly found: Class | undefined } {
  if (priorityClassName !== '') {
    const system = Object.hasOwn(SYSTEM, priorityClassName) ? SYSTEM[priorityClassName] : undefined;
    return { name: priorityClassName, found: store.get('PriorityClass', priorityClassName) ?? system };
  }
  // Of several defaults, which a race can make, the lowest counts.
  const [common] = store
    .list('PriorityClass')
    .filter(({ globalDefault }) => globalDefault === true)
    .sort((a, b) => a.value - b.value);
  return { name: common?.metadata.name ?? '', found: common ?? { value: 0 } };
}
