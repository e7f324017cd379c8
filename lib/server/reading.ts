import { systemClock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { nodeName, objectKey } from '#lib/domain/keys.ts';
import { createChannel } from '#lib/fleet/channel.ts';
import { createFleet } from '#lib/fleet/fleet.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import { type ConnectionFailure, describeFailure } from '#lib/kubernetes/connection-failure.ts';
import { answerFor } from './answer.ts';
import type { Config } from './config.ts';
import type { RuntimeFleet } from './runtime.ts';

/** What is read, all the way from the cluster or the files to what pages and routes ask; or that there is nothing. */
export type Reading =
  | {
      readonly kind: 'Reading';
      readonly fleet: RuntimeFleet;
      /** Says bye on every open stream and ends it. */
      readonly endStreams: () => void;
      readonly stop: () => Promise<void>;
    }
  | {
      readonly kind: 'NoCluster';
      readonly tried: readonly string[];
      readonly endStreams: () => void;
      readonly stop: () => Promise<void>;
    };

/** Transitions that are remembered for the timeline. */
const HISTORY_LIMIT = 10_000;

/** A cluster that is away is opened all the same and shown as away; what the operator got wrong is one sentence. */
export async function openReading(config: Config, build: string): Promise<Result<Reading, string>> {
  const opened = await openSource(config);
  if (opened.ok) return success(follow(opened.value, config, build));
  const reason = opened.error;
  // Whoever names a context means a cluster, and is told what is wrong with that instead of being shown around.
  const namesContext = config.source.kind === 'Cluster' && config.source.context !== undefined;
  if (reason.kind !== 'NoKubeconfig' || namesContext) return failure(describeFailure(reason));
  const nothing = { endStreams: () => undefined, stop: () => Promise.resolve() };
  return success({ kind: 'NoCluster', tried: reason.tried, ...nothing });
}

/** Either side is loaded when it is needed: files need no TLS, a cluster no YAML reader. */
async function openSource({ source, ignoreNodes }: Config): Promise<Result<ClusterSource, ConnectionFailure>> {
  const leftOut = ignoreNodes === undefined ? {} : { ignoreNodes };
  if (source.kind === 'Files') {
    const { openFiles } = await import('#lib/kubernetes/files.ts');
    return openFiles(source.files, { ...leftOut, ...(source.now === undefined ? {} : { now: source.now }) });
  }
  const { openCluster } = await import('#lib/kubernetes/cluster.ts');
  const { kubeconfig, context, namespaces, insecureSkipTlsVerify, probeIntervalMillis } = source;
  return openCluster({
    ...leftOut,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    namespaces,
    insecureSkipTlsVerify,
    probeIntervalMillis,
  });
}

function follow(source: ClusterSource, { stallAfterMillis }: Config, build: string): Reading {
  const { asOf } = source.health();
  const fleet = createFleet({
    store: source.store,
    health: source.health,
    onHealthChange: source.onHealthChange,
    clock: systemClock,
    cluster: () => ({ name: source.name, version: source.version() ?? null }),
    source: asOf === undefined ? { kind: 'Cluster' } : { kind: 'Files', asOf },
    ignoredNodes: source.ignoredNodes,
    stallAfterMillis,
    historyLimit: HISTORY_LIMIT,
  });
  const channel = createChannel({ fleet, build, clock: systemClock });
  const knowledge = () => fleet.picture().knowledge;
  return {
    kind: 'Reading',
    fleet: {
      picture: fleet.picture,
      heartbeat: channel.heartbeat,
      snapshot: channel.snapshot,
      subscribe: channel.subscribe,
      daemonSetDetails: (namespace, name) =>
        answerFor(fleet.daemonSetDetails(objectKey({ namespace, name })), 'daemonsets', knowledge()),
      nodeDetails: (name) => answerFor(fleet.nodeDetails(nodeName(name)), 'nodes', knowledge()),
    },
    endStreams: channel.stop,
    stop: async () => {
      channel.stop();
      fleet.stop();
      await source.stop();
    },
  };
}
