import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '#lib/base/clock.ts';
import { type Random, systemRandom } from '#lib/base/random.ts';
import type { KindInfo } from '../kinds.ts';
import type { Change, ObjectStore } from '../object-store.ts';
import { type User, userOf, type Wish, wishOf } from './access.ts';
import { answer, answerList, answerText, refuse } from './answer.ts';
import { type Asked, createFaults, type Fault, type Faults, refusalOf } from './faults.ts';
import { createPast } from './past.ts';
import { objectText } from './render.ts';
import { type Reply, replyTo } from './reply.ts';
import { createRequestLog, type RequestRecord } from './request-log.ts';
import { routeOf } from './routes.ts';
import { UNAUTHORIZED } from './status.ts';
import { openWatch } from './watch.ts';

export type { User } from './access.ts';

export type ApiServerOptions = {
  readonly store: ObjectStore;
  readonly users: readonly User[];
  /** Real time: who watches lives in it, whatever the story's own time is. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** 0: a free one. */
  readonly port?: number;
  /** What system:anonymous may, who has no token; `true`: nothing. Unless given, he is unauthorized. */
  readonly anonymous?: boolean | User['rules'];
  readonly version?: string;
};

export type ApiServer = {
  readonly url: string;
  readonly port: number;
  readonly requests: () => readonly RequestRecord[];
  readonly faults: Faults;
  /** Forgets what happened up to a revision: who asks for it is told that it is gone. */
  readonly compact: (revision?: number) => void;
  /** Drops every connection and comes back; with `revision` as from an old back-up. */
  readonly restart: (options?: { readonly revision?: number; readonly downMillis?: number }) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The reading half of the Kubernetes API over HTTP on 127.0.0.1. Rejects when the port is taken. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, users, clock = systemClock, random = systemRandom, anonymous = false } = options;
  const { version = 'v1.36.3' } = options;
  const log = createRequestLog();
  const faults = createFaults();
  const changeText = createChangeTexts();
  let past = createPast(store);

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // A watch that says nothing for long is no fault of the connection.
  server.requestTimeout = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const { pathname: path, searchParams: query, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = routeOf(path);
    const user = userOf(headers.authorization, users, anonymous === true ? [] : anonymous || undefined);
    const wish = wishOf(method, route, query);
    keep(
      { method, path, query: search, user: user?.name, userAgent: String(headers['user-agent'] ?? '') },
      wish,
      response,
    );
    if (user === undefined) {
      refuse(response, UNAUTHORIZED);
      return;
    }
    const verb = wish.verb === 'watch' && query.has('sendInitialEvents') ? 'watchList' : wish.verb;
    const asked = { resource: resourceOf(wish), verb, namespace: wish.namespace, user: user.name };
    const met = faults.meet(asked);
    if (await isEnded(response, met)) return;
    const { accept } = headers;
    send(
      request,
      response,
      replyTo({ method, path, query, accept, route, user, wish }, store, past, version),
      asked,
      met,
    );
  }

  function keep(
    said: Pick<RequestRecord, 'method' | 'path' | 'query' | 'user' | 'userAgent'>,
    wish: Wish,
    response: ServerResponse,
  ): void {
    const record = { at: clock.now(), ...said, verb: wish.verb, resource: resourceOf(wish), status: undefined };
    const kept: RequestRecord = record;
    log.add(kept);
    response.on('close', () => {
      kept.status = response.headersSent ? response.statusCode : undefined;
    });
  }

  /** The faults that leave nothing of the answer. */
  async function isEnded(response: ServerResponse, met: readonly Fault[]): Promise<boolean> {
    for (const fault of met) {
      if (fault.kind === 'Delay') await new Promise<void>((resolve) => void clock.setTimer(resolve, fault.millis));
      if (fault.kind === 'Freeze' && fault.afterEvents === undefined) return true;
      if (fault.kind === 'Reset' && fault.afterEvents === undefined && fault.afterBytes === undefined) {
        response.socket?.resetAndDestroy();
        return true;
      }
      if (fault.kind !== 'Refuse') continue;
      const { html, code, retryAfter } = fault;
      if (html === undefined) refuse(response, refusalOf(fault));
      else answer(response, code, html, 'text/html', retryAfter === undefined ? {} : { 'retry-after': retryAfter });
      return true;
    }
    return false;
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    reply: Reply,
    asked: Asked,
    met: readonly Fault[],
  ): void {
    switch (reply.kind) {
      case 'Status':
        refuse(response, reply.error);
        break;
      case 'Words':
        answer(response, reply.code, reply.text, 'text/plain; charset=utf-8', { 'x-content-type-options': 'nosniff' });
        break;
      case 'Document':
        answerText(request, response, reply.text);
        break;
      case 'List':
        answerList(request, response, reply.info, reply.page, met).catch(() => response.destroy());
        break;
      case 'Watch':
        watch(response, reply, asked, met);
        break;
    }
  }

  function watch(
    response: ServerResponse,
    { info, namespace, options: asks }: Extract<Reply, { readonly kind: 'Watch' }>,
    asked: Asked,
    met: readonly Fault[],
  ): void {
    response.writeHead(200, { 'cache-control': 'no-cache, private', 'content-type': 'application/json' });
    response.flushHeaders();
    const { outlet } = openWatch({ store, clock, random, changeText }, response, info, namespace, asks, met);
    const open = { ...asked, drop: () => outlet.reset(), freeze: () => outlet.freeze() };
    faults.watches.add(open);
    response.on('close', () => faults.watches.delete(open));
  }

  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  const end = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  const port = await listen(options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: log.all,
    faults,
    compact: (revision) => {
      store.compact(revision);
      past = createPast(store);
    },
    restart: async ({ revision, downMillis = 0 } = {}) => {
      await end();
      if (revision !== undefined) store.restore(revision);
      past = createPast(store);
      if (downMillis > 0) await new Promise<void>((resolve) => void clock.setTimer(resolve, downMillis));
      await listen(port);
    },
    close: end,
  };
}

function resourceOf({ plural }: Wish): string | undefined {
  return plural === '' ? undefined : plural;
}

/** Each change is written out once, for all who watch it under one name. */
function createChangeTexts(): (change: Change, info: KindInfo) => string {
  const texts = new WeakMap<Change, Map<string, string>>();
  return (change, info) => {
    let known = texts.get(change);
    if (known === undefined) {
      known = new Map();
      texts.set(change, known);
    }
    const before = known.get(info.group);
    if (before !== undefined) return before;
    const text = objectText(change.object, info);
    known.set(info.group, text);
    return text;
  };
}
