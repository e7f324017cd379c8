import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { BARE_POLICY } from './csp.ts';
import type { Metrics } from './metrics.ts';
import { sendRefusal } from './refusal.ts';
import { guardRequest } from './request-guard.ts';
import { FIXED_HEADERS } from './response-headers.ts';

export type OperationsOptions = {
  readonly metrics: Metrics;
  readonly isReady: () => boolean;
  /**
   * On loopback a page of the operator's browser could reach this port by a name of its own; in a pod the probes come
   * by its address, which nobody can list beforehand, and the NetworkPolicy is the guard.
   */
  readonly checksHost: boolean;
};

const MANDATORY = ['daemonsets', 'pods', 'nodes'];

/**
 * Ready after the first full sync of what must be known, and ready ever after: with stale data the honest page stays
 * reachable. Nodes that may not be read are not waited for.
 */
export function isSynced(heartbeat: Heartbeat | undefined): boolean {
  return MANDATORY.every((resource) => {
    const health = heartbeat?.perResource[resource];
    return health !== undefined && (health.synced || (resource === 'nodes' && health.cause === 'forbidden'));
  });
}

/** /livez, /readyz and /metrics, and nothing else: a port of its own, so that no Ingress ever publishes it. */
export function createOperations(options: OperationsOptions): Server {
  const server = createServer({ maxHeaderSize: 8 * 1024, headersTimeout: 5_000, requestTimeout: 10_000 });
  server.maxConnections = 100;
  server.on('request', (request, response) => {
    answer(request, response, options).catch(() =>
      response.headersSent
        ? response.destroy()
        : sendRefusal(request, response, { kind: 'Refused', code: 'Internal', closes: true }),
    );
  });
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: OperationsOptions): Promise<void> {
  const { metrics, isReady, checksHost } = options;
  const rawHeaders = checksHost ? request.rawHeaders : withoutHost(request.rawHeaders);
  const incoming = { method: request.method ?? '', target: request.url ?? '', rawHeaders };
  const verdict = guardRequest(incoming, { allowedHosts: [], development: false });
  if (verdict.kind === 'Refused') return sendRefusal(request, response, verdict);
  switch (verdict.path) {
    case '/livez':
      return send(request, response, 200, 'text/plain; charset=utf-8', 'ok\n');
    case '/readyz':
      return isReady()
        ? send(request, response, 200, 'text/plain; charset=utf-8', 'ok\n')
        : send(request, response, 503, 'text/plain; charset=utf-8', 'not synced\n');
    case '/metrics':
      return send(request, response, 200, metrics.contentType, await metrics.render());
    default:
      return sendRefusal(request, response, { kind: 'Refused', code: 'NotFound', closes: false });
  }
}

/** The guard judges every Host but one: its own. */
function withoutHost(rawHeaders: readonly string[]): readonly string[] {
  const rest = rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)]?.toLowerCase() !== 'host');
  return ['host', 'localhost', ...rest];
}

function send(request: IncomingMessage, response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    ...FIXED_HEADERS,
    'Content-Security-Policy': BARE_POLICY,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
