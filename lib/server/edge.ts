import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { makeProblem, type ProblemCode } from '#lib/wire/problem.ts';
import { clientErrorRefusal } from './client-error.ts';
import { makeNonce, pagePolicy, STATIC_POLICY } from './csp.ts';
import { createRateLimiter, type RateLimit } from './rate.ts';
import { sendRawRefusal, sendRefusal } from './refusal.ts';
import { type Admission, type GuardPolicy, guardRequest, type Refusal, refuseMethod } from './request-guard.ts';
import { pairsOf } from './request-headers.ts';
import { sealHeaders } from './response-headers.ts';
import { createStreamPlaces, type StreamLimits } from './stream-places.ts';
import type { RouteKind } from './target.ts';

export type EdgeLimits = {
  readonly streams: StreamLimits;
  readonly connections: number;
  readonly rate: RateLimit;
  readonly keepAliveMillis: number;
};

/** What became of one request; neither path nor query nor any header is in it. */
export type Observation = {
  readonly method: string;
  readonly route: RouteKind | 'Refused';
  readonly code?: ProblemCode;
  readonly status: number;
  readonly address: string;
  readonly durationMillis: number;
  readonly bytes: number;
};

export type EdgeOptions = {
  readonly policy: GuardPolicy;
  readonly limits: EdgeLimits;
  /** Next's request handler. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** In development, the upgrade of hot reload. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly observe: (observation: Observation) => void;
  readonly onError: (error: unknown) => void;
  readonly monotonic: () => number;
};

export type Edge = {
  readonly server: Server;
  readonly openStreams: () => number;
  /** From here on every request is told that the server is stopping. */
  readonly drain: () => void;
};

const HEADERS_TIMEOUT_MILLIS = 5_000;
const REQUEST_TIMEOUT_MILLIS = 10_000;
const HEADER_LIMIT_BYTES = 8 * 1024;
/** A connection on which nothing moves for so long is closed: a reader that stopped. Streams move every 5 s. */
const STILL_MILLIS = 60_000;
/** A full house empties slowly: those who find it full ask again after this. */
const FULL_RETRY_SECONDS = 5;
const HOT_RELOAD = '/_next/hmr';

export function createEdge(options: EdgeOptions): Edge {
  const { policy, limits, monotonic } = options;
  const limiter = createRateLimiter(limits.rate, monotonic);
  const places = createStreamPlaces(limits.streams);
  const answering = new WeakMap<Duplex, number>();
  let isDraining = false;

  /** What can only be told by counting, after the head of the request was found good. */
  function count(admission: Admission, address: string): Refusal | (() => void) {
    if (isDraining) return { kind: 'Refused', code: 'ShuttingDown', retryAfterSeconds: 1, closes: true };
    // A page brings its hashed files all at once and then never again: they are not what a limit is for.
    const wait = admission.route === 'Static' || policy.development ? undefined : limiter.take(address);
    if (wait !== undefined) return { kind: 'Refused', code: 'TooManyRequests', retryAfterSeconds: wait, closes: false };
    if (admission.route !== 'Stream') return () => undefined;
    return (
      places.take(address) ?? {
        kind: 'Refused',
        code: 'TooManyStreams',
        retryAfterSeconds: FULL_RETRY_SECONDS,
        closes: false,
      }
    );
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const address = plainAddress(request.socket.remoteAddress);
    const incoming = { method: request.method ?? '', target: request.url ?? '', rawHeaders: request.rawHeaders };
    const guarded = guardRequest(incoming, policy);
    const counted = guarded.kind === 'Refused' ? guarded : count(guarded, address);
    const refusal = typeof counted === 'function' ? undefined : counted;
    const { socket } = request;
    const begun = monotonic();
    const bytesBefore = socket.bytesWritten;
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      answering.set(socket, (answering.get(socket) ?? 1) - 1);
      if (typeof counted === 'function') counted();
      options.observe({
        method: incoming.method,
        route: guarded.kind === 'Refused' ? 'Refused' : guarded.route,
        ...(refusal === undefined ? {} : { code: refusal.code }),
        status: response.statusCode,
        address,
        durationMillis: Math.round(monotonic() - begun),
        bytes: socket.bytesWritten - bytesBefore,
      });
    });
    if (refusal !== undefined) sendRefusal(request, response, refusal);
    else if (guarded.kind === 'Admitted') admit(request, response, guarded);
  }

  function admit(request: IncomingMessage, response: ServerResponse, { route, rawHeaders }: Admission): void {
    const nonced = pagePolicy(makeNonce(), policy.development);
    rewriteHeaders(request, rawHeaders, {
      // Next takes the nonce of its scripts from the policy of the request.
      'content-security-policy': nonced,
      // A layout of Next is not told the query.
      'x-rollcall-query': (request.url ?? '').split('?', 2)[1] ?? '',
    });
    sealHeaders(response, route, route === 'Static' && !policy.development ? STATIC_POLICY : nonced);
    options.handle(request, response).catch((error: unknown) => {
      options.onError(error);
      if (response.headersSent) response.destroy();
      else sendRefusal(request, response, { kind: 'Refused', code: 'Internal', closes: true });
    });
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { method = '', url = '', rawHeaders } = request;
    const withoutUpgrade = pairsOf(rawHeaders).filter(([name]) => name !== 'upgrade');
    const isHotReload = policy.development && options.upgrade !== undefined && url.startsWith(HOT_RELOAD);
    const judged = isHotReload ? withoutUpgrade.flatMap(([, value, name]) => [name, value]) : rawHeaders;
    const verdict = guardRequest({ method, target: url, rawHeaders: judged }, policy);
    if (verdict.kind === 'Admitted' && isHotReload) options.upgrade?.(request, socket, head);
    else refuseRaw(socket, verdict.kind === 'Refused' ? verdict : malformed('no other protocol is spoken here'));
  }

  function refuseRaw(socket: Duplex, refusal: Refusal): void {
    const address = socket instanceof Socket ? plainAddress(socket.remoteAddress) : '';
    const { code } = refusal;
    const { status } = makeProblem(code);
    options.observe({ method: '', route: 'Refused', code, status, address, durationMillis: 0, bytes: 0 });
    sendRawRefusal(socket, refusal);
  }

  const server = createServer({
    maxHeaderSize: HEADER_LIMIT_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MILLIS,
    requestTimeout: REQUEST_TIMEOUT_MILLIS,
    keepAliveTimeout: limits.keepAliveMillis,
    // Node looks for late requests every 30 s unless told otherwise, and the two limits above would mean little.
    connectionsCheckingInterval: 1_000,
    // Our own answer for a missing Host carries our headers; Node's does not.
    requireHostHeader: false,
  });
  // 8 KiB of headers bound their number too; Node would silently drop those past a number, a second Host among them.
  server.maxHeadersCount = 0;
  server.maxConnections = limits.connections;
  server.timeout = STILL_MILLIS;
  server.on('request', onRequest);
  server.on('checkContinue', onRequest);
  server.on('checkExpectation', onRequest);
  server.on('upgrade', onUpgrade);
  server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
    sendRawRefusal(socket, refuseMethod('GET, HEAD')),
  );
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Duplex) => {
    const refusal = clientErrorRefusal(error.code ?? '', error.rawPacket);
    // In the middle of an answer nothing else can be said.
    if (refusal === undefined || (answering.get(socket) ?? 0) > 0) socket.destroy();
    else refuseRaw(socket, refusal);
  });
  const drain = () => {
    isDraining = true;
  };
  return { server, openStreams: places.open, drain };
}

function malformed(detail: string): Refusal {
  return { kind: 'Refused', code: 'MalformedRequest', detail, closes: true };
}

/** Gives the handler behind only what was let through and what we add, in both forms in which Node offers it. */
function rewriteHeaders(
  request: IncomingMessage,
  kept: readonly string[],
  ours: Readonly<Record<string, string>>,
): void {
  const names = new Set(pairsOf(kept).map(([name]) => name));
  for (const name of Object.keys(request.headers)) if (!names.has(name)) delete request.headers[name];
  Object.assign(request.headers, ours);
  request.rawHeaders = [...kept, ...Object.entries(ours).flat()];
}

/** An IPv4 address that came in over an IPv6 socket is the same source. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '');
}
