import { systemClock } from '#lib/base/clock.ts';
import { makeVisible } from '#lib/text/visible.ts';
import type { CommandIo } from './command-io.ts';
import { BAD_INPUT, exitCodeFor } from './exit-code.ts';
import { statusDocument } from './status-document.ts';
import type { StatusInput } from './status-input.ts';
import { readStatusOptions, STATUS_HELP, type StatusRequest } from './status-options.ts';
import { openStatus, type StatusSession } from './status-session.ts';
import { statusText } from './status-text.ts';
import { waitForStatus } from './status-wait.ts';
import { watchStatus } from './status-watch.ts';
import { readTerminal } from './terminal.ts';

function print(input: StatusInput, { format }: StatusRequest, { stdout, env }: CommandIo): void {
  const text =
    format === 'json'
      ? `${JSON.stringify(statusDocument(input), undefined, 2)}\n`
      : statusText(input, readTerminal(stdout, env));
  stdout.write(text);
}

function refuse(sentence: string, { stderr }: CommandIo): number {
  stderr.write(`rollcall: ${makeVisible(sentence)}\n`);
  return BAD_INPUT;
}

/** Says how the fleet is, once, again and again, or when it is done, and gives the exit code of the last look. */
export async function runStatus(argv: readonly string[], io: CommandIo): Promise<number> {
  const begun = systemClock.monotonic();
  const read = readStatusOptions({ argv, environment: io.env });
  if (!read.ok) return refuse(read.error, io);
  if (read.value.kind === 'Help') {
    io.stdout.write(STATUS_HELP);
    return 0;
  }
  const { request } = read.value;
  const opened = await openStatus(request, argv, io);
  if (!opened.ok) return refuse(opened.error, io);
  await using session = opened.value;
  // Awaited here, since the session ends with this function.
  return await tell(session, request, io, systemClock.monotonic() - begun);
}

async function tell(
  session: StatusSession,
  request: StatusRequest,
  io: CommandIo,
  elapsedMillis: number,
): Promise<number> {
  const following = { session, request, io, clock: systemClock };
  if (request.manner === 'Wait') await waitForStatus(following, request.timeoutMillis - elapsedMillis);
  const looked = session.look();
  if (!looked.ok) return refuse(looked.error, io);
  if (request.manner === 'Watch') return watchStatus(following);
  print(looked.value, request, io);
  return exitCodeFor(looked.value.daemonSets.map(({ verdict }) => verdict.kind));
}
