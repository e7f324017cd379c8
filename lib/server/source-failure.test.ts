import { expect, test } from 'vitest';
import type { ConnectionFailure } from '#lib/kubernetes/connection-failure.ts';
import type { ClusterSource, FilesSource } from './config.ts';
import { describeSourceFailure } from './source-failure.ts';

const files: FilesSource = { kind: 'Files', files: ['a.json'], now: undefined };
const cluster: ClusterSource = {
  kind: 'Cluster',
  kubeconfig: undefined,
  context: undefined,
  namespaces: [],
  insecureSkipTlsVerify: false,
  probeIntervalMillis: 5_000,
};

type Row = {
  readonly name: string;
  readonly failure: ConnectionFailure;
  readonly source: ClusterSource | FilesSource;
  readonly argv: readonly string[];
  readonly says: string;
};
const rows: readonly Row[] = [
  {
    name: 'a file of a flag',
    failure: { kind: 'NoSuchFile', path: 'a.json' },
    source: files,
    argv: ['--from', 'a.json'],
    says: '--from: no such file: a.json',
  },
  {
    name: 'a file of a flag with an equals sign',
    failure: { kind: 'NoObjects', path: 'a.json' },
    source: files,
    argv: ['--from=a.json'],
    says: '--from: a.json holds no Kubernetes object',
  },
  {
    name: 'a file of the environment',
    failure: { kind: 'MalformedFile', path: 'a.json', format: 'JSON', line: 3 },
    source: files,
    argv: [],
    says: 'ROLLCALL_FROM: a.json is not valid JSON at line 3',
  },
  {
    name: 'a kubeconfig that was named',
    failure: { kind: 'MalformedKubeconfig', path: 'k' },
    source: { ...cluster, kubeconfig: 'k' },
    argv: ['--kubeconfig', 'k'],
    says: '--kubeconfig: k is not a valid kubeconfig',
  },
  {
    name: 'a kubeconfig that was found',
    failure: { kind: 'MalformedKubeconfig', path: 'k' },
    source: cluster,
    argv: [],
    says: 'k is not a valid kubeconfig',
  },
  {
    name: 'a context that was named',
    failure: { kind: 'UnknownContext', context: 'c', contexts: [] },
    source: { ...cluster, context: 'c' },
    argv: ['--context=c'],
    says: '--context: no context "c" in the kubeconfig; it has no context',
  },
  {
    name: 'the current context',
    failure: { kind: 'UnknownContext', context: 'c', contexts: [] },
    source: cluster,
    argv: [],
    says: 'no context "c" in the kubeconfig; it has no context',
  },
  {
    name: 'a selector',
    failure: { kind: 'MalformedSelector', selector: '!' },
    source: cluster,
    argv: ['--ignore-nodes', '!'],
    says: '--ignore-nodes: not a label selector: "!"',
  },
  {
    name: 'what no flag said',
    failure: { kind: 'Unreachable', host: 'h', code: 'ECONNREFUSED' },
    source: cluster,
    argv: [],
    says: 'cannot reach the API server at h: connection refused (ECONNREFUSED)',
  },
];
test.for(rows)('the sentence about $name names where it was said', ({ failure, source, argv, says }) => {
  expect(describeSourceFailure(failure, source, argv)).toBe(says);
});
