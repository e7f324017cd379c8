import type { Logger } from 'pino';
import { type Result, success } from '#lib/base/result.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import type { ConnectionFailure } from '#lib/kubernetes/connection-failure.ts';
import type { Config } from './config.ts';

export type OpenedSource = {
  readonly source: ClusterSource;
  /** The connection is not verified: the kubeconfig says so, and the operator allowed it. */
  readonly insecure: boolean;
};

/** Either side is loaded when it is needed: files need no TLS, a cluster no YAML reader. */
export async function openSource(config: Config, logger: Logger): Promise<Result<OpenedSource, ConnectionFailure>> {
  const { source } = config;
  const ignoreNodes = config.ignoreNodes === undefined ? {} : { ignoreNodes: config.ignoreNodes };
  if (source.kind === 'Files') {
    const { openFiles } = await import('#lib/kubernetes/files.ts');
    const now = source.now === undefined ? {} : { now: source.now };
    const opened = await openFiles(source.files, { ...ignoreNodes, ...now });
    return opened.ok ? success({ source: opened.value, insecure: false }) : opened;
  }
  const { openCluster } = await import('#lib/kubernetes/cluster.ts');
  const { kubeconfig, context, namespaces, insecureSkipTlsVerify, probeIntervalMillis } = source;
  const opened = await openCluster({
    ...ignoreNodes,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    namespaces,
    insecureSkipTlsVerify,
    probeIntervalMillis,
    log: ({ level, message, ...subject }) => logger[level]({ from: 'reader', ...subject }, message),
  });
  return opened.ok ? success({ source: opened.value, insecure: opened.value.insecure }) : opened;
}
