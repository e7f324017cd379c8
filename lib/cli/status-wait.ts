import { createText } from '#lib/text/text.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { isAtRest } from './change-log.ts';
import { lookAgain } from './look-again.ts';
import { askedOf, changeLogOf, type Following, stoppedOf } from './status-follow.ts';
import type { StatusRequest } from './status-options.ts';
import { readTerminal } from './terminal.ts';

/** Waits until all is done, somebody stops it, or the time is over, and says line by line what changes until then. */
export async function waitForStatus(following: Following, timeoutMillis: number): Promise<void> {
  const { session, request, io, clock } = following;
  // With -o json one whole document is all that standard output may hold.
  const output = request.format === 'json' ? io.stderr : io.stdout;
  const log = changeLogOf(following, output);
  const look = () => {
    const picture = session.fleet.picture();
    for (const line of log.take(picture, clock.now())) output.write(`${line}\n`);
    return isOver(picture, request);
  };
  const ending = await lookAgain(look, { clock, stopped: stoppedOf(io), timeoutMillis });
  if (ending === 'TimedOut') {
    const { say, duration } = createText(readTerminal(io.stderr, io.env).locale);
    io.stderr.write(`rollcall: ${say('command.wait.timedOut', { duration: duration(request.timeoutMillis) })}\n`);
  }
  if (request.format === 'text') output.write('\n');
}

/** Everything that was asked for is done, or what was asked for is gone, which no waiting undoes. */
function isOver(picture: Picture, request: StatusRequest): boolean {
  return picture.knowledge['daemonsets'] === 'Known' && askedOf(picture, request).every(isAtRest);
}
