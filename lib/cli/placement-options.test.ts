import { expect, test } from 'vitest';
import { type PlacementRequest, readPlacementOptions } from './placement-options.ts';

const cluster: PlacementRequest['source'] = {
  kind: 'Cluster',
  kubeconfig: undefined,
  context: undefined,
  namespaces: [],
  insecureSkipTlsVerify: false,
  probeIntervalMillis: 5_000,
};
const files = (...names: readonly string[]) => ({ kind: 'Files', files: names, now: undefined }) as const;
const quiet: PlacementRequest = {
  source: cluster,
  manifests: ['a.yaml'],
  namespace: undefined,
  format: 'text',
  cells: false,
  ignoreNodes: undefined,
  timeoutMillis: 30_000,
};

type Row = {
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly request: Partial<PlacementRequest>;
};
const rows: readonly Row[] = [
  { argv: ['-f', 'a.yaml'], request: {} },
  { argv: ['--filename=a.yaml', '-o', 'json', '--cells'], request: { format: 'json', cells: true } },
  { argv: ['-f', 'a.yaml', '-f', '-'], request: { manifests: ['a.yaml', '-'] } },
  { argv: ['-f', 'a.yaml', '--from', 'b.json', 'c.json'], request: { source: files('b.json', 'c.json') } },
  { argv: ['-f', 'a.yaml', '--from', '-'], request: { source: files('-') } },
  { argv: ['-f', '-', '--from', 'b.json'], request: { manifests: ['-'], source: files('b.json') } },
  {
    argv: ['-f', 'a.yaml', '-n', 'logging', '--kubeconfig', 'k', '--context', 'c', '--timeout', '5s'],
    request: {
      namespace: 'logging',
      source: { ...cluster, kubeconfig: 'k', context: 'c' },
      timeoutMillis: 5_000,
    },
  },
  {
    argv: ['-f', 'a.yaml', '-n', 'logging', '--from', 'b.json'],
    request: { namespace: 'logging', source: files('b.json') },
  },
  { argv: ['-f', 'a.yaml', '--ignore-nodes', 'type=virtual'], request: { ignoreNodes: 'type=virtual' } },
  // What other commands read of the cluster is not where a manifest goes.
  { argv: ['-f', 'a.yaml'], environment: { ROLLCALL_NAMESPACE: 'a,b' }, request: {} },
  { argv: ['-f', 'a.yaml'], environment: { ROLLCALL_FILENAME: 'b.yaml' }, request: {} },
  { argv: ['-f', 'a.yaml'], environment: { ROLLCALL_OUTPUT: 'json' }, request: { format: 'json' } },
];
test.for(rows)('placement $argv $environment', ({ argv, environment = {}, request }) => {
  expect(readPlacementOptions({ argv, environment })).toStrictEqual({
    ok: true,
    value: { kind: 'Run', request: { ...quiet, ...request } },
  });
});

test('--help asks for nothing else', () => {
  expect(readPlacementOptions({ argv: ['--help'], environment: {} })).toStrictEqual({
    ok: true,
    value: { kind: 'Help' },
  });
});

const faults: readonly { readonly argv: readonly string[]; readonly error: string }[] = [
  { argv: [], error: 'placement needs a manifest: -f FILE, or -f - for standard input' },
  { argv: ['-f'], error: '--filename needs a value: --filename FILE' },
  { argv: ['-f', 'a.yaml', '-f', 'a.yaml'], error: '--filename "a.yaml" is there twice' },
  {
    argv: ['-f', 'a.yaml', 'b.yaml'],
    error: 'placement takes flags alone, and got "b.yaml"; a second manifest needs a -f of its own',
  },
  { argv: ['a.yaml'], error: 'placement takes flags alone, and got "a.yaml"' },
  {
    argv: ['-f', '-', '--from', '-'],
    error: '--filename - and --from - contradict each other: there is one standard input',
  },
  {
    argv: ['-f', 'a.yaml', '--from', 'b.json', '--timeout', '5s'],
    error: '--timeout is about a cluster, and --from reads files instead of one',
  },
  {
    argv: ['-f', 'a.yaml', '--from', 'b.json', '--context', 'c'],
    error: '--context is about a cluster, and --from reads files instead of one',
  },
  { argv: ['-f', 'a.yaml', '-n', 'A_b'], error: '--namespace "A_b" is not the name of a namespace' },
  { argv: ['-f', 'a.yaml', '-o', 'yaml'], error: '--output "yaml" is not one of text, json' },
  { argv: ['-f', 'a.yaml', '--watch'], error: 'there is no flag --watch; --help lists those there are' },
];
test.for(faults)('placement $argv is one sentence', ({ argv, error }) => {
  expect(readPlacementOptions({ argv, environment: {} })).toStrictEqual({ ok: false, error });
});
