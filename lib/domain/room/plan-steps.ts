import { kubectl, shellWord } from '../shell.ts';
import type { PlanStep } from './make-room.ts';
import type { PendingPod, RoomPod } from './room-pod.ts';

export type StepsInput = {
  readonly node: string;
  readonly isCordoned: boolean;
  readonly evicted: readonly RoomPod[];
  readonly serves: readonly Pick<PendingPod, 'namespace' | 'name'>[];
};

/**
 * The order that works [MR14]: daemon pods tolerate the cordon, replacements of what was evicted do not. Each eviction
 * names one pod and asks its budget; a pod under several budgets can only be deleted, which asks none [MR5] [MR15].
 */
export function stepsOf({ node, isCordoned, evicted, serves }: StepsInput): PlanStep[] {
  const steps: PlanStep[] = [
    ...evicted.map(toEviction),
    ...serves.map(({ namespace, name }): PlanStep => {
      const wait = kubectl('-n', namespace, 'wait', `pod/${name}`);
      return { kind: 'Wait', command: `${wait} --for=condition=PodScheduled --timeout=10m`, changes: false };
    }),
  ];
  if (isCordoned) return steps;
  return [
    { kind: 'Cordon', command: kubectl('cordon', node), changes: true },
    ...steps,
    { kind: 'Uncordon', command: kubectl('uncordon', node), changes: true },
  ];
}

function toEviction(pod: RoomPod): PlanStep {
  const { namespace, name, warnings } = pod;
  if (warnings.some(({ kind }) => kind === 'SeveralBudgets')) {
    return { kind: 'Delete', command: kubectl('-n', namespace, 'delete', 'pod', name), changes: true };
  }
  return { kind: 'Evict', command: evictCommand(pod), changes: true };
}

/** What the API server gives; a file that nobody read from a cluster may have none, and its records bear one made up. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * kubectl has no verb for it, and `drain` takes every pod that a selector matches. By its uid it is this pod and not a
 * later one of the same name, as a StatefulSet makes it, perhaps on another node.
 */
function evictCommand({ namespace, name, uid }: RoomPod): string {
  const eviction = JSON.stringify({
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { namespace, name },
    ...(UUID.test(uid) && { deleteOptions: { preconditions: { uid } } }),
  });
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/eviction`;
  return `echo ${shellWord(eviction)} | ${kubectl('create', '--raw', path, '-f', '-')}`;
}
