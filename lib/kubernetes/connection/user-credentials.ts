import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { ConnectionFailure } from '../connection-failure.ts';
import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { CredentialSources, Material } from './credentials.ts';
import type { ExecSpec } from './exec-credential.ts';
import { absolutePath, type Entry } from './kubeconfig.ts';

/** What a user and a cluster of a kubeconfig say about proving who is who. */
export function credentialSourcesOf(
  context: string,
  cluster: Entry<Cluster>,
  user: Entry<User> | undefined,
): Result<CredentialSources, ConnectionFailure> {
  const certificateAuthority = materialOf(cluster.value.caData, cluster.value.caFile, cluster.folder);
  if (user === undefined) return success(certificateAuthority === undefined ? {} : { certificateAuthority });
  const { value, raw, folder } = user;
  const unsupported = unsupportedIn(raw);
  if (unsupported !== undefined) return failure({ kind: 'UnsupportedCredential', context, what: unsupported });
  const clientCertificate = materialOf(value.certData, value.certFile, folder);
  const clientKey = materialOf(value.keyData, value.keyFile, folder);
  const token = tokenOf(raw, folder);
  const { username, password } = value;
  const exec = execOf(rawOf(raw['exec']), folder, cluster);
  return success({
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(token === undefined ? {} : { token }),
    ...(username && password !== undefined ? { basic: { username, password } } : {}),
    ...(exec === undefined ? {} : { exec }),
  });
}

/** To leave any of these out would be to ask as somebody else. */
function unsupportedIn(user: Raw): string | undefined {
  const provider = rawOf(user['auth-provider'])['name'];
  if (user['auth-provider'] !== undefined && user['auth-provider'] !== null) {
    return `auth-provider${typeof provider === 'string' ? ` ${provider}` : ''}`;
  }
  if (['as', 'as-uid', 'as-groups', 'as-user-extra'].some((key) => user[key])) return 'impersonation';
  return rawOf(user['exec'])['interactiveMode'] === 'Always' ? 'an interactive credential plugin' : undefined;
}

/** Data wins over a file, as for kubectl. */
function materialOf(data: string | undefined, file: string | undefined, folder: string): Material | undefined {
  if (data) return { kind: 'Data', text: Buffer.from(data, 'base64').toString('utf8').trim() };
  return file ? { kind: 'File', path: absolutePath(folder, file) } : undefined;
}

/** The file wins over the token beside it: whoever writes both writes the token as a first value. */
function tokenOf(user: Raw, folder: string): Material | undefined {
  const { tokenFile, token } = user;
  if (typeof tokenFile === 'string' && tokenFile !== '') return { kind: 'File', path: absolutePath(folder, tokenFile) };
  return typeof token === 'string' && token !== '' ? { kind: 'Data', text: token.trim() } : undefined;
}

function execOf(exec: Raw, folder: string, cluster: Entry<Cluster>): ExecSpec | undefined {
  const { command, apiVersion } = exec;
  if (typeof command !== 'string' || command === '') return undefined;
  const env = listOf(exec['env'])
    .map(rawOf)
    .flatMap(({ name, value }) => (typeof name === 'string' && typeof value === 'string' ? [[name, value]] : []));
  return {
    apiVersion: typeof apiVersion === 'string' ? apiVersion : 'client.authentication.k8s.io/v1',
    // A path is relative to the kubeconfig, a bare name is looked for in PATH.
    command: command.includes('/') ? absolutePath(folder, command) : command,
    args: listOf(exec['args']).map(String),
    env: Object.fromEntries(env),
    ...(exec['provideClusterInfo'] === true ? { cluster: clusterInfoOf(cluster) } : {}),
  };
}

const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';

function clusterInfoOf({ raw }: Entry<Cluster>): Raw {
  const { server, extensions } = raw;
  const config = rawOf(
    listOf(extensions)
      .map(rawOf)
      .find((extension) => extension['name'] === EXEC_EXTENSION),
  )['extension'];
  const kept = ['tls-server-name', 'certificate-authority-data', 'proxy-url'].filter((key) => raw[key] !== undefined);
  return {
    server,
    ...Object.fromEntries(kept.map((key) => [key, raw[key]])),
    ...(config === undefined ? {} : { config }),
  };
}
