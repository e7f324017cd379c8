import { existsSync } from 'node:fs';
import type { Clock } from '#lib/base/clock.ts';
import type { Connection } from './connection.ts';
import { createCredentials } from './credentials.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
export const SERVICE_ACCOUNT_TOKEN = `${SERVICE_ACCOUNT}/token`;

/** The connection of a pod with its service account; undefined outside a pod. */
export function inClusterConnection(
  environment: Readonly<Record<string, string | undefined>>,
  clock: Clock,
  folder: string = SERVICE_ACCOUNT,
): Connection | undefined {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  if (!host || !port || !existsSync(`${folder}/token`)) return undefined;
  const server = URL.parse(`https://${host.includes(':') ? `[${host}]` : host}:${port}`);
  if (server === null) return undefined;
  const sources = {
    certificateAuthority: { kind: 'File', path: `${folder}/ca.crt` },
    token: { kind: 'File', path: `${folder}/token` },
  } as const;
  return {
    name: 'in-cluster',
    server,
    insecureSkipTlsVerify: false,
    inCluster: true,
    credentials: createCredentials(sources, clock),
  };
}
