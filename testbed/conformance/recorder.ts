import type { Pod } from '#lib/simulator/objects.ts';
import { until } from '../client.ts';
import type { Kind, KubernetesObject } from '../kinds.ts';
import { type Change, type Endpoint, makeReader } from './reader.ts';

/** What is followed; all of it is written down, in the order in which the API told it. */
const FOLLOWED = ['Pod', 'DaemonSet', 'ControllerRevision', 'Event', 'Node'] as const satisfies readonly Kind[];
export type Followed = (typeof FOLLOWED)[number];

export type PodChange = { readonly type: Change['type']; readonly pod: Pod; readonly at: number };

/** What was told of one namespace so far. */
export type Chronicle = {
  readonly pods: readonly PodChange[];
  /** Every revision that ever was, in the order of creation. */
  readonly revisions: readonly KubernetesObject[];
  /** Every event, in its last form. */
  readonly events: readonly KubernetesObject[];
};

export type Recorder = {
  readonly chronicle: (namespace: string) => Chronicle;
  /** The objects that are there now. */
  readonly present: (kind: Followed, namespace?: string) => readonly KubernetesObject[];
  /** From now on nothing happens in a namespace for so long. */
  readonly untilQuiet: (namespace: string, millis: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Follows a whole cluster by LIST and WATCH, the same way for each. */
export async function openRecorder(endpoint: Endpoint): Promise<Recorder> {
  const reader = makeReader(endpoint);
  const present = new Map<Followed, Map<string, KubernetesObject>>(FOLLOWED.map((kind) => [kind, new Map()]));
  const pods = new Map<string, PodChange[]>();
  const revisions = new Map<string, Map<string, KubernetesObject>>();
  const events = new Map<string, Map<string, KubernetesObject>>();
  const lastChange = new Map<string, number>();
  let failure: unknown;

  const tell = (kind: Followed, { type, object }: Change): void => {
    const { name, namespace = '' } = object.metadata;
    const uid = String(object.metadata['uid']);
    const table = present.get(kind);
    if (type === 'DELETED') table?.delete(`${namespace}/${name}`);
    else table?.set(`${namespace}/${name}`, object);
    if (kind !== 'Node') lastChange.set(namespace, performance.now());
    if (kind === 'Pod') {
      const pod = object as KubernetesObject & Pod;
      within(pods, namespace, () => []).push({ type, pod, at: performance.now() });
    }
    if (kind === 'ControllerRevision') within(revisions, namespace, () => new Map()).set(uid, object);
    if (kind === 'Event') within(events, namespace, () => new Map()).set(uid, object);
  };
  await Promise.all(
    FOLLOWED.map((kind) =>
      reader.follow(
        kind,
        (change) => tell(kind, change),
        (error) => {
          failure = error;
        },
      ),
    ),
  );
  return {
    chronicle: (namespace) => ({
      pods: pods.get(namespace) ?? [],
      revisions: [...(revisions.get(namespace)?.values() ?? [])],
      events: [...(events.get(namespace)?.values() ?? [])],
    }),
    present: (kind, namespace) =>
      [...(present.get(kind)?.values() ?? [])].filter(
        ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
      ),
    untilQuiet: async (namespace, millis) => {
      const begin = performance.now();
      await until(`${namespace} to be quiet`, async () => {
        if (failure !== undefined) throw new Error('the recorder has lost its watch', { cause: failure });
        return performance.now() - Math.max(begin, lastChange.get(namespace) ?? 0) >= millis;
      });
    },
    close: reader.close,
  };
}

function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
