import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { nodeName, objectKey, uid } from '#lib/domain/keys.ts';
import { RESOURCES } from '#lib/domain/objects.ts';
import type { ClusterSource } from './cluster-source.ts';
import type { ConnectionFailure } from './connection-failure.ts';
import { type FileInput, type FilesOptions, openFiles } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'node-a',
    uid: 'n',
    creationTimestamp: '2026-01-01T00:00:00Z',
    annotations: { t: '2030-01-01T00:00:00Z' },
  },
  spec: { taints: [{ key: 'a', effect: 'NoSchedule', timeAdded: '2026-01-02T00:00:00Z' }] },
  status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-01-03T00:00:00Z' }] },
};
const daemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default', uid: 'd', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: { metadata: { labels: { app: 'agent' } }, spec: {} } },
};
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'default' }, data: {} };
const list = { apiVersion: 'v1', items: [node, daemonSet, configMap], kind: 'List', metadata: { resourceVersion: '' } };

function bytes(...parts: (string | Uint8Array)[]): FileInput {
  return {
    name: 'given',
    bytes: (async function* () {
      for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
    })(),
  };
}

/** With its mark, in pieces that cut characters in half. */
function inUtf16(text: string, order: 'little' | 'big'): readonly Buffer[] {
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const whole = order === 'little' ? little : little.swap16();
  return [whole.subarray(0, 101), whole.subarray(101, 202), whole.subarray(202)];
}

async function open(files: FileInput | readonly FileInput[], options?: FilesOptions): Promise<ClusterSource> {
  const opened = await openFiles(Array.isArray(files) ? files : [files as FileInput], options);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

async function failureOf(files: FileInput | readonly FileInput[], options?: FilesOptions): Promise<ConnectionFailure> {
  const opened = await openFiles(Array.isArray(files) ? files : [files as FileInput], options);
  if (opened.ok) throw new Error('opened');
  return opened.error;
}

function contentOf({ store, ignoredKinds, health }: ClusterSource) {
  return {
    nodes: [...store.nodeNames()],
    daemonSets: [...store.daemonSetUids()],
    ignoredKinds,
    asOf: new Date(health().asOf ?? 0).toISOString(),
  };
}

const WHOLE = {
  nodes: [nodeName('node-a')],
  daemonSets: [uid('d')],
  ignoredKinds: { ConfigMap: 1 },
  asOf: '2026-01-03T00:00:00.000Z',
};

const forms: readonly { readonly name: string; readonly given: readonly FileInput[] }[] = [
  { name: 'a List as JSON', given: [bytes(JSON.stringify(list, undefined, 4))] },
  { name: 'a List as YAML, as kubectl writes it', given: [bytes(stringify(list, { indentSeq: false }))] },
  { name: 'a List as YAML with indented items', given: [bytes(stringify(list, { indentSeq: true }))] },
  {
    name: 'a List as YAML in flow style',
    given: [bytes(`# a dump\nitems: ${JSON.stringify(list.items)}\nkind: List\n`)],
  },
  {
    name: 'YAML in several documents',
    given: [bytes(`---\n${[node, daemonSet, configMap].map((each) => stringify(each)).join('---\n')}...\n`)],
  },
  {
    name: 'single objects in several files',
    given: [bytes(JSON.stringify(node)), bytes(stringify(daemonSet)), bytes(JSON.stringify(configMap))],
  },
  {
    name: 'objects one after another',
    given: [bytes(JSON.stringify(node), '\n', JSON.stringify(daemonSet), JSON.stringify(configMap))],
  },
  { name: 'an array of objects', given: [bytes(JSON.stringify(list.items))] },
  { name: 'a List inside a List', given: [bytes(JSON.stringify({ ...list, items: [list] }))] },
  { name: 'JSON in UTF-16, as PowerShell writes it', given: [bytes(...inUtf16(JSON.stringify(list), 'little'))] },
  { name: 'YAML in UTF-16 of the other order', given: [bytes(...inUtf16(stringify(list), 'big'))] },
  { name: 'a byte order mark and CRLF', given: [bytes(`\uFEFF${stringify(list).replaceAll('\n', '\r\n')}`)] },
  {
    name: 'typed lists as the API answers them, whose items have no kind',
    given: [
      bytes(
        JSON.stringify({
          items: [{ ...node, kind: undefined, apiVersion: undefined }],
          kind: 'NodeList',
          apiVersion: 'v1',
        }),
      ),
      bytes(
        JSON.stringify({ kind: 'DaemonSetList', apiVersion: 'apps/v1', items: [{ ...daemonSet, kind: undefined }] }),
      ),
      bytes(JSON.stringify(configMap)),
    ],
  },
];
test.for(forms)('reads $name', async ({ given }) => {
  expect(contentOf(await open(given))).toStrictEqual(WHOLE);
});

test('a character split between two chunks is whole again', async () => {
  const text = Buffer.from(JSON.stringify({ ...daemonSet, metadata: { ...daemonSet.metadata, labels: { a: 'né' } } }));
  const cut = text.indexOf(0xc3) + 1;
  const { store } = await open(bytes(text.subarray(0, cut), text.subarray(cut)));
  expect(store.daemonSet(uid('d'))?.labels).toStrictEqual({ a: 'né' });
});

test('reads a path, and - as standard input', async () => {
  const path = join(folder, 'dump.json');
  writeFileSync(path, JSON.stringify(node));
  const stdin = (async function* () {
    yield Buffer.from(JSON.stringify(daemonSet));
  })();
  const source = await open([path, '-'], { stdin });
  expect(contentOf(source)).toStrictEqual({ ...WHOLE, ignoredKinds: {} });
  expect(source.name).toBe('dump.json and 1 more');
});

describe('the moment', () => {
  test('is the one that was asked for', async () => {
    expect((await open(bytes(JSON.stringify(list)), { now: 5 })).health().asOf).toBe(5);
  });
  test('does not follow deletionTimestamp, which lies in the future, nor what a person may write', async () => {
    const deleted = { ...node, metadata: { ...node.metadata, deletionTimestamp: '2027-01-01T00:00:00Z' } };
    expect(contentOf(await open(bytes(JSON.stringify(deleted)))).asOf).toBe(WHOLE.asOf);
  });
  test('is the wall clock when the files tell no time', async () => {
    const timeless = { ...daemonSet, metadata: { name: 'agent' } };
    expect((await open(bytes(JSON.stringify(timeless)), { wallClock: () => 77 })).health().asOf).toBe(77);
  });
});

test('without any Node, nodes are as if forbidden; every other absent kind is empty', async () => {
  const { resources } = (await open(bytes(JSON.stringify(daemonSet)))).health();
  expect(resources.nodes).toStrictEqual({
    state: 'retrying',
    cause: 'forbidden',
    note: 'the files hold no Node',
    synced: false,
    objects: 0,
    relists: 0,
    errors: {},
  });
  expect(resources.pods).toStrictEqual({
    state: 'live',
    synced: true,
    asOfAgeMillis: 0,
    objects: 0,
    relists: 0,
    errors: {},
  });
});

const emptyLists = [
  { name: 'JSON', given: '{\n "apiVersion": "v1",\n "items": [],\n "kind": "List",\n "metadata": {}\n}\n' },
  { name: 'YAML', given: 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n' },
  { name: 'a typed list', given: '{"kind":"PodList","apiVersion":"v1","items":[]}' },
];
test.for(emptyLists)('a list without an item is a cluster without an object: $name', async ({ given }) => {
  const { resources } = (await open(bytes(given))).health();
  expect(RESOURCES.map((resource) => resources[resource].objects)).toStrictEqual(RESOURCES.map(() => 0));
});

test('a manifest that was never applied gets the namespace and the identity it implies', async () => {
  const { store } = await open(bytes(stringify({ ...daemonSet, metadata: { name: 'agent' } })));
  expect(store.daemonSetByKey(objectKey({ namespace: 'default', name: 'agent' }))?.uid).toBe('DaemonSet/default/agent');
});

test('(D1) what is no object is skipped and counted', async () => {
  const source = await open(
    bytes(JSON.stringify({ ...list, items: [{}, null, [], 'x', 7, { kind: 'Node', apiVersion: 'v1' }, node] })),
  );
  expect(source.health().resources.pods.errors).toStrictEqual({ 'skipped object': 4 });
  expect([...source.store.nodeNames()]).toStrictEqual(['node-a']);
});

test('--ignore-nodes leaves nodes out and counts them', async () => {
  const labelled = { ...node, metadata: { ...node.metadata, labels: { type: 'virtual-kubelet' } } };
  const source = await open(bytes(JSON.stringify({ ...list, items: [labelled] })), {
    ignoreNodes: 'type in (virtual-kubelet)',
  });
  expect(source.ignoredNodes()).toBe(1);
  expect([...source.store.nodeNames()]).toStrictEqual([]);
});

const failures: readonly { readonly name: string; readonly given: FileInput; readonly failure: ConnectionFailure }[] = [
  {
    name: 'a file that is not there',
    given: join(folder, 'absent.json'),
    failure: { kind: 'NoSuchFile', path: join(folder, 'absent.json') },
  },
  { name: 'a folder', given: folder, failure: { kind: 'UnreadableFile', path: folder, code: 'EISDIR' } },
  {
    name: 'JSON that breaks off',
    given: bytes('{"kind":"List",\n"items":[\n{"a":1},\n{"b":'),
    failure: { kind: 'MalformedFile', path: 'given', format: 'JSON', line: 4 },
  },
  {
    name: 'JSON with a fault in an item',
    given: bytes('{"kind":"List","items":[\n{"a":1},\n{"b":\n  tru}\n]}'),
    failure: { kind: 'MalformedFile', path: 'given', format: 'JSON', line: 4 },
  },
  {
    name: 'YAML with a fault in the second document',
    given: bytes('kind: A\n---\nkind: B\nmetadata:\n  name: "x\n'),
    failure: { kind: 'MalformedFile', path: 'given', format: 'YAML', line: 5 },
  },
  {
    name: 'YAML with a fault in an item',
    given: bytes('apiVersion: v1\nitems:\n- kind: Node\n- kind: Node\n  metadata: [\n  x: y\nkind: List\n'),
    failure: { kind: 'MalformedFile', path: 'given', format: 'YAML', line: 6 },
  },
  { name: 'a text that is nothing', given: bytes('hello\n'), failure: { kind: 'NoObjects', path: 'given' } },
  { name: 'an empty file', given: bytes(''), failure: { kind: 'NoObjects', path: 'given' } },
  {
    name: 'a list in which nothing is an object',
    given: bytes('{"kind":"List","items":[{"a":1}]}'),
    failure: { kind: 'NoObjects', path: 'given' },
  },
  { name: 'items of no list', given: bytes('{"items":[]}'), failure: { kind: 'NoObjects', path: 'given' } },
];
test.for(failures)('refuses $name', async ({ given, failure }) => {
  expect(await failureOf(given)).toStrictEqual(failure);
});

test('refuses a selector that is none', async () => {
  expect(await failureOf(bytes(JSON.stringify(list)), { ignoreNodes: 'a=(b' })).toStrictEqual({
    kind: 'MalformedSelector',
    selector: 'a=(b',
  });
});
