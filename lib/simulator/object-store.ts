import { isDeepStrictEqual } from 'node:util';
import type { Random } from '#lib/base/random.ts';
import { KINDS } from './kinds.ts';
import { randomSuffix, randomUid } from './names.ts';
import type { Kind, NewObject, ObjectMeta, ObjectOf, SimulatedObject } from './objects.ts';
import { prepareForCreate, prepareForUpdate } from './strategy.ts';
import { timestamp } from './timestamp.ts';

/** One write. Revisions grow by one over all kinds; `previous` is what a selector needs to tell leaving from changing. */
export type Change = {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Of a deleted object its last state, under the revision of its deletion. */
  readonly object: SimulatedObject;
  readonly previous: SimulatedObject | undefined;
};

/**
 * What etcd and the registry are to Kubernetes: objects under growing revisions, and a bounded log of what happened to
 * them. A listener is told at once and must not write: it remembers what to do, and does it when its own time comes.
 */
export type ObjectStore = {
  readonly revision: () => number;
  readonly get: <K extends Kind>(kind: K, name: string, namespace?: string) => ObjectOf<K> | undefined;
  /** In the order of namespace and name, as the API lists them. */
  readonly list: <K extends Kind>(kind: K, namespace?: string) => readonly ObjectOf<K>[];
  readonly count: (kind: Kind) => number;
  /** A name that begins so and is not taken. */
  readonly nameFor: (kind: Kind, generateName: string, namespace?: string) => string;
  /** Throws when the name is taken. Adds uid, version, time, and what the API server defaults. */
  readonly create: <K extends Kind>(object: NewObject<K>) => ObjectOf<K>;
  /**
   * Replaces an object by what `change` makes of it; undefined when there is none. A change that changes nothing writes
   * nothing. An object that is being deleted goes for good when its last finalizer is taken off.
   */
  readonly update: <K extends Kind>(
    kind: K,
    name: string,
    namespace: string | undefined,
    change: (object: ObjectOf<K>) => ObjectOf<K>,
  ) => ObjectOf<K> | undefined;
  /** Takes an object away at once, whatever grace or finalizers say; false when there is none. */
  readonly remove: (kind: Kind, name: string, namespace?: string) => boolean;
  readonly subscribe: (listener: (change: Change) => void) => () => void;
  /** What happened after a revision, oldest first; undefined when that is no longer known (410 Gone). */
  readonly changesSince: (revision: number) => readonly Change[] | undefined;
  /** Revisions up to this one can no longer be watched from. */
  readonly compactedRevision: () => number;
  /** Forgets the log up to a revision, or all of it. */
  readonly compact: (revision?: number) => void;
  /**
   * A back-up is put in the place of what was there: the same objects, but revisions count from `revision` again, which
   * is at least the number of objects. The log is empty; who watched is to be cut off by the API server.
   */
  readonly restore: (revision: number) => void;
};

export type ObjectStoreOptions = {
  /** Milliseconds since the Unix epoch; the story's own time. */
  readonly now: () => number;
  readonly random: Random;
  readonly firstRevision?: number;
  /** Changes that are remembered. */
  readonly logLimit?: number;
};

const LOG_LIMIT = 50_000;

export function createObjectStore(options: ObjectStoreOptions): ObjectStore {
  const { now, random, logLimit = LOG_LIMIT } = options;
  const tables = new Map<Kind, Table>(
    Object.values(KINDS).map(({ kind }) => [kind, { objects: new Map(), order: undefined, inNamespace: new Map() }]),
  );
  const listeners = new Set<(change: Change) => void>();
  let revision = options.firstRevision ?? 1;
  let log: Change[] = [];
  let compacted = revision;
  let isTelling = false;

  const tableOf = (kind: Kind): Table => {
    const table = tables.get(kind);
    if (table === undefined) throw new Error(`no kind ${kind}`);
    return table;
  };
  const commit = (type: Change['type'], object: SimulatedObject, previous: SimulatedObject | undefined): void => {
    const change: Change = { revision, type, object, previous };
    log.push(change);
    // In large steps: cutting one off the front at each write would copy the whole log each time.
    if (log.length >= 2 * logLimit) {
      log = log.slice(-logLimit);
      compacted = (log[0]?.revision ?? revision) - 1;
    }
    isTelling = true;
    try {
      for (const listener of listeners) listener(change);
    } finally {
      isTelling = false;
    }
  };
  const nextRevision = (): string => {
    if (isTelling) throw new Error('a listener of the store must not write; it enqueues');
    revision += 1;
    return String(revision);
  };

  const create = <K extends Kind>(draft: NewObject<K>): ObjectOf<K> => {
    const kind = draft.kind as K;
    const table = tableOf(kind);
    const name = nameOf(draft.metadata, table, random);
    const key = keyOf(name, draft.metadata.namespace);
    if (table.objects.has(key)) throw new Error(`${kind} ${key} is there already`);
    const prepared = prepareForCreate(draft);
    const metadata: ObjectMeta = {
      creationTimestamp: timestamp(now()),
      ...prepared.metadata,
      name,
      uid: randomUid(random),
      resourceVersion: nextRevision(),
    };
    const stored = { ...prepared, metadata } as SimulatedObject as ObjectOf<K>;
    put(table, key, stored);
    commit('ADDED', stored, undefined);
    return stored;
  };

  const take = (table: Table, key: string, last: SimulatedObject): void => {
    const resourceVersion = nextRevision();
    removeFrom(table, key, last);
    const gone = { ...last, metadata: { ...last.metadata, resourceVersion } } as SimulatedObject;
    commit('DELETED', gone, last);
  };

  return {
    revision: () => revision,
    get: <K extends Kind>(kind: K, name: string, namespace?: string) =>
      tableOf(kind).objects.get(keyOf(name, namespace)) as ObjectOf<K> | undefined,
    list: <K extends Kind>(kind: K, namespace?: string) => listOf(tableOf(kind), namespace) as readonly ObjectOf<K>[],
    count: (kind) => tableOf(kind).objects.size,
    nameFor: (kind, generateName, namespace) => freeName(tableOf(kind), random, generateName, namespace),
    create,
    update: <K extends Kind>(
      kind: K,
      name: string,
      namespace: string | undefined,
      change: (object: ObjectOf<K>) => ObjectOf<K>,
    ) => {
      const table = tableOf(kind);
      const key = keyOf(name, namespace);
      const previous = table.objects.get(key) as ObjectOf<K> | undefined;
      if (previous === undefined) return undefined;
      const changed = change(previous);
      if (changed === previous) return previous;
      const prepared = prepareForUpdate(changed, previous);
      if (isDeepStrictEqual(prepared, previous)) return previous;
      const { metadata } = prepared;
      if (metadata.deletionTimestamp !== undefined && isReleased(previous, prepared)) {
        take(table, key, prepared);
        return undefined;
      }
      const { name: sameName, uid } = previous.metadata;
      const identity = { name: sameName, uid, resourceVersion: nextRevision() };
      const stored = { ...prepared, metadata: { ...metadata, ...identity } } as ObjectOf<K>;
      put(table, key, stored);
      commit('MODIFIED', stored, previous);
      return stored;
    },
    remove: (kind, name, namespace) => {
      const table = tableOf(kind);
      const key = keyOf(name, namespace);
      const last = table.objects.get(key);
      if (last === undefined) return false;
      take(table, key, last);
      return true;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changesSince: (since) => {
      if (since < compacted) return undefined;
      return log.slice(firstAfter(log, since));
    },
    compactedRevision: () => compacted,
    compact: (until = revision) => {
      compacted = Math.max(compacted, Math.min(until, revision));
      log = log.slice(firstAfter(log, compacted));
    },
    restore: (to) => {
      const all = [...tables.values()].flatMap((table) =>
        [...table.objects.entries()].map((each) => [table, each] as const),
      );
      if (to < all.length) throw new Error(`a revision below the number of objects cannot be restored: ${to}`);
      let next = to - all.length;
      for (const [table, [key, object]] of all) {
        next += 1;
        const metadata = { ...object.metadata, resourceVersion: String(next) };
        put(table, key, { ...object, metadata } as SimulatedObject);
      }
      revision = to;
      compacted = to;
      log = [];
    },
  };
}

/** The objects of a kind by `namespace/name`, with their order kept until one comes or goes. */
type Table = {
  readonly objects: Map<string, SimulatedObject>;
  order: readonly string[] | undefined;
  readonly inNamespace: Map<string, Map<string, SimulatedObject>>;
};

function keyOf(name: string, namespace = ''): string {
  return `${namespace}/${name}`;
}

function put(table: Table, key: string, object: SimulatedObject): void {
  if (!table.objects.has(key)) table.order = undefined;
  table.objects.set(key, object);
  const { namespace } = object.metadata;
  if (namespace === undefined) return;
  let within = table.inNamespace.get(namespace);
  if (within === undefined) {
    within = new Map();
    table.inNamespace.set(namespace, within);
  }
  within.set(key, object);
}

function removeFrom(table: Table, key: string, { metadata }: SimulatedObject): void {
  table.objects.delete(key);
  table.order = undefined;
  if (metadata.namespace !== undefined) table.inNamespace.get(metadata.namespace)?.delete(key);
}

function listOf(table: Table, namespace: string | undefined): readonly SimulatedObject[] {
  if (namespace !== undefined) {
    const within = table.inNamespace.get(namespace);
    return within === undefined ? [] : [...within.keys()].sort().flatMap((key) => within.get(key) ?? []);
  }
  table.order ??= [...table.objects.keys()].sort();
  return table.order.flatMap((key) => table.objects.get(key) ?? []);
}

function nameOf(metadata: NewObject['metadata'], table: Table, random: Random): string {
  if ('name' in metadata && metadata.name !== undefined) return metadata.name;
  return freeName(table, random, metadata.generateName ?? '', metadata.namespace);
}

function freeName(table: Table, random: Random, generateName: string, namespace: string | undefined): string {
  for (;;) {
    const name = `${generateName}${randomSuffix(random)}`;
    if (!table.objects.has(keyOf(name, namespace))) return name;
  }
}

/** The last finalizer is gone, and nobody waits for a grace period: only pods have one, and their kubelet ends it. */
function isReleased(previous: SimulatedObject, next: SimulatedObject): boolean {
  const had = previous.metadata.finalizers?.length ?? 0;
  const has = next.metadata.finalizers?.length ?? 0;
  return had > 0 && has === 0 && (next.metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

/** The place of the first change after a revision, by halving. */
function firstAfter(log: readonly Change[], revision: number): number {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log[middle]?.revision ?? 0) <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
