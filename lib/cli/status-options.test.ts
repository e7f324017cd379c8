import { expect, test } from 'vitest';
import { readStatusOptions, type StatusRequest } from './status-options.ts';

const cluster: StatusRequest['source'] = {
  kind: 'Cluster',
  kubeconfig: undefined,
  context: undefined,
  namespaces: [],
  insecureSkipTlsVerify: false,
  probeIntervalMillis: 5_000,
};
const simulated = {
  kind: 'Simulated',
  scenario: 'tour',
  label: '--simulate',
  namespaces: [],
  probeIntervalMillis: 5_000,
} as const satisfies StatusRequest['source'];
const quiet: StatusRequest = {
  source: cluster,
  daemonSet: undefined,
  format: 'text',
  manner: 'Once',
  cells: false,
  stallAfterMillis: 600_000,
  ignoreNodes: undefined,
  timeoutMillis: 30_000,
};

type Row = {
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly request: Partial<Omit<StatusRequest, 'daemonSet'>> & { readonly daemonSet?: string };
};
const rows: readonly Row[] = [
  { argv: [], request: {} },
  { argv: ['-o', 'json', '--cells'], request: { format: 'json', cells: true } },
  { argv: ['-ojson'], request: { format: 'json' } },
  { argv: ['--output=json', 'a/b'], request: { format: 'json', daemonSet: 'a/b' } },
  {
    argv: ['-n', 'logging', 'agent'],
    request: { source: { ...cluster, namespaces: ['logging'] }, daemonSet: 'logging/agent' },
  },
  {
    argv: ['-n', 'logging', 'other/agent'],
    request: { source: { ...cluster, namespaces: ['logging'] }, daemonSet: 'other/agent' },
  },
  { argv: ['--simulate'], request: { source: simulated } },
  {
    argv: ['--simulate=quota', '-n', 'logging', 'agent', '--ignore-nodes', 'type=virtual', '--timeout=5s'],
    request: {
      source: { ...simulated, scenario: 'quota', namespaces: ['logging'] },
      daemonSet: 'logging/agent',
      ignoreNodes: 'type=virtual',
      timeoutMillis: 5_000,
    },
  },
  {
    argv: [],
    environment: { ROLLCALL_SIMULATE: 'quota' },
    request: { source: { ...simulated, scenario: 'quota', label: 'ROLLCALL_SIMULATE' } },
  },
  { argv: ['-A'], environment: { ROLLCALL_NAMESPACE: 'logging' }, request: {} },
  { argv: [], environment: { ROLLCALL_NAMESPACE: 'a,b' }, request: { source: { ...cluster, namespaces: ['a', 'b'] } } },
  { argv: ['--timeout', '5s', '--stall-after', '5m'], request: { timeoutMillis: 5_000, stallAfterMillis: 300_000 } },
  { argv: ['--watch'], request: { manner: 'Watch' } },
  { argv: ['-w', '--timeout=5s', 'a/b'], request: { manner: 'Watch', timeoutMillis: 5_000, daemonSet: 'a/b' } },
  { argv: ['--wait'], request: { manner: 'Wait', timeoutMillis: 600_000 } },
  {
    argv: ['--wait', '--timeout=1h30m', '-ojson'],
    request: { manner: 'Wait', timeoutMillis: 5_400_000, format: 'json' },
  },
  { argv: ['--simulate', '--watch'], request: { source: simulated, manner: 'Watch' } },
  { argv: [], environment: { ROLLCALL_WAIT: 'true' }, request: { manner: 'Wait', timeoutMillis: 600_000 } },
  {
    argv: ['--kubeconfig', 'k', '--context', 'prod', '--ignore-nodes', 'type=virtual'],
    request: { source: { ...cluster, kubeconfig: 'k', context: 'prod' }, ignoreNodes: 'type=virtual' },
  },
  {
    argv: ['a/b', '--from', 'x', 'y'],
    request: { source: { kind: 'Files', files: ['x', 'y'], now: undefined }, daemonSet: 'a/b' },
  },
  { argv: ['--from', 'x', '--from', '-'], request: { source: { kind: 'Files', files: ['x', '-'], now: undefined } } },
  {
    argv: ['--from', 'x', 'a/b'],
    request: { source: { kind: 'Files', files: ['x'], now: undefined }, daemonSet: 'a/b' },
  },
  {
    argv: ['--from', 'x', 'a/b'],
    files: ['a/b'],
    request: { source: { kind: 'Files', files: ['x', 'a/b'], now: undefined } },
  },
  {
    argv: ['--from', 'x', '--now', '2026-01-01T00:00:00Z'],
    request: { source: { kind: 'Files', files: ['x'], now: 1_767_225_600_000 } },
  },
];
test.for(rows)('status $argv $environment', ({ argv, environment = {}, files = [], request }) => {
  const read = readStatusOptions({ argv, environment, fileExists: (path) => files.includes(path) });
  expect(read).toStrictEqual({ ok: true, value: { kind: 'Run', request: { ...quiet, ...request } } });
});

const faults: readonly (readonly [readonly string[], string])[] = [
  [['--flag'], 'there is no flag --flag; --help lists those there are'],
  [['-o', 'yaml'], '--output "yaml" is not one of text, json'],
  [['--output'], '--output needs a value: --output text|json'],
  [['agent'], '"agent" is not NAMESPACE/NAME of a DaemonSet'],
  [['a/b/c'], '"a/b/c" is not NAMESPACE/NAME of a DaemonSet'],
  [['a/b', 'c/d'], 'status takes one NAMESPACE/NAME, and got "c/d" as well'],
  [['--now', '2026-01-01T00:00:00Z'], '--now says when files are judged, and there is no --from'],
  [['--from', 'x', '--now', 'noon'], '--now "noon" is not a time in RFC 3339, such as 2026-11-23T05:03:00Z'],
  [['--from', 'x', '--context', 'a'], '--context is about a cluster, and --from reads files instead of one'],
  [['--from', 'x', '--timeout', '5s'], '--timeout is about a cluster, and --from reads files instead of one'],
  [['--from', '-', '-'], '--from - is there twice, and there is one standard input'],
  [['--timeout', 'soon'], '--timeout "soon" is not a time such as 90s or 10m, of at least 1000 ms'],
  [['-A', '-n', 'a'], '--namespace and --all-namespaces contradict each other'],
  [
    ['--simulate', 'quota'],
    '"quota" is not NAMESPACE/NAME of a DaemonSet; a scenario follows an equals sign: --simulate=quota',
  ],
  [['--simulate', '--from', 'x'], '--simulate and --from contradict each other'],
  [['--simulate', '--context', 'a'], '--context is about a real cluster, and --simulate makes one up'],
  [['--watch', '--wait'], '--watch and --wait contradict each other: only one of them ends by itself'],
  [['--from', 'x', '--watch'], '--watch follows a cluster, and --from reads files, which do not change'],
  [['--wait', '--from', 'x'], '--wait follows a cluster, and --from reads files, which do not change'],
  [
    ['--watch', '-o', 'json'],
    '--watch never ends, and -o json is one whole document: take --wait, or ask again and again',
  ],
  [['--wait', '--timeout', '500ms'], '--timeout "500ms" is not a time such as 90s or 10m, of at least 1000 ms'],
  [['--cells=yes'], '--cells takes no value, and got "yes"'],
];
test.for(faults)('status %j is refused: %s', ([argv, error]) => {
  expect(readStatusOptions({ argv, environment: {}, fileExists: () => false })).toStrictEqual({ ok: false, error });
});

test('--help is an answer, not a fault', () => {
  expect(readStatusOptions({ argv: ['--help', '-o', 'json'], environment: {} })).toStrictEqual({
    ok: true,
    value: { kind: 'Help' },
  });
});
