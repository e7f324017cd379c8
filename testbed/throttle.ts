import type { Client } from './client.ts';
import type { KubernetesObject } from './kinds.ts';

const FLOW_CONTROL = 'flowcontrol.apiserver.k8s.io/v1';
const NAME = 'testbed-throttle';

/**
 * Sends all requests of a user into a priority level without a seat: one waits in the queue, every other is answered with
 * 429 and a Retry-After. In force at once when the promise is fulfilled; watches that are open go on.
 */
export async function throttle(client: Client, user: string): Promise<void> {
  const level: KubernetesObject = {
    apiVersion: FLOW_CONTROL,
    kind: 'PriorityLevelConfiguration',
    metadata: { name: NAME },
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares: 0,
        lendablePercent: 0,
        borrowingLimitPercent: 0,
        limitResponse: { type: 'Queue', queuing: { queues: 1, handSize: 1, queueLengthLimit: 1 } },
      },
    },
  };
  const schema: KubernetesObject = {
    apiVersion: FLOW_CONTROL,
    kind: 'FlowSchema',
    metadata: { name: NAME },
    spec: {
      // 1 is for the schema "exempt" alone.
      matchingPrecedence: 2,
      priorityLevelConfiguration: { name: NAME },
      rules: [
        {
          subjects: [{ kind: 'User', user: { name: user } }],
          resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }],
        },
      ],
    },
  };
  await client.apply(level, schema);
  await client.until('the API server to know the flow schema', async () => {
    const { status } = (await client.get({ kind: 'FlowSchema', name: NAME })) as KubernetesObject & FlowSchemaStatus;
    return status?.conditions?.some(({ type, status: value }) => type === 'Dangling' && value === 'False');
  });
}
type FlowSchemaStatus = { readonly status?: { readonly conditions?: readonly { type: string; status: string }[] } };

export async function unthrottle(client: Client): Promise<void> {
  await client.delete({ kind: 'FlowSchema', name: NAME });
  await client.delete({ kind: 'PriorityLevelConfiguration', name: NAME });
}
