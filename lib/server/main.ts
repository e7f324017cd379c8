import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '#lib/base/clock.ts';
import { type Result, success } from '#lib/base/result.ts';
import { ensureBuild } from './build.ts';
import { type Config, isLoopback, readConfig, SERVE_OPTIONS } from './config.ts';
import { createEdge } from './edge.ts';
import { listen, urlOf } from './listen.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createOperations, isSynced } from './operations.ts';
import { describeOptions } from './options.ts';
import { type Pages, startPages } from './pages.ts';
import { surviveErrors, takeConsole } from './process-guard.ts';
import { openReading, type Reading } from './reading.ts';
import { publishRuntime, RUNTIME_VERSION, type RuntimeFleet } from './runtime.ts';
import { stopSignal } from './stop-signal.ts';
import { version } from './version.ts';

/*
 * The composition root: reads the configuration, takes the ports, opens the cluster or the files, starts the fleet and
 * the pages, and ends all of it again.
 */

const BAD_INPUT = 4;
const ROOT = join(import.meta.dirname, '..', '..');
const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/** Connections that have not ended by themselves by then are cut, so that the process ends within two seconds. */
const GRACE_MILLIS = 1_000;

type Running = { readonly url: string; readonly stop: () => Promise<void> };

export const SERVE_HELP = `Serve the dashboard.

  rollcall serve [FLAGS]

Each flag can also be set as ROLLCALL_<FLAG>, such as ROLLCALL_STALL_AFTER=5m; flags win.

${describeOptions(SERVE_OPTIONS)}`;

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
  const { config } = read.value;
  const log = createLog(config.logLevel, process.stdout);
  const started = await Promise.race([start(config, log), stopping]);
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
  say(`rollcall: ${sentence}`);
  return BAD_INPUT;
}

/** The ports first: whoever finds them taken learns it at once, and nothing is half started. */
async function start(config: Config, log: Log): Promise<Result<Running, string>> {
  const { logger } = log;
  const pages = Promise.withResolvers<Pages>();
  // Nobody may be waiting for the pages when they fail; whoever is gets the failure too.
  pages.promise.catch(() => undefined);
  let reading: Reading | undefined;
  let build = 'development';
  const fleet = (): RuntimeFleet | undefined => (reading?.kind === 'Reading' ? reading.fleet : undefined);
  const metrics = createMetrics({
    version,
    build: () => build,
    picture: () => fleet()?.picture(),
    heartbeat: () => fleet()?.heartbeat(),
    openStreams: () => edge.openStreams(),
    droppedLogLines: log.dropped,
  });
  surviveErrors(logger, metrics.countUnexpectedError);
  if (!config.development) takeConsole(logger);

  const edge = createEdge({
    policy: { allowedHosts: config.allowedHosts, development: config.development },
    limits: config.limits,
    handle: async (request, response) => (await pages.promise).handle(request, response),
    upgrade: (request, socket, head) => void pages.promise.then(({ upgrade }) => upgrade(request, socket, head)),
    observe: (observation) => {
      metrics.observe(observation);
      logger[observation.route === 'Static' ? 'debug' : 'info'](observation, 'request');
    },
    onError: (error) => {
      metrics.countUnexpectedError();
      logger.error({ error }, 'a page failed');
    },
    monotonic: systemClock.monotonic,
  });
  const port = await listen(edge.server, config.listen, 'port');
  if (!port.ok) return port;

  const operations = createOperations({
    metrics,
    isReady: () => isSynced(fleet()?.heartbeat()),
    checksHost: isLoopback(config.operations?.address ?? '127.0.0.1'),
  });
  if (config.operations !== undefined) {
    const opened = await listen(operations, config.operations, 'operations-port');
    if (!opened.ok) return opened;
    logger.info({ url: urlOf(config.operations.address, opened.value) }, 'operations');
  }

  if (!config.development) {
    const built = await ensureBuild(ROOT, say);
    if (!built.ok) return built;
    build = built.value;
  }
  const opened = await openReading(config, build);
  if (!opened.ok) return opened;
  reading = opened.value;
  publishRuntime(runtimeOf(config, build, reading));
  const { address } = config.listen;
  const started = await startPages({ root: ROOT, development: config.development, address, port: port.value });
  pages.resolve(started);

  const stop = async () => {
    edge.drain();
    const closed = Promise.all(
      [edge.server, operations].map((server) => new Promise((resolve) => server.close(resolve))),
    );
    // Says bye on every stream and ends it, so that their connections end too.
    reading?.endStreams();
    edge.server.closeIdleConnections();
    operations.closeAllConnections();
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, GRACE_MILLIS).unref())]);
    edge.server.closeAllConnections();
    await reading?.stop();
  };
  return success({ url: urlOf(address, port.value), stop });
}

function runtimeOf(config: Config, build: string, reading: Reading): Parameters<typeof publishRuntime>[0] {
  const { source } = config;
  return {
    version: RUNTIME_VERSION,
    build,
    source:
      reading.kind === 'Reading'
        ? { kind: 'Reading', fleet: reading.fleet }
        : { kind: 'NoCluster', tried: reading.tried },
    insecureNoAuth: config.insecureNoAuth,
    insecureSkipTlsVerify: source.kind === 'Cluster' && source.insecureSkipTlsVerify,
    dispose: () => void reading.stop(),
  };
}
