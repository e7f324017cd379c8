import type { Clock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { RequestFailure } from '#lib/kubernetes/connection-failure.ts';
import type { Query, RouteId } from '#lib/kubernetes/shapes.ts';
import type { Transport, TransportRequest } from '#lib/kubernetes/transport.ts';

/*
 * The reading half of an API server for reflector tests, without sockets and time of its own: it keeps objects under a
 * resourceVersion, answers lists in pages, WatchLists and watches, and does wrong whatever a test asks for.
 */

export type RawObject = { readonly metadata: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
type Stored = { readonly object: RawObject; readonly resourceVersion: number };
type Change = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly stored: Stored };

export type RequestKind = 'probe' | 'list' | 'one' | 'watchList' | 'watch';
export type LoggedRequest = {
  readonly kind: RequestKind;
  readonly route: RouteId;
  readonly at: number;
  readonly query: Query;
};

/** What stands in the place of an answer. */
export type Misbehaviour =
  | { readonly status: number; readonly retryAfterMillis?: number; readonly ahead?: true }
  | { readonly unreachable: string }
  | { readonly text: string }
  /** Opens and says nothing. */
  | 'silence'
  /** Never answers. */
  | 'hang'
  /** Opens and closes at once. */
  | 'close';

export type OpenWatch = {
  readonly request: LoggedRequest;
  /** False: it is never told of a change. */
  readonly hears: boolean;
  readonly isOpen: () => boolean;
  readonly send: (message: unknown) => void;
  readonly sendText: (text: string) => void;
  readonly sendBytes: (bytes: Uint8Array) => void;
  readonly close: () => void;
  readonly reset: () => void;
};

const HOST = 'api.example';
const GONE = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } };

export class ScriptedApi implements Transport {
  readonly requests: LoggedRequest[] = [];
  readonly watches: OpenWatch[] = [];
  /** Consulted before every answer; undefined lets it be a good one. */
  misbehave: (request: LoggedRequest) => Misbehaviour | undefined = () => undefined;
  knowsWatchList = true;
  pageLimit: number | undefined;
  /** Without a break, as servers do, or by the test's hand. */
  endsInitialEvents = true;
  #resourceVersion = 100;
  #compactedBelow = 0;
  readonly #objects = new Map<string, Stored>();
  readonly #history: Change[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  requestsOf(...kinds: readonly RequestKind[]): readonly LoggedRequest[] {
    return this.requests.filter((request) => kinds.includes(request.kind));
  }

  lastWatch(): OpenWatch {
    const open = this.watches.filter((watch) => watch.isOpen());
    const last = open.at(-1);
    if (last === undefined) throw new Error('no watch is open');
    return last;
  }

  openWatches(): number {
    return this.watches.filter((watch) => watch.isOpen()).length;
  }

  put(uid: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#resourceVersion += 1;
    const metadata = { name: uid, namespace: 'default', uid, resourceVersion: String(this.#resourceVersion) };
    const type = this.#objects.has(uid) ? 'MODIFIED' : 'ADDED';
    const stored = { object: { ...fields, metadata }, resourceVersion: this.#resourceVersion };
    this.#objects.set(uid, stored);
    this.#tell({ type, stored });
  }

  delete(uid: string): void {
    const known = this.#objects.get(uid);
    if (known === undefined) return;
    this.#resourceVersion += 1;
    this.#objects.delete(uid);
    const metadata = { ...known.object.metadata, resourceVersion: String(this.#resourceVersion) };
    this.#tell({
      type: 'DELETED',
      stored: { object: { ...known.object, metadata }, resourceVersion: this.#resourceVersion },
    });
  }

  /** Changes without a word to any watch: what happens while nobody is connected. */
  quietly(work: () => void): void {
    const listening = this.watches.splice(0);
    work();
    this.watches.push(...listening);
  }

  /** Forgets the history: a watch from an older place ends in 410. */
  compact(): void {
    this.#history.length = 0;
    this.#compactedBelow = this.#resourceVersion;
  }

  /** Another server with another past stands behind the same address. */
  replaceCluster(resourceVersion: number): void {
    this.#objects.clear();
    this.#history.length = 0;
    this.#resourceVersion = resourceVersion;
    this.#compactedBelow = 0;
  }

  bookmark(): void {
    for (const watch of this.watches) if (watch.isOpen() && watch.hears) watch.send(this.#bookmarkMessage());
  }

  uids(): readonly string[] {
    return [...this.#objects.keys()].sort();
  }

  async get(request: TransportRequest): Promise<Result<void, RequestFailure>> {
    const logged = this.#log(request);
    if (request.signal.aborted) return failure({ kind: 'Aborted' });
    const wrong = this.misbehave(logged);
    if (wrong !== undefined) return this.#doWrong(wrong, logged, request);
    switch (logged.kind) {
      case 'probe':
        return this.#say(request, JSON.stringify({ gitVersion: 'v1.36.3' }));
      case 'list':
      case 'one':
        return this.#say(request, this.#listText(logged.query));
      case 'watchList':
        return this.knowsWatchList
          ? this.#watchList(logged, request)
          : failure({ kind: 'Status', host: HOST, status: 422 });
      case 'watch':
        return this.#watch(logged, request);
    }
  }

  async close(): Promise<void> {}

  #log({ shape }: TransportRequest): LoggedRequest {
    const { route, query = {} } = shape;
    const logged = { kind: kindOf(route, query), route, at: this.#clock.monotonic(), query };
    this.requests.push(logged);
    return logged;
  }

  async #doWrong(
    wrong: Misbehaviour,
    logged: LoggedRequest,
    request: TransportRequest,
  ): Promise<Result<void, RequestFailure>> {
    if (wrong === 'hang') return this.#neverAnswer(request);
    if (wrong === 'silence') return this.#openStream(logged, request, () => {}, false);
    if (wrong === 'close') return this.#openStream(logged, request, (watch) => watch.close());
    if ('text' in wrong) return this.#say(request, wrong.text);
    return failure(
      'status' in wrong
        ? { kind: 'Status', host: HOST, ...wrong }
        : { kind: 'Unreachable', host: HOST, code: wrong.unreachable },
    );
  }

  /** The real transport gives up after a time of its own. */
  #neverAnswer({ lane, signal }: TransportRequest): Promise<Result<void, RequestFailure>> {
    const { promise, resolve } = Promise.withResolvers<Result<void, RequestFailure>>();
    const late: RequestFailure = { kind: 'Unreachable', host: HOST, code: 'UND_ERR_HEADERS_TIMEOUT' };
    const cancel = this.#clock.setTimer(() => resolve(failure(late)), lane === 'list' ? 30_000 : 15_000);
    signal.addEventListener('abort', () => resolve(failure({ kind: 'Aborted' })), { once: true });
    return promise.finally(cancel);
  }

  async #say(request: TransportRequest, text: string): Promise<Result<void, RequestFailure>> {
    request.onOpen?.();
    await request.onChunk(Buffer.from(text));
    return success(undefined);
  }

  #listText({ limit, continue: token }: Query): string {
    const all = [...this.#objects.values()];
    const start = Number(token ?? 0);
    const count = this.pageLimit ?? Number(limit ?? all.length);
    const items = all.slice(start, start + count).map(({ object }) => object);
    const left = Math.max(0, all.length - start - count);
    const more = left === 0 ? {} : { continue: String(start + count), remainingItemCount: left };
    return JSON.stringify({
      kind: 'List',
      items,
      metadata: { resourceVersion: String(this.#resourceVersion), ...more },
    });
  }

  #watchList(logged: LoggedRequest, request: TransportRequest): Promise<Result<void, RequestFailure>> {
    return this.#openStream(logged, request, (watch) => {
      for (const { object } of this.#objects.values()) watch.send({ type: 'ADDED', object });
      if (this.endsInitialEvents) watch.send(this.endOfInitialEvents());
    });
  }

  endOfInitialEvents(): unknown {
    return this.#bookmarkMessage({ annotations: { 'k8s.io/initial-events-end': 'true' } });
  }

  #watch(logged: LoggedRequest, request: TransportRequest): Promise<Result<void, RequestFailure>> {
    const from = Number(logged.query.resourceVersion);
    return this.#openStream(logged, request, (watch) => {
      if (from < this.#compactedBelow) {
        watch.send(GONE);
        watch.close();
        return;
      }
      for (const change of this.#history) if (change.stored.resourceVersion > from) watch.send(messageOf(change));
    });
  }

  #openStream(
    logged: LoggedRequest,
    request: TransportRequest,
    begin: (watch: OpenWatch) => void,
    hears = true,
  ): Promise<Result<void, RequestFailure>> {
    const { promise, resolve } = Promise.withResolvers<Result<void, RequestFailure>>();
    let open = true;
    const end = (result: Result<void, RequestFailure>) => {
      open = false;
      resolve(result);
    };
    const sendBytes = (bytes: Uint8Array) => {
      if (open) void request.onChunk(bytes);
    };
    const watch: OpenWatch = {
      request: logged,
      hears,
      isOpen: () => open,
      send: (message) => sendBytes(Buffer.from(`${JSON.stringify(message)}\n`)),
      sendText: (text) => sendBytes(Buffer.from(text)),
      sendBytes,
      close: () => end(success(undefined)),
      reset: () => end(failure({ kind: 'Unreachable', host: HOST, code: 'ECONNRESET' })),
    };
    request.signal.addEventListener('abort', () => end(failure({ kind: 'Aborted' })), { once: true });
    request.onOpen?.();
    // Over a watch the reflector itself keeps the time.
    if (request.lane !== 'watch') return promise.finally(this.#endLate(end));
    this.watches.push(watch);
    begin(watch);
    return promise;
  }

  /** The real transport gives up on a body that stops coming. */
  #endLate(end: (result: Result<void, RequestFailure>) => void): () => void {
    const late: RequestFailure = { kind: 'Unreachable', host: HOST, code: 'UND_ERR_BODY_TIMEOUT' };
    return this.#clock.setTimer(() => end(failure(late)), 30_000);
  }

  #bookmarkMessage(metadata: Readonly<Record<string, unknown>> = {}): unknown {
    return { type: 'BOOKMARK', object: { metadata: { resourceVersion: String(this.#resourceVersion), ...metadata } } };
  }

  #tell(change: Change): void {
    this.#history.push(change);
    for (const watch of this.watches) if (watch.isOpen() && watch.hears) watch.send(messageOf(change));
  }
}

function messageOf({ type, stored }: Change): unknown {
  return { type, object: stored.object };
}

function kindOf(route: RouteId, query: Query): RequestKind {
  if (route === 'version') return 'probe';
  if (query.watch === undefined) return query.limit === '1' ? 'one' : 'list';
  return query.sendInitialEvents === undefined ? 'watch' : 'watchList';
}
