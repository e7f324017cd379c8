import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { ClusterRecord, Resource } from '#lib/domain/objects.ts';
import type { RequestFailure } from '../connection-failure.ts';
import type { WatchMessage } from '../decode.ts';
import type { Relist, StoreEvent } from '../memory-store.ts';
import type { ReaderLog } from '../reader-log.ts';
import { isOlder } from '../resource-version.ts';
import type { RouteId } from '../shapes.ts';
import type { Transport } from '../transport.ts';
import type { TokenBucket } from './bucket.ts';
import { oneItemShape, type Place, watchListShape, watchShape } from './list-request.ts';
import { isOutage, STEP_AFTER_GOING_BACK, stepAfterLineage, stepAfterList } from './list-step.ts';
import { LONG_MILLIS, type NextStep, stepAfterStream } from './next-step.ts';
import { Pacing } from './pacing.ts';
import type { Permits } from './permits.ts';
import type { Probe } from './probe.ts';
import { readList } from './read-list.ts';
import { readPages } from './read-pages.ts';
import { sleep } from './sleep.ts';
import { ReflectorStatus, type StatusReport } from './status.ts';
import { followStream, type StreamEnd } from './watch-stream.ts';

/** Where a reflector puts what it reads. */
export type ReflectorSink = {
  readonly apply: (events: readonly StoreEvent[]) => void;
  readonly beginRelist: () => Relist;
  /** How many objects are held of what this reflector reads. */
  readonly size: () => number;
};

/** What all reflectors of a cluster share. */
export type ReflectorShared = {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly probe: Probe;
  readonly bucket: TokenBucket;
  readonly lists: Permits;
  readonly log: ReaderLog;
};

export type ReflectorOptions = ReflectorShared & {
  readonly resource: Resource;
  /** The route to use, and those to try after a 404 on it. */
  readonly routes: readonly [RouteId, ...RouteId[]];
  readonly namespace?: string;
  readonly project: (raw: unknown) => ClusterRecord | undefined;
  readonly sink: ReflectorSink;
  readonly onChange: () => void;
};

const REMIND_MILLIS = 10_000;
/** Without event or bookmark for so long the server may be another one, of which our place lies in the future. */
const LINEAGE_MILLIS = 600_000;
/** So many streams that end without the end of the initial events, and we page. */
const UNFINISHED_WATCH_LISTS = 2;

type InitialState = { readonly relist: Relist; cancelReminder: () => void };

/**
 * Follows one resource for ever [reliability 8.2]: reads its whole state, then its changes, and after every fault finds
 * its way back to one or the other. It never throws and nothing but `signal` stops it. Longer than its neighbours,
 * because the place in the stream, the state and the next step change together.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #status: ReflectorStatus;
  readonly #pacing: Pacing;
  #routeIndex = 0;
  #pages = false;
  #unfinishedWatchLists = 0;
  #resourceVersion: string | undefined;
  #quiet = false;
  #brokenInARow = 0;
  #errorsInARow = 0;
  #mayHaveChangedServer = false;
  /** What is being read for the first time; afterwards the sink knows how much there is. */
  #growing: Relist | undefined;
  #askedAt = 0;
  /** The log holds a trouble without its end. */
  #isTold = false;
  #checkedLineageAt: number;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#status = new ReflectorStatus(options.clock, options.onChange);
    this.#pacing = new Pacing(options);
    this.#checkedLineageAt = options.clock.monotonic();
  }

  get resource(): Resource {
    return this.#options.resource;
  }

  report(): StatusReport {
    const { sink, probe } = this.#options;
    const objects = this.#status.synced ? sink.size() : (this.#growing?.size() ?? 0);
    return this.#status.report(objects, this.#resourceVersion, probe.facts);
  }

  /** Time has passed. */
  review(): void {
    this.#status.review(this.#options.probe.facts);
  }

  /** The API server answers; after it had not, no back-off is waited out any longer. */
  onProbeAnswered(sentAt: number, afterFailure: boolean): void {
    this.#status.onProbeAnswered(sentAt);
    if (afterFailure) this.#pacing.wake();
  }

  async run(signal: AbortSignal, startDelayMillis: number): Promise<void> {
    await sleep(this.#options.clock, startDelayMillis, signal);
    let list = true;
    while (!signal.aborted) {
      const step = await this.#next(list, signal);
      if (signal.aborted) return;
      list = await this.#follow(step, signal);
    }
  }

  async #next(list: boolean, signal: AbortSignal): Promise<NextStep> {
    if (list) this.#status.enter(this.#status.synced ? 'relisting' : 'listing');
    await this.#pacing.waitForTurn(() => {
      this.#mayHaveChangedServer = true;
    }, signal);
    if (signal.aborted) return STOPPED;
    if (list || this.#resourceVersion === undefined) return this.#readWholeState(signal);
    const lineage = await this.#checkLineage(this.#resourceVersion, signal);
    return lineage ?? this.#watch(this.#resourceVersion, signal);
  }

  /** Waits as the step says; true when the whole state is to be read next. */
  async #follow(step: NextStep, signal: AbortSignal): Promise<boolean> {
    const { next, trouble } = step;
    let pause = step.pause;
    if (trouble !== undefined) {
      if (this.#status.fail(trouble)) this.#tell(trouble);
      // To be told to read the whole state is an answer like any other; how often that happens has a bound of its own.
      if (trouble.cause !== 'gone') this.#pacing.noteTrouble();
    }
    if (next === 'Page') this.#pages = true;
    if (next === 'OtherRoute' && this.#routeIndex + 1 < this.#options.routes.length) {
      this.#routeIndex += 1;
      pause = { kind: 'Now' };
    }
    const list = next !== 'Watch' || this.#resourceVersion === undefined;
    if (trouble !== undefined) this.#status.enter(this.#stateAfter(trouble.cause === 'gone', list));
    await this.#pacing.pause(pause, list, signal);
    return list;
  }

  /** For whoever has the log alone; what the server says of its own accord (410) is no trouble. */
  #tell({ cause, note }: NonNullable<NextStep['trouble']>): void {
    if (cause === 'gone') return;
    this.#isTold = true;
    this.#log('warn', `not followed: ${note}`);
  }

  #open(): void {
    this.#status.onOpened();
    if (this.#isTold) this.#log('info', 'followed again');
    this.#isTold = false;
  }

  #log(level: 'info' | 'warn', message: string): void {
    const { log, resource, namespace } = this.#options;
    log({ level, message, resource, ...(namespace === undefined ? {} : { namespace }) });
  }

  #stateAfter(gone: boolean, list: boolean): 'relisting' | 'retrying' {
    return gone && list && this.#status.synced ? 'relisting' : 'retrying';
  }

  // --- the whole state -------------------------------------------------------------------------------------------------

  async #readWholeState(signal: AbortSignal): Promise<NextStep> {
    this.#pacing.noteList();
    return this.#pages ? this.#options.lists.run(() => this.#readPages(signal)) : this.#watchList(signal);
  }

  async #watchList(signal: AbortSignal): Promise<NextStep> {
    const initial: InitialState = { relist: this.#beginRelist(), cancelReminder: () => {} };
    this.#remind(initial);
    try {
      return await this.#followAndDecide(watchListShape(this.#place, this.#options.random()), initial, signal);
    } finally {
      initial.cancelReminder();
    }
  }

  #beginRelist(): Relist {
    this.#askedAt = this.#options.clock.monotonic();
    this.#growing = this.#options.sink.beginRelist();
    return this.#growing;
  }

  #remind(initial: InitialState): void {
    initial.cancelReminder = this.#options.clock.setTimer(() => {
      this.#log('warn', 'still waiting for the end of the initial events');
      this.#remind(initial);
    }, REMIND_MILLIS);
  }

  async #readPages(signal: AbortSignal): Promise<NextStep> {
    const read = await readPages(this.#options.transport, this.#place, signal, {
      beginRelist: () => this.#beginRelist(),
      onItem: (relist, text) => this.#stageItem(relist, text),
      onPage: (expected) => {
        this.#status.expect(expected);
        this.#options.onChange();
      },
      onRestart: () => this.#status.count('gone'),
    });
    if (!read.ok) {
      const { failed, expired } = read.error;
      if (failed.kind === 'Request') this.#noteOutage(failed.failure);
      return stepAfterList(failed, expired);
    }
    this.#takeOver(read.value.relist, read.value.resourceVersion);
    this.#status.enter('syncing');
    return { next: 'Watch', pause: { kind: 'Now' } };
  }

  #stageItem(relist: Relist, text: string): void {
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      this.#status.count('skipped object');
      return;
    }
    const record = this.#project(raw);
    if (record !== undefined) relist.add(record);
  }

  #takeOver(relist: Relist, resourceVersion: string | undefined): void {
    this.#write(() => relist.commit());
    this.#growing = undefined;
    this.#resourceVersion = resourceVersion;
    this.#mayHaveChangedServer = false;
    this.#checkedLineageAt = this.#options.clock.monotonic();
    this.#status.onWhole(this.#askedAt);
    this.#pacing.noteGoodTime();
    this.#options.onChange();
  }

  // --- the changes -----------------------------------------------------------------------------------------------------

  /**
   * A watch from a place that lies in the server's future waits without an error. So after trouble, and after a long
   * silence, one item is asked for: its list tells where the server is.
   */
  async #checkLineage(ours: string, signal: AbortSignal): Promise<NextStep | undefined> {
    const { clock, transport } = this.#options;
    const heardAt = Math.max(this.#status.lastWordAt ?? -Infinity, this.#checkedLineageAt);
    if (!this.#mayHaveChangedServer && clock.monotonic() - heardAt < LINEAGE_MILLIS) return undefined;
    const read = await readList(transport, oneItemShape(this.#place), signal, () => {});
    if (!read.ok) {
      if (read.error.kind === 'Request') this.#noteOutage(read.error.failure);
      return stepAfterLineage(read.error);
    }
    this.#mayHaveChangedServer = false;
    this.#checkedLineageAt = clock.monotonic();
    const { resourceVersion: theirs } = read.value;
    if (theirs === undefined || !isOlder(theirs, ours)) return undefined;
    return STEP_AFTER_GOING_BACK;
  }

  #watch(resourceVersion: string, signal: AbortSignal): Promise<NextStep> {
    const shape = watchShape(this.#place, resourceVersion, this.#quiet, this.#options.random());
    return this.#followAndDecide(shape, undefined, signal);
  }

  async #followAndDecide(
    shape: Parameters<typeof followStream>[2],
    initial: InitialState | undefined,
    signal: AbortSignal,
  ): Promise<NextStep> {
    const { transport, clock } = this.#options;
    let pending = initial;
    const end = await followStream(transport, clock, shape, signal, {
      onOpen: () => {
        if (initial === undefined) this.#open();
      },
      onBytes: () => this.#status.onBytes(),
      onMessages: (messages) => {
        this.#brokenInARow = 0;
        this.#errorsInARow = 0;
        pending = this.#take(messages, pending);
      },
    });
    this.#status.onClosed();
    return this.#decide(end, pending !== undefined);
  }

  #decide(end: StreamEnd, initial: boolean): NextStep {
    const { kind } = end.reason;
    this.#quiet = kind === 'Quiet' || (this.#quiet && kind === 'Closed');
    this.#brokenInARow = kind === 'BrokenLine' ? this.#brokenInARow + 1 : 0;
    this.#errorsInARow = kind === 'Error' ? this.#errorsInARow + 1 : 0;
    if (end.livedMillis >= LONG_MILLIS) this.#pacing.noteGoodTime();
    if (end.reason.kind === 'Failed') this.#noteFailure(end, end.reason.failure);
    if (initial && (kind === 'Quiet' || kind === 'Closed')) {
      this.#unfinishedWatchLists += 1;
      if (this.#unfinishedWatchLists >= UNFINISHED_WATCH_LISTS) this.#pages = true;
    }
    return stepAfterStream(end, {
      initial,
      quickRetry: this.#pacing.quickRetry,
      brokenInARow: this.#brokenInARow,
      errorsInARow: this.#errorsInARow,
    });
  }

  /** A stream that broke off soon after another is no accident any more: the probe shall find out who is there. */
  #noteFailure({ opened }: StreamEnd, failure: RequestFailure): void {
    if (!opened) this.#noteOutage(failure);
    // A server may be away for less than a moment, and come back from an old back-up: nobody was refused then.
    else this.#mayHaveChangedServer ||= isOutage(failure);
    if (opened && !this.#pacing.quickRetry && failure.kind === 'Unreachable') this.#options.probe.doubt(failure);
  }

  /** Whoever answers next may not be who answered last; and whether anybody answers, the probe shall find out first. */
  #noteOutage(failure: RequestFailure): void {
    if (!isOutage(failure)) return;
    this.#mayHaveChangedServer = true;
    if (failure.kind === 'Unreachable') this.#options.probe.doubt(failure);
  }

  /** Takes a batch of messages; gives back the initial state while it is still growing. */
  #take(
    messages: readonly Exclude<WatchMessage, { kind: 'Error' | 'Broken' }>[],
    initial: InitialState | undefined,
  ): InitialState | undefined {
    let growing = initial;
    const events: StoreEvent[] = [];
    for (const message of messages) {
      switch (message.kind) {
        case 'Unknown':
          this.#status.count('skipped object');
          break;
        case 'Bookmark':
          if (growing !== undefined && message.initialEventsEnd) {
            growing.cancelReminder();
            this.#takeOver(growing.relist, message.resourceVersion);
            this.#status.enter('syncing');
            this.#open();
            growing = undefined;
          } else if (growing === undefined) this.#advance(message.resourceVersion);
          this.#status.onBookmark();
          break;
        case 'Object':
          if (growing === undefined) this.#takeObject(message, events);
          else this.#stageObject(growing.relist, message);
          break;
      }
    }
    if (events.length > 0) this.#write(() => this.#options.sink.apply(events));
    return growing;
  }

  #stageObject(relist: Relist, { deleted, raw, uid }: Extract<WatchMessage, { kind: 'Object' }>): void {
    const record = deleted ? undefined : this.#project(raw);
    if (deleted) relist.remove(uid);
    else if (record !== undefined) relist.add(record);
  }

  #takeObject(message: Extract<WatchMessage, { kind: 'Object' }>, events: StoreEvent[]): void {
    const { deleted, raw, uid, resourceVersion } = message;
    const ours = this.#resourceVersion;
    this.#quiet = false;
    if (resourceVersion !== undefined && ours !== undefined && isOlder(resourceVersion, ours)) {
      this.#status.count('older event');
      return;
    }
    const event = deleted ? ({ type: 'Delete', uid } as const) : this.#changeOf(raw);
    if (event !== undefined) events.push(event);
    this.#advance(resourceVersion);
    this.#status.onEvent();
  }

  #changeOf(raw: unknown): StoreEvent | undefined {
    const record = this.#project(raw);
    return record === undefined ? undefined : { type: 'Put', record };
  }

  #project(raw: unknown): ClusterRecord | undefined {
    try {
      const record = this.#options.project(raw);
      if (record === undefined) this.#status.count('skipped object');
      return record;
    } catch {
      this.#status.count('skipped object');
      return undefined;
    }
  }

  /** Whoever listens to the store must not end the reading of it. */
  #write(work: () => void): void {
    try {
      work();
    } catch {
      this.#status.count('failed handler');
    }
  }

  /** A message without resourceVersion leaves us where we are. */
  #advance(resourceVersion: string | undefined): void {
    if (resourceVersion === undefined) return;
    const ours = this.#resourceVersion;
    if (ours === undefined || !isOlder(resourceVersion, ours)) this.#resourceVersion = resourceVersion;
  }

  get #place(): Place {
    const { routes, namespace } = this.#options;
    const route = routes[this.#routeIndex] ?? routes[0];
    return namespace === undefined ? { route } : { route, namespace };
  }
}

const STOPPED: NextStep = { next: 'Watch', pause: { kind: 'Now' } };
