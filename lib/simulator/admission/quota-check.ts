import { failure, type Result, success } from '#lib/base/result.ts';
import type { NewObject, PodSpec, Quantities, ResourceQuota } from '../objects.ts';
import { type Amounts, addAmounts, amountText, NOTHING, parseAmount } from './amount.ts';
import { isInScope } from './quota-scopes.ts';
import { hasPodLevelResources, isAboutPods, says, usageOf } from './quota-usage.ts';

/** What a quota has used once a pod is let in. */
export type Charge = { readonly name: string; readonly used: Quantities };

/**
 * Asks the quotas of a namespace for one more pod: what they will have used, or what the first has against it, in the
 * words of the API server [FC1] [FC2] [FC2b]. A quota that its controller has not seen yet has nothing against anything.
 */
export function chargeQuotas(
  quotas: readonly ResourceQuota[],
  pod: NewObject<'Pod'>,
  now: number,
): Result<readonly Charge[], string> {
  const concerned = quotas.filter((quota) => namesOf(quota).length > 0 && isInScope(quota, pod.spec));
  for (const quota of concerned) {
    const { name } = quota.metadata;
    const unsaid = mustSpecify(pod.spec, namesOf(quota));
    if (unsaid !== undefined) return failure(`failed quota: ${name}: ${unsaid}`);
    if (namesOf(quota).some((each) => quota.status.used?.[each] === undefined))
      return failure(`status unknown for quota: ${name}, resources: ${namesOf(quota).join(',')}`);
  }
  const usage = usageOf({ spec: pod.spec }, now);
  const charges: Charge[] = [];
  for (const quota of concerned) {
    const charged = charge(quota, usage);
    if (!charged.ok) return charged;
    charges.push({ name: quota.metadata.name, used: charged.value });
  }
  return success(charges);
}

/** What its controller has confirmed counts, in order. */
function namesOf({ status }: ResourceQuota): readonly string[] {
  return Object.keys(status.hard ?? {})
    .filter(isAboutPods)
    .sort();
}

function charge({ metadata, status }: ResourceQuota, usage: Amounts): Result<Quantities, string> {
  const { hard = {}, used = {} } = status;
  const asked = [...usage].filter(([name, { thousandths }]) => hard[name] !== undefined && thousandths !== 0n);
  const after = asked.map(([name, amount]) => [name, addAmounts(parseAmount(used[name] ?? '0'), amount)] as const);
  const exceeded = after
    .filter(([name, { thousandths }]) => thousandths > parseAmount(hard[name] ?? '0').thousandths)
    .map(([name]) => name)
    .sort();
  if (exceeded.length === 0)
    return success({ ...used, ...Object.fromEntries(after.map(([name, amount]) => [name, amountText(amount)])) });
  const list = (text: (name: string) => string) => exceeded.map((name) => `${name}=${text(name)}`).join(',');
  const canonical = (all: Quantities) => list((name) => amountText(parseAmount(all[name] ?? '0')));
  const requested = list((name) => amountText(usage.get(name) ?? NOTHING));
  return failure(
    `exceeded quota: ${metadata.name}, requested: ${requested}, used: ${canonical(used)}, limited: ${canonical(hard)}`,
  );
}

/** Of these every container has to say something once a quota counts them, unless the pod says it as a whole. */
const COMPUTE = /^((requests|limits)\.)?(cpu|memory)$/;

/** `must specify cpu for: a; memory for: a,b`; undefined when all is said. */
function mustSpecify(spec: PodSpec, names: readonly string[]): string | undefined {
  if (hasPodLevelResources(spec)) return undefined;
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const parts = names
    .filter((name) => COMPUTE.test(name))
    .flatMap((name) => {
      const silent = containers.filter((each) => !says(each, name)).map((each) => each.name);
      return silent.length === 0 ? [] : [`${name} for: ${silent.sort().join(',')}`];
    });
  return parts.length === 0 ? undefined : `must specify ${parts.join('; ')}`;
}
