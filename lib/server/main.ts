import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Result, success } from '#lib/base/result.ts';
import { makeVisible } from '#lib/text/visible.ts';
import { announcement } from './announcement.ts';
import { ensureBuild } from './build.ts';
import { type Config, readConfig, SERVE_OPTIONS } from './config.ts';
import { openDoors } from './doors.ts';
import { createLog, type Log } from './log.ts';
import { describeOptions } from './options.ts';
import { type Pages, startPages } from './pages.ts';
import { surviveErrors, takeConsole } from './process-guard.ts';
import type { Reading } from './reading.ts';
import { publishRuntime, RUNTIME_VERSION, type RuntimeFleet } from './runtime.ts';
import { scenarioFault } from './simulation.ts';
import { startCommand } from './start-command.ts';
import { stopSignal } from './stop-signal.ts';
import { version } from './version.ts';

/*
 * The composition root: reads the configuration, takes the ports, opens the cluster or the files, starts the fleet and
 * the pages, and ends all of it again.
 */

const BAD_INPUT = 4;
const ROOT = join(import.meta.dirname, '..', '..');
const DEVELOPMENT = 'development';
const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export const SERVE_HELP = `Serve the dashboard.

  rollcall serve [FLAGS]

Each flag can also be set as ROLLCALL_<FLAG>, such as ROLLCALL_STALL_AFTER=5m; flags win.

${describeOptions(SERVE_OPTIONS)}`;

type Running = { readonly url: string; readonly stop: () => Promise<void> };

/** Runs until it is told to stop; the result is the exit code. */
export async function serve(argv: readonly string[]): Promise<number> {
  const stopping = stopSignal();
  const environment = process.env;
  const isInCluster = environment['KUBERNETES_SERVICE_HOST'] !== undefined && existsSync(SERVICE_ACCOUNT_TOKEN);
  const read = readConfig({ argv, environment, isInCluster });
  if (!read.ok) return refuse(read.error);
  if (read.value.kind === 'Help') {
    process.stdout.write(SERVE_HELP);
    return 0;
  }
  const log = createLog(read.value.config.logLevel, process.stdout);
  const started = await Promise.race([start(read.value.config, argv, log), stopping]);
  // Told to stop while starting: nobody was let in yet, so there is nobody to say goodbye to.
  if (typeof started === 'string') return 0;
  if (!started.ok) return refuse(started.error);
  const { url, stop } = started.value;
  log.logger.info({ url, version }, 'ready');
  say(`Rollcall is ready: ${url}`);
  const signal = await stopping;
  log.logger.info({ signal }, 'stopping');
  await stop();
  return 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(sentence: string): number {
  say(`rollcall: ${makeVisible(sentence)}`);
  return BAD_INPUT;
}

/** The ports first: whoever finds them taken learns it at once, and nothing is half started. */
async function start(config: Config, argv: readonly string[], log: Log): Promise<Result<Running, string>> {
  const { source } = config;
  const fault = source.kind === 'Simulated' ? await scenarioFault(source) : undefined;
  if (fault !== undefined) return failure(fault);
  const pages = Promise.withResolvers<Pages>();
  let reading: Reading | undefined;
  let build = DEVELOPMENT;
  const fleet = (): RuntimeFleet | undefined => (reading?.source.kind === 'Reading' ? reading.source.fleet : undefined);
  const doors = await openDoors({
    config,
    log,
    pages: pages.promise,
    measured: {
      version,
      build: () => build,
      picture: () => fleet()?.picture(),
      heartbeat: () => fleet()?.heartbeat(),
    },
  });
  if (!doors.ok) return doors;
  const { url, port, metrics, close } = doors.value;
  surviveErrors(log.logger, metrics.countUnexpectedError);
  // The rules and the fleet are the larger part of the code, and not needed to say that a port is taken.
  const { openReading } = await import('./reading.ts');
  const open = () => openReading(config, argv, log.logger, say);
  // Before the build, which takes a while: a file that is not there is told at once. A story waits for its audience.
  const early = source.kind === 'Simulated' ? undefined : await open();
  if (early?.ok === false) return early;
  const built = await buildPages(config, log);
  if (!built.ok) return built;
  build = built.value;
  const opened = early ?? (await open());
  if (!opened.ok) return opened;
  reading = opened.value.follow(build);
  const command = startCommand(process.env);
  publish(config, build, command, reading);
  const { address } = config.listen;
  pages.resolve(await startPages({ root: ROOT, development: config.development, address, port }));
  for (const line of announcement(reading.source, command)) say(line);
  const { stop } = reading;
  // What the cluster's side still has to end is not waited for: the process ends.
  return success({ url, stop: () => close(() => stop().catch(() => undefined)) });
}

/** Their name; while they are worked on they have none. */
async function buildPages({ development }: Config, log: Log): Promise<Result<string, string>> {
  if (development) return success(DEVELOPMENT);
  takeConsole(log.logger);
  return ensureBuild(ROOT, say);
}

function publish(
  { insecureNoAuth }: Config,
  build: string,
  command: string,
  { source, insecure, stop }: Reading,
): void {
  publishRuntime({
    version: RUNTIME_VERSION,
    build,
    command,
    source,
    insecureNoAuth,
    insecureSkipTlsVerify: insecure,
    dispose: () => {
      stop().catch(() => undefined);
    },
  });
}
