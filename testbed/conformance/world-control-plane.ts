import { until } from '../client.ts';
import { startControlPlane } from '../control-plane.ts';
import { namespace } from '../scenario.ts';
import { makeReader } from './reader.ts';
import type { World } from './world.ts';

const TOKEN = 'story-token';

/** The real control plane, with kwok for kubelets. `complaints` are what kwok logs of stages that do not work. */
export async function startControlPlaneWorld(): Promise<World & { readonly complaints: () => readonly string[] }> {
  const controlPlane = await startControlPlane({
    audit: 'off',
    users: [{ name: 'story', token: TOKEN, groups: ['system:masters'] }],
  });
  const { client, nodes, url, ca } = controlPlane;
  const endpoint = { url, ca, token: TOKEN };
  const reader = makeReader(endpoint);
  return {
    name: 'control plane',
    endpoint,
    complaints: controlPlane.kwokErrors,
    addNamespace: async (name, labels) => {
      await client.apply(namespace(name, labels));
      // Until it is there every pod is refused, which would be a story of its own.
      await client.until(`the ServiceAccount of ${name}`, () =>
        client.get({ kind: 'ServiceAccount', name: 'default', namespace: name }),
      );
    },
    addNodes: (plans) => nodes.add(plans),
    removeNode: nodes.remove,
    killKubelet: nodes.killKubelet,
    reviveKubelet: nodes.reviveKubelet,
    taint: nodes.taint,
    untaint: nodes.untaint,
    cordon: nodes.cordon,
    uncordon: nodes.uncordon,
    sayOfNode: async (name, type, status) => {
      const now = new Date().toISOString();
      const condition = { type, status, reason: 'SaidByStory', lastHeartbeatTime: now, lastTransitionTime: now };
      const patch = { status: { conditions: [condition] } };
      // Merges conditions by their type, as a kubelet writes them.
      await client.request('PATCH', `/api/v1/nodes/${name}/status`, patch, 'application/strategic-merge-patch+json');
    },
    label: nodes.label,
    apply: async (object) => {
      await client.apply(object);
    },
    patch: async (reference, patch) => {
      await client.patch(reference, patch);
    },
    delete: client.delete,
    get: reader.get,
    list: reader.list,
    until,
    close: async () => {
      await reader.close();
      await controlPlane.stop();
    },
  };
}
