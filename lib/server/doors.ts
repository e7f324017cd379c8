import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemClock } from '#lib/base/clock.ts';
import { type Result, success } from '#lib/base/result.ts';
import { type Config, isLoopback } from './config.ts';
import { createEdge, type Edge } from './edge.ts';
import { listen, urlOf } from './listen.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics, type MetricsSource } from './metrics.ts';
import { createOperations, isSynced } from './operations.ts';
import type { Pages } from './pages.ts';

export type DoorsOptions = {
  readonly config: Config;
  readonly log: Log;
  /** Requests wait for the pages until they are there. */
  readonly pages: Promise<Pages>;
  readonly measured: Omit<MetricsSource, 'openStreams' | 'droppedLogLines'>;
};

/** The two listeners. */
export type Doors = {
  readonly url: string;
  readonly port: number;
  readonly metrics: Metrics;
  /** Lets nobody in any more, waits until all are out, and puts out those who stay; `sayGoodbye` ends the streams. */
  readonly close: (sayGoodbye: () => unknown) => Promise<void>;
};

/** Connections that have not ended by themselves by then are cut, so that the process ends within two seconds. */
const GRACE_MILLIS = 1_000;

export async function openDoors(options: DoorsOptions): Promise<Result<Doors, string>> {
  const { config, log, measured } = options;
  const metrics = createMetrics({ ...measured, openStreams: () => edge.openStreams(), droppedLogLines: log.dropped });
  const edge = makeEdge(options, metrics);
  const port = await listen(edge.server, config.listen, 'port');
  if (!port.ok) return port;
  const operations = createOperations({
    metrics,
    isReady: () => isSynced(measured.heartbeat()),
    checksHost: isLoopback(config.operations?.address ?? '127.0.0.1'),
  });
  if (config.operations !== undefined) {
    const opened = await listen(operations, config.operations, 'operations-port');
    if (!opened.ok) return opened;
    log.logger.info({ address: config.operations.address, port: opened.value }, 'operations');
  }
  const url = urlOf(config.listen.address, port.value);
  return success({ url, port: port.value, metrics, close: (sayGoodbye) => close(edge, operations, sayGoodbye) });
}

function makeEdge({ config, log: { logger }, pages }: DoorsOptions, metrics: Metrics): Edge {
  return createEdge({
    policy: { allowedHosts: config.allowedHosts, development: config.development },
    limits: config.limits,
    handle: async (request: IncomingMessage, response: ServerResponse) => (await pages).handle(request, response),
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      pages.then(({ upgrade }) => upgrade(request, socket, head)).catch(() => socket.destroy());
    },
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
}

async function close(edge: Edge, operations: Server, sayGoodbye: () => unknown): Promise<void> {
  edge.drain();
  const closed = [edge.server, operations].map((server) => new Promise((resolve) => server.close(resolve)));
  sayGoodbye();
  edge.server.closeIdleConnections();
  operations.closeAllConnections();
  const patience = Promise.withResolvers<void>();
  const cancel = systemClock.setTimer(patience.resolve, GRACE_MILLIS);
  await Promise.race([Promise.all(closed), patience.promise]);
  cancel();
  edge.server.closeAllConnections();
}
