import { type Client, until } from './client.ts';
import type { KubernetesObject } from './kinds.ts';

/** The resources that Rollcall may list and watch, each with the rule that grants it (the product's ClusterRole). */
const RULES = {
  daemonsets: { apiGroups: ['apps'], resources: ['daemonsets'] },
  controllerrevisions: { apiGroups: ['apps'], resources: ['controllerrevisions'] },
  pods: { apiGroups: [''], resources: ['pods'] },
  nodes: { apiGroups: [''], resources: ['nodes'] },
  namespaces: { apiGroups: [''], resources: ['namespaces'] },
  events: { apiGroups: ['events.k8s.io', ''], resources: ['events'] },
  poddisruptionbudgets: { apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
  priorityclasses: { apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'] },
} as const;
export type GrantedResource = keyof typeof RULES;
const GRANTED_RESOURCES = Object.keys(RULES) as readonly GrantedResource[];

const VERBS = ['list', 'watch'];

/** What the user `rollcall` may read; each change is in force when the promise is fulfilled. */
export type Access = {
  readonly grant: (resource: GrantedResource) => Promise<void>;
  readonly revoke: (resource: GrantedResource) => Promise<void>;
  /** Back to the whole ClusterRole. */
  readonly reset: () => Promise<void>;
};

export function makeAccess(client: Client, user: string): Access {
  const granted = new Set<GrantedResource>(GRANTED_RESOURCES);
  async function settle(): Promise<void> {
    await client.apply(clusterRole([...granted]));
    // The authorizer works from a watch of its own; ask it until it has heard.
    for (const resource of GRANTED_RESOURCES) {
      await until(`the API server's decision about ${resource}`, async () => {
        return (await mayList(client, user, resource)) === granted.has(resource);
      });
    }
  }
  return {
    grant: (resource) => {
      granted.add(resource);
      return settle();
    },
    revoke: (resource) => {
      granted.delete(resource);
      return settle();
    },
    reset: async () => {
      for (const resource of GRANTED_RESOURCES) granted.add(resource);
      await client.apply(clusterRoleBinding(user));
      await settle();
    },
  };
}

function clusterRole(resources: readonly GrantedResource[]): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'rollcall' },
    rules: resources.map((resource) => ({ ...RULES[resource], verbs: VERBS })),
  };
}

function clusterRoleBinding(user: string): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'rollcall' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'rollcall' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  };
}

/** Asks as the administrator, so that nothing of this shows in the audit log under the product's user. */
async function mayList(client: Client, user: string, resource: GrantedResource): Promise<boolean> {
  const [group] = RULES[resource].apiGroups;
  const review = (await client.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, resourceAttributes: { group, resource, verb: 'list' } },
  })) as { status: { allowed: boolean } };
  return review.status.allowed;
}
