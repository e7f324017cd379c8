import { systemClock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import type { ConnectionFailure } from '#lib/kubernetes/connection-failure.ts';
import type { ReaderLog } from '#lib/kubernetes/reader-log.ts';
import type { Picture, Simulated } from '#lib/wire/picture.ts';
import type { Source } from './config.ts';
import { type OpenSimulationOptions, openSimulation, type SimulatedSource } from './simulation.ts';

export type OpenedSource = {
  readonly source: ClusterSource;
  /** The connection is not verified: the kubeconfig says so, and the operator allowed it. */
  readonly insecure: boolean;
  /** Of a cluster that is made up. */
  readonly simulated: Simulated | undefined;
};

/** What the picture says of where it comes from. */
export function pictureSource({ source, simulated }: OpenedSource): Picture['source'] {
  const { asOf } = source.health();
  if (asOf !== undefined) return { kind: 'Files', asOf };
  return { kind: 'Cluster', ...(simulated && { simulated }) };
}

/** Why nothing could be opened: a sentence already, or what the reader says of a connection. */
export type OpenFailure =
  | { readonly kind: 'Said'; readonly sentence: string }
  | { readonly kind: 'Connection'; readonly failure: ConnectionFailure };

export type OpenOptions = {
  readonly ignoreNodes: string | undefined;
  readonly simulation: OpenSimulationOptions;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly log?: ReaderLog;
};

/** Each side is loaded when it is needed: files need no TLS, a cluster no YAML reader, and neither a cluster of ours. */
export async function openSource(source: Source, options: OpenOptions): Promise<Result<OpenedSource, OpenFailure>> {
  const { log, stdin } = options;
  const ignoreNodes = options.ignoreNodes === undefined ? {} : { ignoreNodes: options.ignoreNodes };
  if (source.kind === 'Files') {
    const { openFiles } = await import('#lib/kubernetes/files.ts');
    const now = source.now === undefined ? {} : { now: source.now };
    const opened = await openFiles(source.files, { ...ignoreNodes, ...now, ...(stdin === undefined ? {} : { stdin }) });
    return opened.ok ? success({ source: opened.value, insecure: false, simulated: undefined }) : refuse(opened.error);
  }
  if (source.kind === 'Simulated') return openSimulated(source, options);
  const { openCluster } = await import('#lib/kubernetes/cluster.ts');
  const { kubeconfig, context, namespaces, insecureSkipTlsVerify, probeIntervalMillis } = source;
  const opened = await openCluster({
    ...ignoreNodes,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    namespaces,
    insecureSkipTlsVerify,
    probeIntervalMillis,
    ...(log === undefined ? {} : { log }),
  });
  if (!opened.ok) return refuse(opened.error);
  return success({ source: opened.value, insecure: opened.value.insecure, simulated: undefined });
}

function refuse(reason: ConnectionFailure): Result<never, OpenFailure> {
  return failure({ kind: 'Connection', failure: reason });
}

/** A cluster of our own, read over HTTP as any other is. */
async function openSimulated(
  { scenario, label, namespaces, probeIntervalMillis }: SimulatedSource,
  { ignoreNodes, simulation, log }: OpenOptions,
): Promise<Result<OpenedSource, OpenFailure>> {
  const started = await openSimulation({ scenario, label }, simulation);
  if (!started.ok) return failure({ kind: 'Said', sentence: started.error });
  const { url, token, stop, scenario: story } = started.value;
  const { openCluster } = await import('#lib/kubernetes/cluster.ts');
  const { createCredentials } = await import('#lib/kubernetes/connection/credentials.ts');
  const opened = await openCluster({
    connection: {
      name: story.name,
      server: new URL(url),
      insecureSkipTlsVerify: false,
      inCluster: false,
      credentials: createCredentials({ token: { kind: 'Data', text: token } }, systemClock),
    },
    namespaces,
    probeIntervalMillis,
    ...(ignoreNodes === undefined ? {} : { ignoreNodes }),
    ...(log === undefined ? {} : { log }),
  });
  if (!opened.ok) {
    await stop();
    return refuse(opened.error);
  }
  const cluster = opened.value;
  const both = async () => {
    await cluster.stop();
    await stop();
  };
  const simulated = { scenario: story.name, description: story.description };
  return success({ source: { ...cluster, stop: both }, insecure: false, simulated });
}
