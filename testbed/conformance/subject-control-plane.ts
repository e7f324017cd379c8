import { Agent } from 'undici';
import { until } from '../client.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from '../control-plane.ts';
import { type KubernetesObject, objectPath, type Reference } from '../kinds.ts';
import { makeExchange, type Tokens } from './exchange.ts';
import { type ClusterSubject, ONE_NAMESPACE } from './subject.ts';

export type ControlPlaneSubjectOptions = ControlPlaneOptions & {
  /** `false`: etcd and the API server alone, so that nobody but the case writes; nodes have no kubelets then. */
  readonly controllers?: boolean;
};

const TOKENS: Tokens = {
  all: 'all-token',
  none: 'none-token',
  oneNamespace: 'one-namespace-token',
  wrong: 'no-such-token',
};

export async function startControlPlaneSubject({
  controllers = true,
  ...options
}: ControlPlaneSubjectOptions = {}): Promise<ClusterSubject & { readonly controlPlane: ControlPlane }> {
  const controlPlane = await startControlPlane({
    audit: 'off',
    // Without its controller a namespace gets no ServiceAccount, and without one no pod would be let in.
    ...(!controllers && { apiServerArgs: ['--disable-admission-plugins=ServiceAccount'] }),
    ...options,
    users: [
      { name: 'everything', token: TOKENS.all, groups: ['system:masters'] },
      { name: 'nothing', token: TOKENS.none },
      { name: 'one-namespace', token: TOKENS.oneNamespace },
    ],
  });
  const { client, nodes, url, ca } = controlPlane;
  const exchange = makeExchange({ url, ca, tokens: TOKENS });
  try {
    await grantOneNamespace(controlPlane);
    if (!controllers)
      for (const name of ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const)
        await controlPlane.component(name).stop();
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
  const mergePatch = async (path: string, patch: unknown) =>
    (await client.request('PATCH', path, patch, 'application/merge-patch+json')) as KubernetesObject;
  return {
    name: 'control plane',
    controlPlane,
    url,
    ...exchange,
    create: async (object) => (await client.request('POST', collectionOf(object), object)) as KubernetesObject,
    patch: (reference, patch) => client.patch(reference, patch),
    patchStatus: (reference, patch) => mergePatch(`${objectPath(reference)}/status`, patch),
    delete: client.delete,
    compact: async () => {
      await compactEtcd(controlPlane.etcdUrl, await exchange.currentRevision());
      // The API server remembers more than etcd; a new process remembers nothing.
      await controlPlane.component('kube-apiserver').restart();
    },
    until,
    addNodes: (plans) => nodes.add(plans),
    killKubelet: nodes.killKubelet,
    reviveKubelet: nodes.reviveKubelet,
    evict: async ({ name, namespace }) => {
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
      const { status, json } = await exchange.get(`${objectPath({ kind: 'Pod', name, namespace })}/eviction`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(eviction),
      });
      return { status, message: (json as { readonly message?: string }).message ?? '' };
    },
    close: async () => {
      await exchange.close();
      await controlPlane.stop();
    },
  };
}

function collectionOf({ kind, metadata }: KubernetesObject): string {
  const path = objectPath({ kind: kind as Reference['kind'], name: '', ...namespaceOf(metadata) });
  return path.slice(0, -1);
}

function namespaceOf({ namespace }: KubernetesObject['metadata']): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

async function grantOneNamespace({ client }: ControlPlane): Promise<void> {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const metadata = { name: 'reader', namespace: ONE_NAMESPACE };
  await client.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ONE_NAMESPACE } },
    {
      apiVersion,
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }],
    },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'one-namespace' }],
    },
  );
}

/** Through etcd's JSON gateway. */
async function compactEtcd(etcdUrl: string, revision: string): Promise<void> {
  const agent = new Agent();
  try {
    const { statusCode, body } = await agent.request({
      origin: etcdUrl,
      path: '/v3/kv/compaction',
      method: 'POST',
      body: JSON.stringify({ revision, physical: true }),
    });
    const text = await body.text();
    // etcd may have been asked for the same revision before.
    if (statusCode !== 200 && !text.includes('has been compacted')) throw new Error(`etcd: ${statusCode} ${text}`);
  } finally {
    await agent.destroy();
  }
}
