import { seededRandom } from '#lib/base/random.ts';
import { startApiServer } from '#lib/simulator/api/api-server.ts';
import { createSimulatedCluster } from '#lib/simulator/cluster.ts';
import type { Settings } from '#lib/simulator/context.ts';
import type { Kind, NewObject, ObjectOf } from '#lib/simulator/objects.ts';
import { createStoryClock } from '#lib/simulator/story-clock.ts';
import { until } from '../client.ts';
import { namespace } from '../scenario.ts';
import { mergePatch } from './merge-patch.ts';
import { makeReader } from './reader.ts';
import { draftOf, placeOf, taintsOf } from './simulated-draft.ts';
import type { World } from './world.ts';

const TOKEN = 'story-token';

/** The pace of the real control plane of the test bed: its flags, and the delays of its stages. */
const PACE: Partial<Settings> = {
  nodeMonitorGraceMillis: 16_000,
  nodeBirthMillis: [300, 500],
  podStartMillis: [500, 600],
  podStopMillis: [10, 60],
  crashLoopBackOffMillis: [6_000, 6_000],
};

/** The simulated cluster, in real time. */
export async function startSimulatorWorld(seed = 1): Promise<World> {
  const clock = createStoryClock(Date.now());
  const cluster = createSimulatedCluster({ clock, seed, settings: PACE });
  cluster.start();
  clock.goLive();
  const users = [{ name: 'story', token: TOKEN, rules: 'all' as const }];
  const server = await startApiServer({ store: cluster.store, users, random: seededRandom(seed) });
  const endpoint = { url: server.url, token: TOKEN };
  const reader = makeReader(endpoint);
  const { nodes } = cluster;
  const soon = <Arguments extends readonly unknown[]>(act: (...all: Arguments) => void) => {
    return async (...all: Arguments) => act(...all);
  };
  return {
    name: 'simulator',
    endpoint,
    addNamespace: async (name, labels) => {
      cluster.apply(draftOf(namespace(name, labels)));
    },
    addNodes: async (plans) => {
      for (const { kubelet = true, ...plan } of plans) {
        nodes.add({ ...plan, taints: taintsOf(plan), isBeingBorn: true });
        if (!kubelet) nodes.kill(plan.name);
      }
      const waited = plans.filter(({ kubelet }) => kubelet !== false).map(({ name }) => name);
      await until('the nodes to be Ready', async () =>
        waited.every((name) => isReady(cluster.store.get('Node', name))),
      );
    },
    removeNode: soon(nodes.remove),
    killKubelet: soon(nodes.kill),
    reviveKubelet: soon(nodes.revive),
    taint: soon((name, taint) => {
      for (const each of taintsOf({ name, taints: [taint] })) nodes.taint(name, each);
    }),
    untaint: soon(nodes.untaint),
    cordon: soon(nodes.cordon),
    uncordon: soon(nodes.uncordon),
    sayOfNode: soon((name, type, status) => nodes.setCondition(name, { type, status, reason: 'SaidByStory' })),
    label: soon(nodes.label),
    apply: async (object) => {
      cluster.apply<Kind>(draftOf(object) as NewObject);
    },
    patch: async (reference, patch) => {
      cluster.patch(placeOf(reference), (object) => mergePatch(object, patch) as ObjectOf<Kind>);
    },
    delete: async (reference, options) => cluster.delete(placeOf(reference), options),
    get: reader.get,
    list: reader.list,
    until,
    close: async () => {
      await reader.close();
      await server.close();
      cluster.stop();
    },
  };
}

function isReady(node: ObjectOf<'Node'> | undefined): boolean {
  const ready = node?.status.conditions?.find(({ type }) => type === 'Ready');
  const isTainted = (node?.spec.taints ?? []).some(({ key }) => key.startsWith('node.kubernetes.io/not-ready'));
  return ready?.status === 'True' && !isTainted;
}
