import type { Millis } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { RESOURCES, type Resource } from '#lib/domain/objects.ts';
import { matchesLabelSelector } from '#lib/domain/placement/label-selector.ts';
import type { ClusterSource } from './cluster-source.ts';
import type { ConnectionFailure } from './connection-failure.ts';
import { newestTimeOf } from './files/newest-time.ts';
import { type FileInput, readObjects } from './files/read-file.ts';
import type { ClusterHealth, ResourceHealth } from './health.ts';
import { Interner } from './intern.ts';
import { createMemoryStore } from './memory-store.ts';
import { processDigest } from './project/digest.ts';
import { projectObject, resourceOfKind } from './project/object.ts';
import { isRaw, rawOf, textOf } from './project/raw.ts';
import { parseSelector } from './selector-text.ts';

export type { FileInput } from './files/read-file.ts';

export type FilesOptions = {
  /** The moment to speak of; else the newest that the files tell. */
  readonly now?: Millis;
  /** The wall clock, for files that tell none. */
  readonly wallClock?: () => Millis;
  /** What the path `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly ignoreNodes?: string;
};

/** Reads objects from files into a store; the files are read once and never go stale. */
export async function openFiles(
  files: readonly FileInput[],
  { now, wallClock = Date.now, stdin = process.stdin, ignoreNodes }: FilesOptions = {},
): Promise<Result<ClusterSource, ConnectionFailure>> {
  const selector = ignoreNodes === undefined ? undefined : parseSelector(ignoreNodes);
  if (selector?.ok === false) return selector;

  const interner = new Interner();
  const context = {
    digest: processDigest(),
    text: (text: string) => interner.text(text),
    share: <Value extends object>(value: Value) => interner.share(value),
  };
  const store = createMemoryStore({
    interner,
    ...(selector === undefined ? {} : { ignoreNode: (node) => matchesLabelSelector(selector.value, node.labels) }),
  });
  const states = new Map(RESOURCES.map((resource) => [resource, store.beginRelist(resource)]));
  const ignoredKinds = new Map<string, number>();
  let malformed = 0;
  let newest: Millis | undefined;
  let objects = 0;
  let found = 0;
  let lists = 0;

  const take = (raw: unknown) => {
    found += 1;
    const projected = projectObject(completed(raw), context);
    if (projected.kind === 'Malformed') {
      if (raw !== null && raw !== undefined) malformed += 1;
      return;
    }
    objects += 1;
    if (projected.kind === 'Ignored') {
      ignoredKinds.set(projected.objectKind, (ignoredKinds.get(projected.objectKind) ?? 0) + 1);
      return;
    }
    const time = newestTimeOf(raw);
    if (time !== undefined && (newest === undefined || time > newest)) newest = time;
    states.get(projected.resource)?.add(projected.record);
  };

  for (const file of files) {
    const input = file === '-' ? { name: 'standard input', bytes: stdin } : file;
    const before = { objects, found, lists };
    const read = await readObjects(input, { onObject: take, onList: () => (lists += 1) });
    if (!read.ok) return read;
    // A list without an item is a cluster without an object; anything else that holds none is not what was meant.
    const isEmptyList = lists > before.lists && found === before.found;
    if (objects === before.objects && !isEmptyList) {
      return failure({ kind: 'NoObjects', path: typeof input === 'string' ? input : input.name });
    }
  }
  for (const state of states.values()) state.commit();

  const health: ClusterHealth = {
    resources: healthOf((resource) => store.size(resource), malformed),
    asOf: now ?? newest ?? wallClock(),
  };
  return success({
    name: nameOf(files),
    version: () => undefined,
    store,
    health: () => health,
    onHealthChange: () => () => {},
    ignoredNodes: store.ignoredNodes,
    ignoredKinds: Object.fromEntries(ignoredKinds),
    stop: async () => {},
  });
}

/** A manifest that never met an API server has no uid, and perhaps no namespace: both follow from what it says. */
function completed(raw: unknown): unknown {
  if (!isRaw(raw) || !isRaw(raw['metadata'])) return raw;
  const { metadata } = raw;
  const kind = textOf(raw['kind']) ?? '';
  const resource = resourceOfKind(textOf(raw['apiVersion']) ?? '', kind);
  if (resource === undefined) return raw;
  const namespaced = resource !== 'nodes' && resource !== 'namespaces' && resource !== 'priorityclasses';
  const namespace = textOf(metadata['namespace']) ?? (namespaced ? 'default' : undefined);
  const id = textOf(metadata['uid']) ?? `${kind}/${namespace ?? ''}/${textOf(metadata['name']) ?? ''}`;
  return { ...raw, metadata: { ...rawOf(metadata), uid: id, ...(namespace === undefined ? {} : { namespace }) } };
}

/** A kind that is absent is empty; but without any Node nothing can be said about nodes, as if they were forbidden. */
function healthOf(sizeOf: (resource: Resource) => number, malformed: number): Record<Resource, ResourceHealth> {
  const entries = RESOURCES.map((resource): [Resource, ResourceHealth] => {
    const objects = sizeOf(resource);
    const errors = malformed > 0 && resource === 'pods' ? { 'skipped object': malformed } : {};
    const absent = resource === 'nodes' && objects === 0;
    return [
      resource,
      {
        state: absent ? 'retrying' : 'live',
        ...(absent ? { cause: 'forbidden', note: 'the files hold no Node' } : {}),
        synced: !absent,
        ...(absent ? {} : { asOfAgeMillis: 0 }),
        objects,
        relists: 0,
        errors,
      },
    ];
  });
  return Object.fromEntries(entries) as Record<Resource, ResourceHealth>;
}

function nameOf(files: readonly FileInput[]): string {
  const names = files.map((file) => (typeof file === 'string' ? file : file.name));
  const [first = ''] = names;
  const short = first === '-' ? 'standard input' : first.slice(first.lastIndexOf('/') + 1);
  return names.length > 1 ? `${short} and ${names.length - 1} more` : short;
}
