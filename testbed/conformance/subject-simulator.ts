import { seededRandom } from '#lib/base/random.ts';
import { startApiServer, type User } from '#lib/simulator/api/api-server.ts';
import { requestDeletion } from '#lib/simulator/deletion.ts';
import { createObjectStore, type ObjectStore } from '#lib/simulator/object-store.ts';
import type { Kind, NewObject, ObjectOf, SimulatedObject } from '#lib/simulator/objects.ts';
import { until } from '../client.ts';
import type { KubernetesObject, Reference } from '../kinds.ts';
import { makeExchange, type Tokens } from './exchange.ts';
import { ONE_NAMESPACE, type Subject } from './subject.ts';

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
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system', ONE_NAMESPACE] as const;

/** The simulator's API server and store alone: nobody but the case writes. */
export async function startStoreSubject(seed = 1): Promise<Subject> {
  const random = seededRandom(seed);
  const store = createObjectStore({ now: Date.now, random });
  for (const name of NAMESPACES)
    store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {} });
  const server = await startApiServer({ store, users: USERS, random, anonymous: true });
  const exchange = makeExchange({ url: server.url, tokens: TOKENS });
  return {
    name: 'simulator',
    url: server.url,
    ...exchange,
    ...writerOf(store),
    compact: async () => server.compact(),
    until,
    close: async () => {
      await exchange.close();
      await server.close();
    },
  };
}

/** What a client may write, told to the store: the simulator's API has no writing half. */
function writerOf(store: ObjectStore): Pick<Subject, 'create' | 'patch' | 'patchStatus' | 'delete'> {
  const clock = { now: Date.now, monotonic: () => performance.now(), setTimer: () => () => undefined };
  const patch = (reference: Reference, change: unknown): KubernetesObject => {
    const { kind, name, namespace } = simulated(reference);
    const after = store.update(kind, name, namespace, (object) => merge(object, change) as ObjectOf<Kind>);
    if (after === undefined) throw new Error(`there is no ${kind} ${name}`);
    return plain(after);
  };
  return {
    create: async (object) => plain(store.create(draftOf(object))),
    patch: async (reference, change) => patch(reference, change),
    patchStatus: async (reference, change) => patch(reference, change),
    delete: async (reference, options) => {
      requestDeletion({ store, clock }, simulated(reference), options);
    },
  };
}

const CLUSTER_SCOPED: readonly string[] = ['Namespace', 'Node', 'PriorityClass'];

function simulated({ kind, name, namespace = 'default' }: Reference): {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace?: string;
} {
  return { kind: kind as Kind, name, ...(!CLUSTER_SCOPED.includes(kind) && { namespace }) };
}

function draftOf(object: KubernetesObject): NewObject {
  const { kind, metadata } = object;
  const { namespace = 'default' } = metadata;
  const place = CLUSTER_SCOPED.includes(kind) ? {} : { namespace };
  return { ...object, metadata: { ...metadata, ...place } } as KubernetesObject as NewObject;
}

function plain(object: SimulatedObject): KubernetesObject {
  return JSON.parse(JSON.stringify(object)) as KubernetesObject;
}

/** A JSON merge patch (RFC 7386). */
export function merge(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged = new Map(isRecord(value) ? Object.entries(value) : []);
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), change));
  }
  return Object.fromEntries(merged);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
