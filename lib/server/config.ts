import { isIPv6 } from 'node:net';
import type { Millis } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { EdgeLimits } from './edge.ts';
import { createReader, Fault, type Reader } from './option-reader.ts';
import { type Environment, type OptionSpec, type ParsedOptions, parseOptions, quote } from './options.ts';
import { DEFAULT_SCENARIO, type SimulatedSource } from './simulation.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type ClusterSource = {
  readonly kind: 'Cluster';
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** Empty: the whole cluster. */
  readonly namespaces: readonly string[];
  readonly insecureSkipTlsVerify: boolean;
  readonly probeIntervalMillis: number;
};
export type FilesSource = {
  readonly kind: 'Files';
  readonly files: readonly string[];
  readonly now: Millis | undefined;
};
/** Where objects come from. */
export type Source = ClusterSource | FilesSource | SimulatedSource;
export type Listen = { readonly address: string; readonly port: number };

export type Config = {
  readonly source: Source;
  readonly listen: Listen;
  /** Undefined: there is no operations listener. */
  readonly operations: Listen | undefined;
  readonly allowedHosts: readonly string[];
  readonly insecureNoAuth: boolean;
  readonly stallAfterMillis: number;
  readonly ignoreNodes: string | undefined;
  readonly limits: EdgeLimits;
  /** Undefined: everything to a pipe, warnings alone to a terminal. */
  readonly logLevel: LogLevel | undefined;
  readonly development: boolean;
};

export const SERVE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'kubeconfig',
    kind: 'value',
    placeholder: 'FILE',
    help: 'kubeconfig to read (KUBECONFIG, ~/.kube/config, then the service account)',
  },
  { name: 'context', kind: 'value', placeholder: 'NAME', help: 'context of the kubeconfig (its current one)' },
  { name: 'namespace', kind: 'list', placeholder: 'NAME', help: 'read this namespace alone; repeat for more (all)' },
  {
    name: 'from',
    kind: 'list',
    placeholder: 'FILE',
    takesMany: true,
    help: 'read objects from files instead of a cluster; - is standard input',
  },
  {
    name: 'now',
    kind: 'value',
    placeholder: 'TIME',
    help: 'with --from: the moment to judge at, RFC 3339 (newest time in the files)',
  },
  {
    name: 'simulate',
    kind: 'optional',
    placeholder: 'SCENARIO',
    otherwise: DEFAULT_SCENARIO,
    help: `a simulated cluster, without any Kubernetes (${DEFAULT_SCENARIO}); rollcall scenarios lists them`,
  },
  { name: 'port', kind: 'value', placeholder: 'PORT', help: 'port of the dashboard; 0 takes a free one (8470)' },
  {
    name: 'address',
    kind: 'value',
    placeholder: 'IP',
    help: 'address of the dashboard (127.0.0.1); others need --insecure-no-auth',
  },
  { name: 'insecure-no-auth', kind: 'switch', help: 'serve beyond loopback to whoever can reach the port' },
  {
    name: 'allowed-host',
    kind: 'list',
    placeholder: 'NAME',
    help: 'answer for this host name too; repeat for more (localhost, 127.0.0.1, [::1])',
  },
  {
    name: 'operations-port',
    kind: 'value',
    placeholder: 'PORT',
    help: 'serve /livez, /readyz, /metrics on this port (8471 in a pod, else off)',
  },
  {
    name: 'operations-address',
    kind: 'value',
    placeholder: 'IP',
    help: 'address of the operations port (0.0.0.0 in a pod, else 127.0.0.1)',
  },
  {
    name: 'stall-after',
    kind: 'value',
    placeholder: 'TIME',
    help: 'a blocked rollout without progress for so long is stalled (10m)',
  },
  {
    name: 'ignore-nodes',
    kind: 'value',
    placeholder: 'SELECTOR',
    help: 'leave out nodes with these labels, such as virtual ones',
  },
  {
    name: 'probe-interval',
    kind: 'value',
    placeholder: 'TIME',
    help: 'ask the API server this often whether it is there (5s)',
  },
  { name: 'insecure-skip-tls-verify', kind: 'switch', help: 'accept a kubeconfig that does not verify the API server' },
  { name: 'max-streams', kind: 'value', placeholder: 'COUNT', help: 'open event streams in all (1000)' },
  {
    name: 'max-streams-per-address',
    kind: 'value',
    placeholder: 'COUNT',
    help: 'open event streams of one source address (16)',
  },
  { name: 'max-connections', kind: 'value', placeholder: 'COUNT', help: 'open connections in all (2000)' },
  {
    name: 'requests-per-second',
    kind: 'value',
    placeholder: 'COUNT',
    help: 'requests of one source address, twice that at once (30)',
  },
  {
    name: 'keep-alive',
    kind: 'value',
    placeholder: 'TIME',
    help: 'keep an idle connection open; behind a proxy longer than it does (5s)',
  },
  {
    name: 'log-level',
    kind: 'value',
    placeholder: 'LEVEL',
    help: `${LOG_LEVELS.join(', ')} (info; warn on a terminal)`,
  },
  {
    name: 'dev',
    kind: 'switch',
    help: 'for work on Rollcall itself: build pages as they are asked for, with hot reload',
  },
];

export type ConfigAnswer = { readonly kind: 'Config'; readonly config: Config } | { readonly kind: 'Help' };
export type ConfigOptions = {
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly isInCluster: boolean;
};

/** Flags over environment over defaults. The error is one sentence that names the flag and the value. */
export function readConfig({ argv, environment, isInCluster }: ConfigOptions): Result<ConfigAnswer, string> {
  const parsed = parseOptions(SERVE_OPTIONS, argv, environment);
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return success({ kind: 'Help' });
  try {
    return success({ kind: 'Config', config: buildConfig(parsed.value, isInCluster) });
  } catch (error) {
    if (error instanceof Fault) return failure(error.message);
    throw error;
  }
}

function buildConfig(parsed: ParsedOptions, isInCluster: boolean): Config {
  const read = createReader(parsed);
  const [stray] = parsed.positionals;
  if (stray !== undefined)
    throw new Fault(`serve takes flags alone, and got ${quote(stray)}${strayScenario(read, stray)}`);
  const insecureNoAuth = read.isOn('insecure-no-auth');
  const address = read.address('address') ?? '127.0.0.1';
  if (!isLoopback(address) && !insecureNoAuth)
    throw new Fault(
      `${read.label('address')} ${address} is not loopback, and without authentication only loopback is served; --insecure-no-auth serves it all the same`,
    );
  const operationsPort = read.number('operations-port', 0, 65_535) ?? (isInCluster ? 8471 : undefined);
  const operationsAddress = read.address('operations-address') ?? (isInCluster ? '0.0.0.0' : '127.0.0.1');
  const perSecond = read.number('requests-per-second', 1, 1_000_000) ?? 30;
  return {
    source: readSource(read),
    listen: { address, port: read.number('port', 0, 65_535) ?? 8470 },
    operations: operationsPort === undefined ? undefined : { address: operationsAddress, port: operationsPort },
    allowedHosts: [...read.hosts('allowed-host'), ...ownName(address)],
    insecureNoAuth: insecureNoAuth && !isLoopback(address),
    stallAfterMillis: read.duration('stall-after', 1_000) ?? 600_000,
    ignoreNodes: read.text('ignore-nodes'),
    limits: {
      streams: {
        total: read.number('max-streams', 1, 100_000) ?? 1_000,
        perAddress: read.number('max-streams-per-address', 1, 100_000) ?? 16,
      },
      connections: read.number('max-connections', 1, 1_000_000) ?? 2_000,
      rate: { perSecond, burst: perSecond * 2 },
      keepAliveMillis: read.duration('keep-alive', 1_000) ?? 5_000,
    },
    logLevel: read.oneOf('log-level', LOG_LEVELS),
    development: read.isOn('dev'),
  };
}

const CLUSTER_ONLY = ['kubeconfig', 'context', 'namespace', 'probe-interval', 'insecure-skip-tls-verify'];

/** Where else objects may come from. */
const NOT_SIMULATED = ['from', 'kubeconfig', 'context'];
const REAL_ONLY = ['kubeconfig', 'context', 'insecure-skip-tls-verify'];

/** A flag wins over the environment. Two of one rank contradict each other: nothing is simulated unasked. */
function isSimulated(read: Reader): boolean {
  if (!read.isOn('simulate')) return false;
  const contradict = (name: string) =>
    new Fault(`${read.label('simulate')} and ${read.label(name)} contradict each other`);
  if (!read.isFlag('simulate')) {
    if ([...NOT_SIMULATED, ...REAL_ONLY].some((name) => read.isFlag(name))) return false;
    const other = NOT_SIMULATED.find((name) => read.isOn(name));
    if (other !== undefined) throw contradict(other);
    return true;
  }
  const real = REAL_ONLY.find((name) => read.isFlag(name));
  if (real !== undefined) throw new Fault(`--${real} is about a real cluster, and --simulate makes one up`);
  if (read.isFlag('from')) throw contradict('from');
  return true;
}

/** Whoever writes `--simulate quota` is told where the name goes. */
export function strayScenario(read: Reader, word: string): string {
  const isMeant = read.isFlag('simulate') && /^[a-z0-9-]+$/.test(word);
  return isMeant ? `; a scenario follows an equals sign: --simulate=${word}` : '';
}

function readSimulated(read: Reader): SimulatedSource {
  if (read.isFlag('now')) throw new Fault('--now says when files are judged, and there is no --from');
  return {
    kind: 'Simulated',
    scenario: read.text('simulate') ?? DEFAULT_SCENARIO,
    label: read.label('simulate'),
    namespaces: read.namespaces('namespace'),
    probeIntervalMillis: read.duration('probe-interval', 500) ?? 5_000,
  };
}

export function readSource(read: Reader): Source {
  if (isSimulated(read)) return readSimulated(read);
  const files = read.list('from');
  if (files.length > 0) {
    const astray = CLUSTER_ONLY.find((name) => read.isFlag(name));
    if (astray !== undefined) throw new Fault(`--${astray} is about a cluster, and --from reads files instead of one`);
    if (files.filter((file) => file === '-').length > 1)
      throw new Fault('--from - is there twice, and there is one standard input');
    return { kind: 'Files', files, now: read.time('now') };
  }
  if (read.isFlag('now')) throw new Fault('--now says when files are judged, and there is no --from');
  return {
    kind: 'Cluster',
    kubeconfig: read.text('kubeconfig'),
    context: read.text('context'),
    namespaces: read.namespaces('namespace'),
    insecureSkipTlsVerify: read.isOn('insecure-skip-tls-verify'),
    probeIntervalMillis: read.duration('probe-interval', 500) ?? 5_000,
  };
}

/** The address the operator named is a name this server goes by; a wildcard is none. */
function ownName(address: string): readonly string[] {
  if (isLoopback(address) || address === '0.0.0.0' || address === '::') return [];
  return [isIPv6(address) ? `[${address}]` : address];
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
