import { systemClock } from '#lib/base/clock.ts';
import { failure, type Result } from '#lib/base/result.ts';
import { createFleet, type Fleet } from '#lib/fleet/fleet.ts';
import type { Environment } from '#lib/server/options.ts';
import { type OpenedSource, openSource, pictureSource } from '#lib/server/source.ts';
import { describeSourceFailure } from '#lib/server/source-failure.ts';
import { makeVisible } from '#lib/text/visible.ts';
import { BAD_INPUT, exitCodeFor } from './exit-code.ts';
import { statusDocument } from './status-document.ts';
import type { StatusInput } from './status-input.ts';
import { readStatusOptions, STATUS_HELP, type StatusRequest } from './status-options.ts';
import { clockAt, readStatus } from './status-source.ts';
import { statusText } from './status-text.ts';
import { readTerminal } from './terminal.ts';
import { waitUntilRead } from './wait-until-read.ts';

type Output = {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
};
/** What a command has of the process. */
export type CommandIo = {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
};

/** How many transitions to remember: a command that looks once has no use for them. */
const NO_HISTORY = 0;

/** Made once everything was read, so that it is derived once. */
function createPicture(opened: OpenedSource, { stallAfterMillis }: StatusRequest): Fleet {
  const { source } = opened;
  const { asOf } = source.health();
  return createFleet({
    store: source.store,
    health: source.health,
    onHealthChange: source.onHealthChange,
    clock: asOf === undefined ? systemClock : clockAt(asOf, systemClock),
    cluster: () => ({ name: source.name, version: source.version() ?? null }),
    source: pictureSource(opened),
    ignoredNodes: source.ignoredNodes,
    stallAfterMillis,
    historyLimit: NO_HISTORY,
  });
}

async function look(
  request: StatusRequest,
  argv: readonly string[],
  io: CommandIo,
): Promise<Result<StatusInput, string>> {
  const opened = await openSource(request.source, {
    ignoreNodes: request.ignoreNodes,
    simulation: {
      until: 'end',
      ...(io.stderr.isTTY === true && { onProgress: (line) => io.stderr.write(`${line}\n`) }),
    },
    stdin: io.stdin,
  });
  if (!opened.ok) {
    const { error } = opened;
    return failure(error.kind === 'Said' ? error.sentence : describeSourceFailure(error.failure, request.source, argv));
  }
  const { source } = opened.value;
  try {
    const read = await waitUntilRead(source, systemClock, request.timeoutMillis);
    if (!read.ok) return read;
    const fleet = createPicture(opened.value, request);
    const status = readStatus(source, fleet, request, source.health().asOf ?? systemClock.now());
    fleet.stop();
    return status;
  } finally {
    await source.stop();
  }
}

function print(input: StatusInput, { format }: StatusRequest, { stdout, env }: CommandIo): void {
  const text =
    format === 'json'
      ? `${JSON.stringify(statusDocument(input), undefined, 2)}\n`
      : statusText(input, readTerminal(stdout, env));
  stdout.write(text);
}

/** Says once how the fleet is, and gives the exit code. */
export async function runStatus(argv: readonly string[], io: CommandIo): Promise<number> {
  const refuse = (sentence: string): number => {
    io.stderr.write(`rollcall: ${makeVisible(sentence)}\n`);
    return BAD_INPUT;
  };
  const read = readStatusOptions({ argv, environment: io.env });
  if (!read.ok) return refuse(read.error);
  if (read.value.kind === 'Help') {
    io.stdout.write(STATUS_HELP);
    return 0;
  }
  const { request } = read.value;
  const looked = await look(request, argv, io);
  if (!looked.ok) return refuse(looked.error);
  print(looked.value, request, io);
  return exitCodeFor(looked.value.daemonSets.map(({ verdict }) => verdict.kind));
}
