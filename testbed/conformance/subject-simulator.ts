import { seededRandom } from '#lib/base/random.ts';
import { startApiServer, type User } from '#lib/simulator/api/api-server.ts';
import { createSimulatedCluster, type SimulatedCluster } from '#lib/simulator/cluster.ts';
import type { Kind, ObjectOf } from '#lib/simulator/objects.ts';
import { createStoryClock, type StoryClock } from '#lib/simulator/story-clock.ts';
import type { WaitOptions } from '../client.ts';
import type { KubernetesObject, Reference } from '../kinds.ts';
import { makeExchange, type Tokens } from './exchange.ts';
import { mergePatch } from './merge-patch.ts';
import { draftOf, placeOf, taintsOf } from './simulated-draft.ts';
import { type ClusterSubject, ONE_NAMESPACE } from './subject.ts';

export type SimulatorSubjectOptions = {
  /** `false`: nobody but the case writes; nodes have no kubelets then. */
  readonly controllers?: boolean;
  readonly seed?: number;
};

const TOKENS: Tokens = {
  all: 'all-token',
  none: 'none-token',
  oneNamespace: 'one-namespace-token',
  wrong: 'no-such-token',
};
/** The names are those of the real control plane's users: messages say them. */
const USERS: readonly User[] = [
  { name: 'everything', token: TOKENS.all, rules: 'all' },
  { name: 'nothing', token: TOKENS.none, rules: [] },
  { name: 'one-namespace', token: TOKENS.oneNamespace, rules: [{ resources: '*', namespaces: [ONE_NAMESPACE] }] },
];

/** Time stands still but for `until`, which steps it: a story that takes minutes is told in a second. */
export async function startSimulatorSubject({
  controllers = true,
  seed = 1,
}: SimulatorSubjectOptions = {}): Promise<ClusterSubject & { readonly cluster: SimulatedCluster }> {
  const clock = createStoryClock(Date.now());
  // As the real control plane of the test bed is started.
  const cluster = createSimulatedCluster({ clock, seed, settings: { nodeMonitorGraceMillis: 16_000 } });
  const { store } = cluster;
  cluster.apply<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name: ONE_NAMESPACE }, spec: {} });
  if (controllers) cluster.start();
  const server = await startApiServer({ store, users: USERS, random: seededRandom(seed), anonymous: true });
  const exchange = makeExchange({ url: server.url, tokens: TOKENS });

  const patch = async (reference: Reference, change: unknown): Promise<KubernetesObject> => {
    const place = placeOf(reference);
    cluster.patch(place, (object) => mergePatch(object, change) as ObjectOf<Kind>);
    return plain(store.get(place.kind, place.name, place.namespace));
  };
  const until: ClusterSubject['until'] = (what, condition, options) => stepUntil(clock, what, condition, options);
  return {
    name: 'simulator',
    cluster,
    url: server.url,
    ...exchange,
    create: async (object) => {
      const draft = draftOf(object);
      if (nameIsTaken(cluster, object)) throw new Error(`${object.kind} ${object.metadata.name} is there already`);
      return plain(cluster.apply(draft));
    },
    patch,
    patchStatus: patch,
    delete: async (reference, options) => cluster.delete(placeOf(reference), options),
    compact: async () => server.compact(),
    until,
    addNodes: async (plans) => {
      for (const { kubelet = true, ...plan } of plans) {
        cluster.nodes.add({ ...plan, taints: taintsOf(plan), isBeingBorn: true });
        if (!kubelet) cluster.nodes.kill(plan.name);
      }
      const names = plans.filter(({ kubelet }) => kubelet !== false).map(({ name }) => name);
      await until('the nodes to be Ready', async () => names.every((name) => isReady(cluster, name)));
    },
    killKubelet: async (node) => cluster.nodes.kill(node),
    reviveKubelet: async (node) => cluster.nodes.revive(node),
    evict: async (pod) => {
      const result = cluster.evict(pod);
      return result.ok ? { status: 201, message: '' } : { status: result.error.code, message: result.error.message };
    },
    close: async () => {
      await exchange.close();
      await server.close();
      cluster.stop();
    },
  };
}

const STEP_MILLIS = 100;
const WAIT_MILLIS = 30_000;

async function stepUntil<Value>(
  clock: StoryClock,
  what: string,
  condition: () => Promise<Value | undefined | false>,
  { timeoutMillis = WAIT_MILLIS, everyMillis = STEP_MILLIS }: WaitOptions = {},
): Promise<Value> {
  let failure = '';
  for (let waited = 0; waited <= timeoutMillis; waited += everyMillis) {
    try {
      const value = await condition();
      if (value !== undefined && value !== false) return value;
      failure = '';
    } catch (error) {
      failure = `; the last try failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    clock.advance(everyMillis);
  }
  throw new Error(`waited ${timeoutMillis / 1_000} s of the story in vain for: ${what}${failure}`);
}

function nameIsTaken({ store }: SimulatedCluster, { kind, metadata }: KubernetesObject): boolean {
  const { namespace, name } = metadata;
  const place = placeOf({ kind: kind as Reference['kind'], name, ...(namespace !== undefined && { namespace }) });
  return store.get(place.kind, place.name, place.namespace) !== undefined;
}

/** As it goes over the wire. */
function plain(object: object | undefined): KubernetesObject {
  if (object === undefined) throw new Error('the object is gone');
  return JSON.parse(JSON.stringify(object)) as KubernetesObject;
}

function isReady({ store }: SimulatedCluster, name: string): boolean {
  const { status, spec } = store.get('Node', name) ?? {};
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return (
    ready?.status === 'True' && !(spec?.taints ?? []).some(({ key }) => key.startsWith('node.kubernetes.io/not-ready'))
  );
}
