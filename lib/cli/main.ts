import { COMMANDS, type Command, type CommandName, readCommand } from './command.ts';
import { BAD_INPUT } from './exit-code.ts';

const HELP = `Rollcall: every node answers the roll call.

  rollcall serve [FLAGS]                     the dashboard (the default)
  rollcall status [NAMESPACE/NAME] [FLAGS]   the truth in the terminal
  rollcall placement -f FILE [FLAGS]         where a DaemonSet would run and fit, before it is applied
  rollcall scenarios [FLAGS]                 the simulated clusters that there are

  rollcall help COMMAND                      the flags of a command
  rollcall --version

It reads Kubernetes with GET alone and writes nothing to it.
`;

/** The code of a command is loaded when it is asked for: help and a wrong word answer at once. */
async function run(name: CommandName, argv: readonly string[]): Promise<number> {
  switch (name) {
    case 'serve': {
      const { serve } = await import('#lib/server/main.ts');
      return serve(argv);
    }
    case 'status': {
      const { runStatus } = await import('./status.ts');
      const { stdin, stdout, stderr, env } = process;
      return runStatus(argv, { stdin, stdout, stderr, env, stopped: untilStopped });
    }
    case 'placement': {
      const { runPlacement } = await import('./placement.ts');
      return runPlacement(argv, process);
    }
    case 'scenarios': {
      const { runScenarios } = await import('./scenarios.ts');
      return runScenarios(argv, process);
    }
  }
}

async function obey(command: Command): Promise<number> {
  switch (command.kind) {
    case 'Run':
      return run(command.name, command.argv);
    case 'Help':
      if (command.name !== undefined) return run(command.name, ['--help']);
      process.stdout.write(HELP);
      return 0;
    case 'Version': {
      const { version } = await import('#lib/server/version.ts');
      process.stdout.write(`${version}\n`);
      return 0;
    }
    case 'Unknown': {
      const word = JSON.stringify(command.word.slice(0, 80));
      process.stderr.write(`rollcall: there is no command ${word}; there are ${COMMANDS.join(', ')}\n`);
      return BAD_INPUT;
    }
  }
}

/** A server does not wait longer than this for whoever stopped reading what it says. */
const SERVER_PATIENCE_MILLIS = 200;

/** What was said reaches a pipe before the process ends. */
async function flush(isServer: boolean): Promise<void> {
  const written = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => void stream.write('', () => resolve())),
  );
  const patience = new Promise<void>((resolve) => {
    if (isServer) setTimeout(resolve, SERVER_PATIENCE_MILLIS);
  });
  await Promise.race([Promise.all(written), patience]);
}

/** A fault of ours, as far as anybody knows; 1 to 4 have meanings of their own. */
const FAULT = 70;

function report(error: unknown): number {
  process.stderr.write(`rollcall: unexpected error: ${error instanceof Error ? error.message : String(error)}\n`);
  return FAULT;
}

const deaf = Promise.withResolvers<void>();

/** Whoever reads may have seen enough, as in `status | head`; what is written after that goes nowhere, quietly. */
function endOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') deaf.resolve();
  // Half a document with an exit code that means something would be believed.
  else process.exit(report(error));
}
process.stdout.on('error', endOutput);
process.stderr.on('error', endOutput);

/** Ctrl-C and the like; and nobody reads any more. */
async function untilStopped(): Promise<void> {
  const { stopSignal } = await import('#lib/server/stop-signal.ts');
  await Promise.race([stopSignal(), deaf.promise]);
}

const command = readCommand(process.argv.slice(2));
const code = await obey(command).catch(report);
await flush(command.kind === 'Run' && command.name === 'serve');
process.exit(code);
