import type { Logger } from 'pino';
import { systemClock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { nodeName, objectKey } from '#lib/domain/keys.ts';
import { createChannel } from '#lib/fleet/channel.ts';
import { createFleet } from '#lib/fleet/fleet.ts';
import { answerFor, answerOfNodes } from './answer.ts';
import type { Config } from './config.ts';
import type { Runtime } from './runtime.ts';
import { type OpenedSource, openSource, pictureSource } from './source.ts';
import { describeSourceFailure } from './source-failure.ts';

/** What is read, all the way from the cluster or the files to what pages and routes ask; or that there is nothing. */
export type Reading = {
  readonly source: Runtime['source'];
  readonly insecure: boolean;
  /** Says bye on every open stream, ends it, and lets go of the cluster. */
  readonly stop: () => Promise<void>;
};

/** Transitions that are remembered for the timeline. */
const HISTORY_LIMIT = 10_000;

/** What was opened, and how it is read once the pages are known by name. */
export type Opened = { readonly follow: (build: string) => Reading };

/** A cluster that is away is opened all the same and shown as away; what the operator got wrong is one sentence. */
export async function openReading(
  config: Config,
  argv: readonly string[],
  logger: Logger,
  say: (line: string) => void,
): Promise<Result<Opened, string>> {
  const opened = await openSource(config.source, {
    ignoreNodes: config.ignoreNodes,
    simulation: {
      until: 'history',
      onProgress: say,
      onFault: (error) => logger.error({ from: 'simulator', error: error.message }, 'the simulated cluster has ended'),
    },
    log: ({ level, message, ...subject }) => logger[level]({ from: 'reader', ...subject }, message),
  });
  if (opened.ok) return success({ follow: (build) => follow(opened.value, config, build) });
  if (opened.error.kind === 'Said') return failure(opened.error.sentence);
  const reason = opened.error.failure;
  // Whoever names a context means a cluster, and is told what is wrong with that instead of being shown around.
  const namesContext = config.source.kind === 'Cluster' && config.source.context !== undefined;
  if (reason.kind !== 'NoKubeconfig' || namesContext)
    return failure(describeSourceFailure(reason, config.source, argv));
  const { tried } = reason;
  return success({
    follow: () => ({ source: { kind: 'NoCluster', tried }, insecure: false, stop: () => Promise.resolve() }),
  });
}

function follow(opened: OpenedSource, { stallAfterMillis }: Config, build: string): Reading {
  const { source, insecure } = opened;
  const { asOf } = source.health();
  const fleet = createFleet({
    store: source.store,
    health: source.health,
    onHealthChange: source.onHealthChange,
    // From files, time stands still at the moment that they speak of.
    clock: asOf === undefined ? systemClock : { ...systemClock, now: () => asOf },
    cluster: () => ({ name: source.name, version: source.version() ?? null }),
    source: pictureSource(opened),
    ignoredNodes: source.ignoredNodes,
    stallAfterMillis,
    historyLimit: HISTORY_LIMIT,
  });
  const channel = createChannel({ fleet, build, clock: systemClock });
  const knowledge = () => fleet.picture().knowledge;
  return {
    source: {
      kind: 'Reading',
      fleet: {
        picture: fleet.picture,
        heartbeat: channel.heartbeat,
        snapshot: channel.snapshot,
        subscribe: channel.subscribe,
        daemonSetDetails: (namespace, name) =>
          answerFor(fleet.daemonSetDetails(objectKey({ namespace, name })), 'daemonsets', knowledge()),
        revisions: (namespace, name, between) =>
          answerFor(fleet.revisions(objectKey({ namespace, name }), between), 'daemonsets', knowledge()),
        timeline: (namespace, name, options) =>
          answerFor(fleet.timeline(objectKey({ namespace, name }), options), 'daemonsets', knowledge()),
        nodeDetails: async (name) => {
          await fleet.prepareNode(nodeName(name));
          return answerFor(fleet.nodeDetails(nodeName(name)), 'nodes', knowledge());
        },
        nodeList: () => answerOfNodes(fleet.nodeList, knowledge()),
        starved: () => answerOfNodes(fleet.starved, knowledge()),
      },
    },
    insecure,
    stop: async () => {
      channel.stop();
      fleet.stop();
      await source.stop();
    },
  };
}
