import { systemClock } from '#lib/base/clock.ts';
import { type Result, success } from '#lib/base/result.ts';
import { createFleet, type Fleet } from '#lib/fleet/fleet.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import { type OpenedSource, pictureSource } from '#lib/server/source.ts';
import type { CommandIo } from './command-io.ts';
import { openRead } from './open-read.ts';
import type { StatusInput } from './status-input.ts';
import type { StatusRequest } from './status-options.ts';
import { clockAt, readStatus } from './status-source.ts';

/** A cluster, or files, that were read once and are followed until somebody closes them. */
export type StatusSession = {
  readonly source: ClusterSource;
  readonly fleet: Fleet;
  /** What is to be told now; the error names the DaemonSet that is not there. */
  readonly look: () => Result<StatusInput, string>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** So many transitions are remembered of a rollout that is followed; a command that looks once has no use for them. */
const HISTORY = 10_000;

/** Opens what is asked for and waits until all of it was read; the error is one sentence. */
export async function openStatus(
  request: StatusRequest,
  argv: readonly string[],
  io: CommandIo,
): Promise<Result<StatusSession, string>> {
  // Who follows a story wants to see it move.
  const until = request.manner === 'Once' ? 'end' : 'history';
  const opened = await openRead({ ...request, until }, argv, io);
  if (!opened.ok) return opened;
  return success(followSource(opened.value, request));
}

/** Made once everything was read, so that it is derived once. */
function followSource(opened: OpenedSource, request: StatusRequest): StatusSession {
  const { source } = opened;
  const { asOf } = source.health();
  const fleet = createFleet({
    store: source.store,
    health: source.health,
    onHealthChange: source.onHealthChange,
    clock: asOf === undefined ? systemClock : clockAt(asOf, systemClock),
    cluster: () => ({ name: source.name, version: source.version() ?? null }),
    source: pictureSource(opened),
    ignoredNodes: source.ignoredNodes,
    stallAfterMillis: request.stallAfterMillis,
    historyLimit: request.manner === 'Once' ? 0 : HISTORY,
  });
  return {
    source,
    fleet,
    look: () => readStatus(source, fleet, request, asOf ?? systemClock.now()),
    [Symbol.asyncDispose]: async () => {
      fleet.stop();
      await source.stop();
    },
  };
}
