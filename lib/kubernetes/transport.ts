import { createGunzip } from 'node:zlib';
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { Clock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { Connection } from './connection/connection.ts';
import type { Credential } from './connection/credentials.ts';
import { requestFailureOf } from './connection/request-failure.ts';
import { parseRetryAfter } from './connection/retry-after.ts';
import type { RequestFailure } from './connection-failure.ts';
import { pathOf, type Shape } from './shapes.ts';

/** Watches have sockets of their own: a request that queues behind them could not even be aborted. */
const LANES = ['watch', 'list', 'probe'] as const;
export type Lane = (typeof LANES)[number];

export type TransportRequest = {
  readonly shape: Shape;
  readonly lane: Lane;
  readonly signal: AbortSignal;
  /** The answer is 2xx and its body begins. */
  readonly onOpen?: () => void;
  /** While a promise it gives is pending, the server is held back. */
  readonly onChunk: (chunk: Uint8Array) => void | Promise<void>;
};

/** The one way to the API server: GET, of a shape. It ends when the body has ended. */
export type Transport = {
  readonly get: (request: TransportRequest) => Promise<Result<void, RequestFailure>>;
  readonly close: () => Promise<void>;
};

export type TransportOptions = {
  readonly connection: Connection;
  readonly clock: Clock;
  /** How many watches may be open at once. */
  readonly watches: number;
  /** How long a connection, TLS and a proxy's tunnel may take. */
  readonly connectMillis?: number;
};

const CONNECT_MILLIS = 10_000;
const HEADERS_MILLIS: Readonly<Record<Lane, number>> = { watch: 15_000, list: 30_000, probe: 15_000 };
/** The reflector ends a silent watch itself, at a moment that its clock decides. */
const IDLE_BODY_MILLIS: Readonly<Record<Lane, number>> = { watch: 0, list: 30_000, probe: 15_000 };
/** Two lists, a probe and the question for one item. */
const OTHER_CONNECTIONS = 4;

export function createTransport(options: TransportOptions): Transport {
  const { connection, clock, watches, connectMillis = CONNECT_MILLIS } = options;
  const { server, credentials } = connection;
  // What goes wrong on the way may be the proxy's fault: both are named.
  const host =
    connection.proxyUrl === undefined ? server.host : `${server.host} by the proxy ${connection.proxyUrl.host}`;
  const prefix = server.pathname.replace(/\/$/, '');
  let agents: Agents | undefined;

  /** The pools belong to the certificates they were opened with; a new token needs no new pool. */
  function agentsFor(credential: Credential): Agents {
    if (agents?.fingerprint === credential.fingerprint) return agents;
    void agents?.close();
    agents = openAgents(connection, credential, watches, connectMillis);
    return agents;
  }

  async function attempt(request: TransportRequest, credential: Credential): Promise<Result<void, RequestFailure>> {
    const { shape, lane, signal, onOpen, onChunk } = request;
    try {
      const asked = agentsFor(credential)
        .of(lane)
        .request({
          origin: server.origin,
          path: prefix + pathOf(shape),
          method: 'GET',
          headers: {
            accept: 'application/json',
            'user-agent': 'rollcall',
            ...(credential.authorization === undefined ? {} : { authorization: credential.authorization }),
          },
          headersTimeout: HEADERS_MILLIS[lane],
          bodyTimeout: IDLE_BODY_MILLIS[lane],
          signal,
        });
      // A request that still waits for its connection would hear of the abort only when it has one.
      const answer = await unlessAborted(asked, signal, ({ body }) => body.destroy());
      const { statusCode: status, headers, body } = answer;
      if (status < 200 || status > 299) {
        const ahead = await readRefusal(status, body, clock);
        const retryAfterMillis = parseRetryAfter(headers['retry-after'], clock.now());
        return failure({
          kind: 'Status',
          host,
          status,
          ...(retryAfterMillis === undefined ? {} : { retryAfterMillis }),
          ...(ahead ? { ahead } : {}),
        });
      }
      onOpen?.();
      const zipped = headers['content-encoding'] === 'gzip';
      for await (const chunk of zipped ? body.compose(createGunzip()) : body) await onChunk(chunk);
      return success(undefined);
    } catch (error) {
      return failure(requestFailureOf(error, host, signal));
    }
  }

  async function get(request: TransportRequest): Promise<Result<void, RequestFailure>> {
    const { signal } = request;
    const credential = await unlessAborted(credentials.get(), signal);
    if (!credential.ok) return failure({ kind: 'Credential', problem: credential.error });
    const first = await attempt(request, credential.value);
    if (first.ok || first.error.kind !== 'Status' || first.error.status !== 401) return first;
    // A credential that has just been replaced on disk deserves one more try; the same one again does not.
    if (!(await unlessAborted(credentials.refresh(credential.value), signal))) return first;
    const renewed = await unlessAborted(credentials.get(), signal);
    return renewed.ok ? attempt(request, renewed.value) : first;
  }

  return {
    get: (request) => get(request).catch((error: unknown) => failure(requestFailureOf(error, host, request.signal))),
    close: async () => {
      await agents?.destroy();
    },
  };
}

/** Whoever does not want the answer any more waits for nothing, neither for a plugin of ten seconds nor for a connection. */
async function unlessAborted<Value>(
  asked: Promise<Value>,
  signal: AbortSignal,
  discard: (late: Value) => void = () => undefined,
): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([asked, aborted.promise]);
  } catch (error) {
    asked.then(discard, () => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const REFUSAL_BYTES = 64 * 1024;
const REFUSAL_MILLIS = 5_000;

/**
 * Reads what comes with a refusal and throws it away, for it may hold anything; true when it is the API server's "Too
 * large resource version". Past a limit of bytes or time the socket goes with it.
 */
async function readRefusal(status: number, body: Dispatcher.ResponseData['body'], clock: Clock): Promise<boolean> {
  const cancelTimer = clock.setTimer(() => body.destroy(), REFUSAL_MILLIS);
  let text = '';
  try {
    for await (const chunk of body) {
      text += String(chunk);
      if (text.length > REFUSAL_BYTES) break;
    }
  } catch {
    // The status has been told; whatever happens to its explanation is of no interest.
  } finally {
    cancelTimer();
  }
  return status === 504 && /"ResourceVersionTooLarge"|Too large resource version/.test(text);
}

type Agents = {
  readonly fingerprint: string;
  readonly of: (lane: Lane) => Dispatcher;
  /** Lets what is under way end by itself. */
  readonly close: () => Promise<void>;
  readonly destroy: () => Promise<void>;
};

function openAgents(
  connection: Connection,
  { tls, fingerprint }: Credential,
  watches: number,
  connectMillis: number,
): Agents {
  const connect = {
    timeout: connectMillis,
    ...tls,
    ...(connection.tlsServerName === undefined ? {} : { servername: connection.tlsServerName }),
    // Said either way: left unsaid, NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would decide.
    rejectUnauthorized: !connection.insecureSkipTlsVerify,
  };
  const open = (connections: number): Dispatcher => {
    const common = { connections, pipelining: 1, allowH2: false, keepAliveTimeout: 30_000 } as const;
    return connection.proxyUrl === undefined
      ? new Agent({ ...common, connect })
      : new ProxyAgent({ ...common, ...proxyOptions(connection.proxyUrl, connectMillis), requestTls: connect });
  };
  const watching = open(watches);
  const other = open(OTHER_CONNECTIONS);
  return {
    fingerprint,
    of: (lane) => (lane === 'watch' ? watching : other),
    close: async () => {
      await Promise.allSettled([watching.close(), other.close()]);
    },
    destroy: async () => {
      await Promise.allSettled([watching.destroy(), other.destroy()]);
    },
  };
}

/** The way to the proxy has the limits of a connection: by itself a proxy that says nothing is waited for minutes. */
function proxyOptions(proxyUrl: URL, connectMillis: number) {
  return {
    uri: proxyUrl.href,
    proxyTunnel: true,
    clientFactory: (origin: URL, options: object) => new Pool(origin, { ...options, headersTimeout: connectMillis }),
    // For socks the mere presence of these would mean TLS.
    ...(proxyUrl.protocol.startsWith('http') ? { proxyTls: { timeout: connectMillis, rejectUnauthorized: true } } : {}),
  };
}
