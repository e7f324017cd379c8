import { entryOf, type NodeRecord, type PodRecord } from '../objects.ts';
import { isLabelKey } from '../placement/label-syntax.ts';
import { isTerminal } from '../placement/node-pods.ts';
import { podRequests } from './pod-requests.ts';
import { type Amount, formatQuantity, parseQuantity, toAmount } from './quantity.ts';

/** The pods that take room on a node: all but the Succeeded and the Failed [FT6]. */
export function podsThatCount(pods: readonly PodRecord[]): readonly PodRecord[] {
  return pods.some(isTerminal) ? pods.filter((pod) => !isTerminal(pod)) : pods;
}

/** What these pods request together, per resource. Each pod is rounded for itself, as the scheduler does. */
export function sumRequests(pods: readonly PodRecord[]): ReadonlyMap<string, Amount> {
  const sums = new Map<string, Amount>();
  for (const pod of pods) {
    for (const [resource, amount] of podRequests(pod).amounts) sums.set(resource, (sums.get(resource) ?? 0n) + amount);
  }
  return sums;
}

/** What a node has to give of a resource [FT12]; `text` is what a person reads. Nothing said, or nothing readable, is 0. */
export function allocatableOf(node: NodeRecord, resource: string): { readonly amount: Amount; readonly text: string } {
  const text = entryOf(node.allocatable, resource);
  if (text === undefined) return { amount: 0n, text: '0' };
  const parsed = parseQuantity(text);
  if (!parsed.ok) return { amount: 0n, text };
  const amount = toAmount(resource, parsed.value);
  return { amount, text: formatQuantity(resource, amount) };
}

/**
 * Whether the scheduler compares this resource at all: its own three, and those it calls scalar [FT10]. Others, such as a
 * made-up name without a domain, pass by unseen.
 */
export function isScheduledResource(resource: string): boolean {
  return (
    resource === 'cpu' ||
    resource === 'memory' ||
    resource === 'ephemeral-storage' ||
    resource.startsWith('hugepages-') ||
    resource.startsWith('attachable-volumes-') ||
    resource.includes('kubernetes.io/') ||
    (resource.includes('/') && !resource.startsWith('requests.') && isLabelKey(`requests.${resource}`))
  );
}
