import { systemClock } from '#lib/base/clock.ts';
import { failure, type Result } from '#lib/base/result.ts';
import type { Source } from '#lib/server/config.ts';
import type { OpenSimulationOptions } from '#lib/server/simulation.ts';
import { type OpenedSource, openSource } from '#lib/server/source.ts';
import { describeSourceFailure } from '#lib/server/source-failure.ts';
import type { CommandIo } from './command-io.ts';
import { waitUntilRead } from './wait-until-read.ts';

export type ReadRequest = {
  readonly source: Source;
  readonly ignoreNodes: string | undefined;
  readonly timeoutMillis: number;
  /** How far a story that is made up goes before anybody looks. */
  readonly until: OpenSimulationOptions['until'];
};

/** Opens what is asked for and waits until all of it was read once; the error is one sentence. */
export async function openRead(
  { source, ignoreNodes, timeoutMillis, until }: ReadRequest,
  argv: readonly string[],
  io: Pick<CommandIo, 'stdin' | 'stderr'>,
): Promise<Result<OpenedSource, string>> {
  const opened = await openSource(source, {
    ignoreNodes,
    simulation: {
      until,
      ...(io.stderr.isTTY === true && { onProgress: (line) => io.stderr.write(`${line}\n`) }),
    },
    stdin: io.stdin,
  });
  if (!opened.ok) {
    const { error } = opened;
    return failure(error.kind === 'Said' ? error.sentence : describeSourceFailure(error.failure, source, argv));
  }
  const read = await waitUntilRead(opened.value.source, systemClock, timeoutMillis);
  if (read.ok) return opened;
  await opened.value.source.stop();
  return read;
}
