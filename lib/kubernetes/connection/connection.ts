import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Clock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { type ConnectionFailure, describeFailure } from '../connection-failure.ts';
import { type CredentialSources, type Credentials, createCredentials } from './credentials.ts';
import { inClusterConnection, SERVICE_ACCOUNT_TOKEN } from './in-cluster.ts';
import { type Kubeconfig, readKubeconfig } from './kubeconfig.ts';
import { credentialSourcesOf } from './user-credentials.ts';

/** Where the API server is and how to prove who is who. */
export type Connection = {
  /** The context's name, or `in-cluster`. */
  readonly name: string;
  /** The context's own, for objects that name none. */
  readonly namespace?: string;
  readonly server: URL;
  readonly tlsServerName?: string;
  readonly proxyUrl?: URL;
  /** True only when the kubeconfig and the operator both say so. */
  readonly insecureSkipTlsVerify: boolean;
  readonly inCluster: boolean;
  readonly credentials: Credentials;
};

export type ConnectionOptions = {
  /** --kubeconfig; else KUBECONFIG, ~/.kube/config, the service account. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly clock: Clock;
  /** Told once when a kubeconfig that was good is so no more. */
  readonly warn?: (message: string) => void;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly home?: string;
  /** The folder of the service account. */
  readonly serviceAccount?: string;
};

/** Finds out where to connect to; opens nothing. */
export function findConnection(options: ConnectionOptions): Result<Connection, ConnectionFailure> {
  const { kubeconfig: explicit, clock, environment = process.env, home = homeFolder() } = options;
  const named = environment['KUBECONFIG']?.split(delimiter).filter((path) => path !== '') ?? [];
  const standard = home === undefined ? [] : [join(home, '.kube', 'config')];
  const paths = explicit === undefined ? (named.length > 0 ? named : standard) : [explicit];
  const read = readKubeconfig(paths);
  if (read.ok && read.value !== undefined) return connectionOf(read.value, paths, options);
  if (read.ok && explicit !== undefined) return failure({ kind: 'NoSuchFile', path: explicit });
  // A pod may run as somebody to whom the home folder of its image is closed: nobody has named that file.
  const isNamed = explicit !== undefined || named.length > 0;
  if (!read.ok && (isNamed || read.error.kind !== 'UnreadableFile')) return read;
  const inCluster = inClusterConnection(environment, clock, options.serviceAccount);
  if (inCluster !== undefined && options.context === undefined) return success(inCluster);
  return read.ok ? failure({ kind: 'NoKubeconfig', tried: [...paths, SERVICE_ACCOUNT_TOKEN] }) : read;
}

/** Undefined for a user whom the machine does not know and whom nobody gave a HOME, as in some containers. */
function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

type Selected = {
  readonly connection: Omit<Connection, 'credentials'>;
  readonly sources: CredentialSources;
};

function connectionOf(
  kubeconfig: Kubeconfig,
  paths: readonly string[],
  options: ConnectionOptions,
): Result<Connection, ConnectionFailure> {
  const contexts = [...kubeconfig.contexts.keys()];
  const context = options.context ?? kubeconfig.currentContext;
  if (context === undefined) return failure({ kind: 'NoCurrentContext', contexts });
  if (!kubeconfig.contexts.has(context)) return failure({ kind: 'UnknownContext', context, contexts });
  const selected = select(kubeconfig, context, options.insecureSkipTlsVerify ?? false);
  if (!selected.ok) return selected;
  let isTold = false;
  const reload = () => {
    const again = reselect(paths, context);
    if (!again.ok && !isTold) {
      options.warn?.(
        `the kubeconfig makes no sense any more, what was read of it stays: ${describeFailure(again.error)}`,
      );
    }
    isTold = !again.ok;
    return again.ok ? again.value.sources : undefined;
  };
  const credentials = createCredentials(selected.value.sources, options.clock, reload);
  return success({ ...selected.value.connection, credentials });
}

/** What the files say now of a context that they had. */
function reselect(paths: readonly string[], context: string): Result<Selected, ConnectionFailure> {
  const again = readKubeconfig(paths);
  if (!again.ok) return again;
  if (again.value === undefined) return failure({ kind: 'NoSuchFile', path: paths.join(', ') });
  if (again.value.contexts.has(context)) return select(again.value, context, true);
  return failure({ kind: 'UnknownContext', context, contexts: [...again.value.contexts.keys()] });
}

function select(
  kubeconfig: Kubeconfig,
  context: string,
  insecureAllowed: boolean,
): Result<Selected, ConnectionFailure> {
  const found = kubeconfig.contexts.get(context);
  const cluster = kubeconfig.clusters.get(found?.cluster ?? '');
  const user = kubeconfig.users.get(found?.user ?? '');
  if (cluster === undefined) return failure({ kind: 'IncompleteContext', context, missing: 'cluster' });
  if (found?.user && user === undefined) return failure({ kind: 'IncompleteContext', context, missing: 'user' });
  const { server: text, skipTLSVerify, tlsServerName, proxyUrl: proxyText } = cluster.value;
  const server = parseServer(text);
  if (server === undefined) return failure({ kind: 'MalformedServer', context, server: withoutSecrets(text) });
  if (skipTLSVerify && !insecureAllowed) return failure({ kind: 'InsecureTls', context });
  const proxyUrl = proxyText ? URL.parse(proxyText) : undefined;
  if (proxyUrl === null || (proxyUrl !== undefined && !PROXY_PROTOCOLS.includes(proxyUrl.protocol))) {
    return failure({ kind: 'UnsupportedProxy', context, protocol: proxyUrl?.protocol ?? 'no URL' });
  }
  const sources = credentialSourcesOf(context, cluster, user);
  if (!sources.ok) return sources;
  return success({
    connection: {
      name: context,
      ...(found?.namespace ? { namespace: found.namespace } : {}),
      server,
      ...(tlsServerName ? { tlsServerName } : {}),
      ...(proxyUrl === undefined ? {} : { proxyUrl }),
      insecureSkipTlsVerify: skipTLSVerify,
      inCluster: false,
    },
    sources: sources.value,
  });
}

const PROXY_PROTOCOLS = ['http:', 'https:', 'socks5:', 'socks:'];

/** A server without a scheme is https with kubectl; userinfo, query and fragment have no place in it. */
function parseServer(text: string): URL | undefined {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  const sound = url?.protocol === 'https:' || url?.protocol === 'http:';
  const bare = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return url !== null && sound && bare ? url : undefined;
}

/** Of a server that is told in a sentence: a user, a password and a query stay out of it. */
function withoutSecrets(text: string): string {
  return text.replace(/[?#].*$/s, '').replace(/^([^/]*\/\/)?.*@/s, '$1');
}
