import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from './config.ts';
import type { Environment } from './options.ts';

function read(argv: readonly string[], environment: Environment = {}, isInCluster = false): Config | string {
  const answer = readConfig({ argv, environment, isInCluster });
  if (!answer.ok) return answer.error;
  if (answer.value.kind === 'Help') return 'help';
  return answer.value.config;
}

const DEFAULTS: Config = {
  source: {
    kind: 'Cluster',
    kubeconfig: undefined,
    context: undefined,
    namespaces: [],
    insecureSkipTlsVerify: false,
    probeIntervalMillis: 5_000,
  },
  listen: { address: '127.0.0.1', port: 8470 },
  operations: undefined,
  allowedHosts: [],
  insecureNoAuth: false,
  stallAfterMillis: 600_000,
  ignoreNodes: undefined,
  limits: {
    streams: { total: 1_000, perAddress: 16 },
    connections: 2_000,
    rate: { perSecond: 30, burst: 60 },
    keepAliveMillis: 5_000,
  },
  logLevel: undefined,
  development: false,
};

describe('what is read', () => {
  test('nothing said: the defaults', () => {
    expect(read([])).toStrictEqual(DEFAULTS);
  });

  test('every flag', () => {
    const argv =
      '--kubeconfig k --context=c --namespace a --namespace b --port 0 --address ::1 --operations-port 9 --operations-address 10.0.0.1 ' +
      '--allowed-host Rollcall.Example --stall-after 1h30m --ignore-nodes a=b --probe-interval 500ms --insecure-skip-tls-verify ' +
      '--max-streams 5 --max-streams-per-address 4 --max-connections 3 --requests-per-second 2 --keep-alive 75s --log-level debug --dev';
    expect(read(argv.split(' '))).toStrictEqual({
      source: {
        kind: 'Cluster',
        kubeconfig: 'k',
        context: 'c',
        namespaces: ['a', 'b'],
        insecureSkipTlsVerify: true,
        probeIntervalMillis: 500,
      },
      listen: { address: '::1', port: 0 },
      operations: { address: '10.0.0.1', port: 9 },
      allowedHosts: ['rollcall.example'],
      insecureNoAuth: false,
      stallAfterMillis: 5_400_000,
      ignoreNodes: 'a=b',
      limits: {
        streams: { total: 5, perAddress: 4 },
        connections: 3,
        rate: { perSecond: 2, burst: 4 },
        keepAliveMillis: 75_000,
      },
      logLevel: 'debug',
      development: true,
    });
  });

  test('flags win over the environment, and the environment over the defaults', () => {
    const environment = { ROLLCALL_PORT: '1', ROLLCALL_CONTEXT: 'e', ROLLCALL_NAMESPACE: 'a, b', ROLLCALL_DEV: 'true' };
    expect(read(['--port', '2'], environment)).toStrictEqual({
      ...DEFAULTS,
      source: { ...DEFAULTS.source, context: 'e', namespaces: ['a', 'b'] },
      listen: { address: '127.0.0.1', port: 2 },
      development: true,
    });
  });

  test('what Kubernetes sets for a Service called "rollcall" is not taken for a flag', () => {
    expect(read([], { ROLLCALL_PORT: 'tcp://10.0.0.1:8470', ROLLCALL_SERVICE_HOST: '10.0.0.1' })).toStrictEqual(
      DEFAULTS,
    );
  });

  test('--from takes several files, said once or several times, and standard input', () => {
    expect(read(['--from', 'a.json', 'b.yaml', '--from=-', '--now', '2026-11-23T05:03:00Z'])).toStrictEqual({
      ...DEFAULTS,
      source: { kind: 'Files', files: ['a.json', 'b.yaml', '-'], now: Date.UTC(2026, 10, 23, 5, 3) },
    });
  });

  test('in a pod the operations port is on the address of the pod, and the dashboard on loopback', () => {
    expect(read([], {}, true)).toStrictEqual({ ...DEFAULTS, operations: { address: '0.0.0.0', port: 8471 } });
  });

  test('an address beyond loopback is served when the operator insists, under its own name too', () => {
    expect(read(['--address', '192.0.2.1', '--insecure-no-auth'])).toStrictEqual({
      ...DEFAULTS,
      listen: { address: '192.0.2.1', port: 8470 },
      allowedHosts: ['192.0.2.1'],
      insecureNoAuth: true,
    });
  });

  test('on loopback --insecure-no-auth says nothing, and no banner follows', () => {
    expect(read(['--insecure-no-auth'])).toStrictEqual(DEFAULTS);
  });

  test.for([['--help'], ['-h'], ['--port', '1', '--help']])('help is asked for: %s', (argv) => {
    expect(read(argv)).toBe('help');
  });
});

type Row = { readonly argv: string; readonly says: string; readonly environment?: Environment };
const rows: readonly Row[] = [
  { argv: '--nonsense', says: 'there is no flag --nonsense; --help lists those there are' },
  { argv: '--por 1', says: 'there is no flag --por; --help lists those there are' },
  { argv: '-p 1', says: 'there is no flag -p; --help lists those there are' },
  { argv: 'status', says: 'serve takes flags alone, and got "status"' },
  { argv: '--port', says: '--port needs a value: --port PORT' },
  { argv: '--port=', says: '--port needs a value: --port PORT' },
  { argv: '--context --port', says: '--context needs a value, and "--port" is a flag' },
  { argv: '--port 1 --port 2', says: '--port is there twice, and takes one value' },
  { argv: '--port http', says: '--port "http" is not a whole number from 0 to 65535' },
  { argv: '--port 65536', says: '--port "65536" is not a whole number from 0 to 65535' },
  { argv: '--port=-1', says: '--port "-1" is not a whole number from 0 to 65535' },
  { argv: '', environment: { ROLLCALL_PORT: 'x' }, says: 'ROLLCALL_PORT "x" is not a whole number from 0 to 65535' },
  { argv: '', environment: { ROLLCALL_DEV: 'perhaps' }, says: 'ROLLCALL_DEV=perhaps is neither true nor false' },
  { argv: '--dev=true', says: '--dev takes no value, and got "true"' },
  { argv: '--address example.com', says: '--address "example.com" is not an IP address' },
  {
    argv: '--address 0.0.0.0',
    says: '--address 0.0.0.0 is not loopback, and without authentication only loopback is served; --insecure-no-auth serves it all the same',
  },
  { argv: '--allowed-host a/b', says: '--allowed-host "a/b" is not a host name, perhaps with a port' },
  { argv: '--namespace Kube_System', says: '--namespace "Kube_System" is not the name of a namespace' },
  { argv: '--stall-after 10', says: '--stall-after "10" is not a time such as 90s or 10m, of at least 1000 ms' },
  { argv: '--probe-interval 1ms', says: '--probe-interval "1ms" is not a time such as 90s or 10m, of at least 500 ms' },
  { argv: '--log-level loud', says: '--log-level "loud" is not one of trace, debug, info, warn, error, silent' },
  { argv: '--from a --context b', says: '--context is about a cluster, and --from reads files instead of one' },
  { argv: '--from - --from -', says: '--from - is there twice, and there is one standard input' },
  { argv: '--now 2026-11-23T05:03:00Z', says: '--now says when files are judged, and there is no --from' },
  {
    argv: '--from a --now yesterday',
    says: '--now "yesterday" is not a time in RFC 3339, such as 2026-11-23T05:03:00Z',
  },
];

describe('what cannot be meant is one sentence that names the flag and the value', () => {
  test.for(rows)('$argv $environment', ({ argv, environment, says }) => {
    expect(read(argv === '' ? [] : argv.split(' '), environment)).toBe(says);
  });

  test('a value is never printed with what it could do to a terminal', () => {
    expect(read(['--port', 'a\u001b[31m\u202eb'])).toBe(
      '--port "a\\u001b[31m\ufffdb" is not a whole number from 0 to 65535',
    );
  });
});

const IS_REAL = 'is about a real cluster, and --simulate makes one up';

describe('--simulate', () => {
  const simulated = (scenario: string, label = '--simulate') => ({
    ...DEFAULTS,
    source: { kind: 'Simulated', scenario, label, namespaces: [], probeIntervalMillis: 5_000 },
  });
  test.for([
    [['--simulate'], {}, simulated('tour')],
    [['--simulate=quota'], {}, simulated('quota')],
    [[], { ROLLCALL_SIMULATE: 'quota' }, simulated('quota', 'ROLLCALL_SIMULATE')],
    [[], { ROLLCALL_SIMULATE: 'true' }, simulated('tour', 'ROLLCALL_SIMULATE')],
    [[], { ROLLCALL_SIMULATE: 'false' }, DEFAULTS],
    [['--simulate=quota'], { ROLLCALL_SIMULATE: 'healthy' }, simulated('quota')],
    [['--simulate'], { ROLLCALL_FROM: 'a.json', ROLLCALL_CONTEXT: 'c' }, simulated('tour')],
    [
      ['--from', 'a.json'],
      { ROLLCALL_SIMULATE: 'quota' },
      { ...DEFAULTS, source: { kind: 'Files', files: ['a.json'], now: undefined } },
    ],
    [['--context', 'c'], { ROLLCALL_SIMULATE: 'quota' }, { ...DEFAULTS, source: { ...DEFAULTS.source, context: 'c' } }],
    [
      ['--simulate', '--namespace=a', '--probe-interval=1s'],
      {},
      { ...simulated('tour'), source: { ...simulated('tour').source, namespaces: ['a'], probeIntervalMillis: 1_000 } },
    ],
  ] as const)('%j %j', ([argv, environment, config]) => {
    expect(read(argv, environment)).toStrictEqual(config);
  });

  test.for([
    [['--simulate', '--from', 'a.json'], {}, '--simulate and --from contradict each other'],
    [[], { ROLLCALL_SIMULATE: '1', ROLLCALL_FROM: 'a' }, 'ROLLCALL_SIMULATE and ROLLCALL_FROM contradict each other'],
    [['--simulate', '--context=c'], {}, `--context ${IS_REAL}`],
    [['--simulate', '--kubeconfig=k'], {}, `--kubeconfig ${IS_REAL}`],
    [['--simulate', '--now=2026-11-24T08:00:00Z'], {}, '--now says when files are judged, and there is no --from'],
    [['--simulate', '--simulate=quota'], {}, '--simulate is there twice, and takes one value'],
    [['--simulate='], {}, '--simulate= needs a value: --simulate=SCENARIO'],
    [
      ['--simulate', 'quota'],
      {},
      'serve takes flags alone, and got "quota"; a scenario follows an equals sign: --simulate=quota',
    ],
    [['--simulate', '--insecure-skip-tls-verify'], {}, `--insecure-skip-tls-verify ${IS_REAL}`],
    [
      [],
      { ROLLCALL_SIMULATE: 'quota', ROLLCALL_CONTEXT: 'prod' },
      'ROLLCALL_SIMULATE and ROLLCALL_CONTEXT contradict each other',
    ],
    [
      ['--port=1'],
      { ROLLCALL_SIMULATE: 'quota', ROLLCALL_KUBECONFIG: 'k' },
      'ROLLCALL_SIMULATE and ROLLCALL_KUBECONFIG contradict each other',
    ],
  ] as const)('%j %j is refused', ([argv, environment, sentence]) => {
    expect(read(argv, environment)).toBe(sentence);
  });
});
