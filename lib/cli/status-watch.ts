import { createText } from '#lib/text/text.ts';
import { BAD_INPUT, exitCodeFor } from './exit-code.ts';
import { lookAgain } from './look-again.ts';
import { createScreen } from './screen.ts';
import { askedOf, changeLogOf, type Following, stoppedOf } from './status-follow.ts';
import { statusText } from './status-text.ts';
import { readTerminal, type Terminal } from './terminal.ts';

/** Looks again and again until somebody stops it; the result is the exit code as of the last look. */
export async function watchStatus(following: Following): Promise<number> {
  const { session, request, io, clock } = following;
  const tell = canBeRedrawn(following) ? redraw(following) : tellChanges(following);
  const look = () => {
    tell();
    return false;
  };
  await lookAgain(look, { clock, stopped: stoppedOf(io) });
  const asked = askedOf(session.fleet.picture(), request);
  if (request.daemonSet !== undefined && asked.length === 0) return BAD_INPUT;
  return exitCodeFor(asked.map(({ state }) => state));
}

function canBeRedrawn({ io }: Following): boolean {
  return io.stdout.isTTY === true && io.env['TERM'] !== 'dumb';
}

function tellChanges(following: Following): () => void {
  const { session, io, clock } = following;
  const log = changeLogOf(following, io.stdout);
  return () => {
    for (const line of log.take(session.fleet.picture(), clock.now())) io.stdout.write(`${line}\n`);
  };
}

function redraw({ session, io }: Following): () => void {
  const screen = createScreen(io.stdout);
  return () => {
    const terminal = readTerminal(io.stdout, io.env);
    const looked = session.look();
    // It was there at the beginning, and may come back.
    screen.draw(looked.ok ? clip(statusText(looked.value, terminal), terminal) : looked.error);
  };
}

/** What is asked for in full may be longer than the screen, and what has scrolled away cannot be redrawn. */
function clip(text: string, { rows, locale }: Terminal): string {
  const lines = text.trimEnd().split('\n');
  // The cursor stands below the last line.
  const room = Math.max(2, (rows ?? Infinity) - 1);
  if (lines.length <= room) return text;
  const more = lines.length - room + 1;
  return [...lines.slice(0, room - 1), createText(locale).say('command.watch.clipped', { more })].join('\n');
}
