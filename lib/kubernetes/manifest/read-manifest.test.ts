import { describe, expect, test } from 'vitest';
import { readManifest } from './read-manifest.ts';

const AGENT = 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\n';
const POD = 'apiVersion: v1\nkind: Pod\n';

function utf16(text: string): Uint8Array {
  return Buffer.from(`\uFEFF${text}`, 'utf16le');
}

function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
}

/** What is read, in short: the names of the DaemonSets with their lines, and what else there is. */
function shortOf(content: Uint8Array | string, name = 'agents.yaml') {
  const read = readManifest({ name, content });
  if (!read.ok) throw new Error(read.error.message);
  const { items, companions, ignored } = read.value;
  const named = items.map(
    ({ object, line }) => `${JSON.stringify(Reflect.get(Object(object['metadata']), 'name'))} ${line}`,
  );
  return { items: named, companions: companions.map(({ kind }) => kind), ignored };
}

describe('what is read', () => {
  test.for([
    { name: 'one document', content: AGENT, items: ['"agent" 1'] },
    { name: 'a byte order mark', content: `\uFEFF${AGENT}`, items: ['"agent" 1'] },
    { name: 'UTF-16 that says so', content: utf16(AGENT), items: ['"agent" 1'] },
    { name: 'lines that end as on Windows', content: AGENT.replaceAll('\n', '\r\n'), items: ['"agent" 1'] },
    { name: 'comments and empty documents', content: `# x\n---\n---\n${AGENT}...\n---\n# end\n`, items: ['"agent" 4'] },
    {
      name: 'several documents, others counted',
      content: `${POD}---\n${AGENT}---\n${POD}---\n${AGENT}`,
      items: ['"agent" 4', '"agent" 11'],
      ignored: { Pod: 2 },
    },
    {
      name: 'namespaces and PriorityClasses, which come with it',
      content: `${AGENT}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: agents}\n---\napiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 5\n`,
      items: ['"agent" 1'],
      companions: ['Namespace', 'PriorityClass'],
      ignored: { Namespace: 1, PriorityClass: 1 },
    },
    {
      name: 'a List, and one within it',
      content: `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n- apiVersion: v1\n  kind: List\n  items:\n  - ${AGENT.trim().replaceAll('\n', '\n    ')}\n`,
      items: ['"agent" 8'],
      ignored: { Pod: 1 },
    },
    {
      name: 'a typed list, whose items have no kind',
      content: 'apiVersion: apps/v1\nkind: DaemonSetList\nitems:\n- metadata: {name: agent}\n',
      items: ['"agent" 4'],
    },
    {
      name: 'JSON with tabs',
      content: '{\n\t"apiVersion": "apps/v1",\n\t"kind": "DaemonSet",\n\t"metadata": {"name": "agent"}\n}\n',
      items: ['"agent" 1'],
    },
    {
      name: 'several texts of JSON in a row',
      content: '{"apiVersion":"v1","kind":"Pod"}\n{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"}{"}}',
      items: ['"}{" 2'],
      ignored: { Pod: 1 },
    },
    {
      name: 'the DaemonSet of somebody else is another kind',
      content: `${AGENT}---\napiVersion: apps.kruise.io/v1alpha1\nkind: DaemonSet\n`,
      items: ['"agent" 1'],
      ignored: { 'DaemonSet of apps.kruise.io/v1alpha1': 1 },
    },
    {
      name: 'words as kubectl reads them',
      content: `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: [yes, Off, 0644, 0o17, 1:30, 2020-01-01, 1_000, .5, 1e3, "yes", ~, 0x1F, 0b11, -012, 08, !!str 5]}\n`,
      items: ['[true,false,420,15,"1:30","2020-01-01",1000,0.5,1000,"yes",null,31,3,-10,8,"5"] 1'],
    },
    {
      name: 'anchors, and what is merged',
      content: `${AGENT.replace('{name: agent}', '&meta {name: agent}')}spec: {template: {metadata: {<<: *meta}}}\n`,
      items: ['"agent" 1'],
    },
  ])('$name', ({ content, items, companions = [], ignored = {} }) => {
    expect(shortOf(content)).toStrictEqual({ items, companions, ignored });
  });
});

const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]',
  'c: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
];

describe('one sentence', () => {
  test.for([
    { name: 'of an empty file', content: '', says: 'agents.yaml: is empty: a manifest of a DaemonSet is wanted' },
    { name: 'of blank lines', content: '\n \n', says: 'agents.yaml: is empty: a manifest of a DaemonSet is wanted' },
    {
      name: 'of comments alone',
      content: '# nothing\n---\n',
      says: 'agents.yaml: holds nothing but comments: a manifest of a DaemonSet is wanted',
    },
    { name: 'of other kinds alone', content: `${POD}---\n${POD}`, says: 'agents.yaml: holds no DaemonSet, only 2 Pod' },
    {
      name: 'of an empty list',
      content: 'apiVersion: v1\nkind: List\nitems: []\n',
      says: 'agents.yaml: holds no DaemonSet',
    },
    {
      name: 'of a version that is no more',
      content: `${POD}---\nkind: DaemonSet\napiVersion: extensions/v1beta1\n`,
      says: 'agents.yaml, line 5: DaemonSet in extensions/v1beta1 is not served any more since Kubernetes 1.16: write apps/v1',
    },
    {
      name: 'of the other version that is no more',
      content: 'apiVersion: apps/v1beta2\nkind: DaemonSet\n',
      says: 'agents.yaml, line 1: DaemonSet in apps/v1beta2 is not served any more since Kubernetes 1.16: write apps/v1',
    },
    {
      name: 'of a version that never was',
      content: 'apiVersion: v1\nkind: DaemonSet\n',
      says: 'agents.yaml, line 1: there is no DaemonSet in v1: write apps/v1',
    },
    {
      name: 'of a kind in small letters',
      content: 'apiVersion: apps/v1\nkind: daemonset\n',
      says: 'agents.yaml, line 2: there is no kind daemonset in apps/v1: write DaemonSet',
    },
    {
      name: 'of no kind',
      content: 'apiVersion: apps/v1\nmetadata: {}\n',
      says: 'agents.yaml, line 1: an object has no kind: DaemonSet is wanted',
    },
    {
      name: 'of no version',
      content: 'kind: DaemonSet\n',
      says: 'agents.yaml, line 1: an object of kind DaemonSet has no apiVersion',
    },
    {
      name: 'of something else',
      content: 'just words\n',
      says: 'agents.yaml, line 1: is no object of Kubernetes: apiVersion and kind are missing',
    },
    {
      name: 'of a bare list',
      content: '- a\n- b\n',
      says: 'agents.yaml, line 1: is no object of Kubernetes: apiVersion and kind are missing',
    },
    {
      name: 'of a key that stands twice',
      content: `${AGENT}kind: Pod\n`,
      says: 'agents.yaml, line 4, column 1: the same key stands twice in one map',
    },
    {
      name: 'of a key that stands twice in JSON',
      content: '{"kind": "DaemonSet",\n "kind": "Pod"}',
      says: 'agents.yaml, line 2, column 2: the same key stands twice in one map',
    },
    {
      name: 'of a tab',
      content: `${AGENT}spec:\n\ttemplate: {}\n`,
      says: 'agents.yaml, line 5, column 1: a tab stands in the indentation, where YAML takes spaces alone',
    },
    {
      name: 'of a colon too much',
      content: `${AGENT}spec: template: {}\n`,
      says: 'agents.yaml, line 4, column 7: a map begins on the line of a key: a colon too much, or quotes missing',
    },
    {
      name: 'of a quote that is not closed',
      content: `${AGENT}spec: "x\n`,
      says: 'agents.yaml, line 5, column 1: a colon, a comma, a closing quote or a bracket is missing',
    },
    {
      name: 'of JSON that breaks off',
      content: '{"kind": "DaemonSet",\n "metadata": {',
      says: 'agents.yaml, line 2, column 15: a bracket or a brace is not closed',
    },
    {
      name: 'of the second of two texts of JSON',
      content: '{"kind": "Pod", "apiVersion": "v1"}\n\n{"kind": "DaemonSet" "apiVersion": "apps/v1"}',
      says: 'agents.yaml, line 3, column 22: stands where nothing can follow: a comma is missing, or the indentation is wrong',
    },
    {
      name: 'of a template that is not rendered',
      content: '{{- if .Values.agent }}\napiVersion: apps/v1\n{{- end }}\n',
      says: 'agents.yaml, line 1, column 3: a block stands between brackets or braces; {{ looks like a template that is not rendered yet',
    },
    {
      name: 'of a value that is not rendered',
      content: `${AGENT}spec: {{ .Values.spec }}\n`,
      says: 'agents.yaml, line 4, column 8: a key is no text; {{ looks like a template that is not rendered yet',
    },
    {
      name: 'of an alias of nothing',
      content: `${AGENT}spec: *spec\n`,
      says: 'agents.yaml, line 1: an alias stands for an anchor that is not there',
    },
    {
      name: 'of aliases that multiply',
      content: BOMB.join('\n'),
      says: 'agents.yaml, line 1: its aliases stand for more than 100 times what is written',
    },
    {
      name: 'of bytes that are no text',
      content: bytes('kind: DaemonSet\n# caf', 0xe9, '\n'),
      says: 'agents.yaml, line 2, column 6: is not written in UTF-8',
    },
    {
      name: 'of a control character',
      content: 'kind: Daemon\0Set\n',
      says: 'agents.yaml, line 1, column 13: is no text: a control character stands there',
    },
  ])('$name', ({ content, says }) => {
    const read = readManifest({ name: 'agents.yaml', content });
    expect(read.ok ? undefined : read.error.message).toBe(says);
  });

  test('of a file that nobody meant, before it is looked into', () => {
    const read = readManifest({ name: 'disk.img', content: new Uint8Array(33 * 1024 * 1024) });
    expect(read).toStrictEqual({
      ok: false,
      error: { kind: 'TooLarge', message: 'disk.img: is larger than the 16 MiB that are read as a manifest' },
    });
  });

  test('of nesting without end', () => {
    for (const content of ['['.repeat(50_000), `a: ${'{a: '.repeat(50_000)}`, 'a:\n'.replace('a', ' a').repeat(5)]) {
      expect(readManifest({ name: 'deep', content }).ok).toBe(false);
    }
    const read = readManifest({ name: 'deep', content: '['.repeat(50_000) });
    expect(read.ok ? undefined : read.error.kind).toBe('TooDeep');
  });

  test('of standard input by that name, and with nothing of what is in it', () => {
    const read = readManifest({ name: '-', content: 'password: hunter2: hunter2\nother: @hunter2' });
    expect(read).toStrictEqual({
      ok: false,
      error: {
        kind: 'Syntax',
        message:
          'standard input, line 1, column 11: a map begins on the line of a key: a colon too much, or quotes missing',
        line: 1,
        column: 11,
      },
    });
  });
});
