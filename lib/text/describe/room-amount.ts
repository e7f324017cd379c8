import { type Amounts, amountOf } from '#lib/domain/room/room-pod.ts';
import type { Speaker } from '../speaker.ts';
import { nameAmount } from './phrase.ts';

/** As Kubernetes writes it: amounts of cpu are thousandths of cores. */
function writeExactly(resource: string, amount: number): string {
  return resource === 'cpu' ? `${amount}m` : `${amount}`;
}

export function sayAmount(speaker: Speaker, resource: string, amount: number): string {
  return speaker.quantity(resource, writeExactly(resource, amount));
}

/** Amounts that stand beside each other: "needs 4 GiB, 4 GiB free" would be no reason, so those are told exactly. */
export function amountSpeaker(speaker: Speaker, resource: string, left: number, right: number) {
  const isBlurred = left !== right && sayAmount(speaker, resource, left) === sayAmount(speaker, resource, right);
  return (amount: number) => (isBlurred ? writeExactly(resource, amount) : sayAmount(speaker, resource, amount));
}

/** An amount with the word for what it is of: "300m CPU", "2 pod slots". */
export function nameSum(speaker: Speaker, resource: string, amount: number): string {
  if (resource === 'pods') return speaker.say('room.amount.pods', { count: amount });
  return speaker.say('room.amount', {
    amount: sayAmount(speaker, resource, amount),
    resource: nameAmount(speaker, resource),
  });
}

const FIRST: readonly string[] = ['cpu', 'memory', 'pods', 'ephemeral-storage'];

/** Resources in the order in which people look at them: the four of every node, then the others by name. */
export function orderResources(resources: Iterable<string>): readonly string[] {
  const rank = (resource: string) => (FIRST.includes(resource) ? FIRST.indexOf(resource) : FIRST.length);
  return [...new Set(resources)].sort(
    (left, right) => rank(left) - rank(right) || (left < right ? -1 : left === right ? 0 : 1),
  );
}

/** "450m CPU", "450m CPU and 1 GiB memory", "..., ... and ...". */
export function sayList(speaker: Speaker, parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  if (parts.length < 2) return last;
  return speaker.say('room.and', { first: parts.slice(0, -1).join(speaker.say('screen.list')), last });
}

/** What of the amounts is more than nothing, in words. */
export function sayAmounts(speaker: Speaker, amounts: Amounts): string {
  const some = orderResources(Object.keys(amounts)).filter((resource) => amountOf(amounts, resource) > 0);
  return sayList(
    speaker,
    some.map((resource) => nameSum(speaker, resource, amountOf(amounts, resource))),
  );
}
