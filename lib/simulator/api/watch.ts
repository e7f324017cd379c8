import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { KindInfo } from '../kinds.ts';
import type { ObjectStore } from '../object-store.ts';
import type { SimulatedObject } from '../objects.ts';
import type { EventLines, WatchEvent } from './event-lines.ts';
import type { EventStream } from './fault-stream.ts';
import type { ListOptions } from './list-options.ts';
import type { Outlet } from './outlet.ts';
import { bookmarkText, errorText, objectText } from './render.ts';
import { expired } from './status.ts';

const BOOKMARK_MILLIS = 60_000;
/** So long before the end of a watch its last bookmark comes. */
const LAST_BOOKMARK_MILLIS = 2_000;
/** Without timeoutSeconds a watch lives for between half an hour and an hour. */
const SHORTEST_MILLIS = 1_800_000;
/** Whoever has not taken what was said while so much more has happened is cut off, as by the real server. */
const SLOW_CHANGES = 10_000;

export type WatchContext = {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly lines: EventLines;
};

/** Answers a watch: what is there first, if that is asked for, then what happens, until its time is over. */
export class Watch {
  private readonly context: WatchContext;
  private readonly outlet: Outlet;
  private readonly stream: EventStream;
  private readonly info: KindInfo;
  private readonly namespace: string | undefined;
  private readonly options: ListOptions;
  private readonly timers = new Set<() => void>();
  /** What is still to be said of what was there when the watch began. */
  private initial: Iterator<SimulatedObject, void> | undefined;
  /** Everything up to here has been said. */
  private told: number;
  /** Nothing up to here is to be said: the client knows it, or believes so. */
  private readonly from: number;
  private isBookmarkDue = false;

  constructor(
    context: WatchContext,
    outlet: Outlet,
    stream: EventStream,
    place: { readonly info: KindInfo; readonly namespace: string | undefined },
    options: ListOptions,
  ) {
    const { store } = context;
    this.context = context;
    this.outlet = outlet;
    this.stream = stream;
    this.info = place.info;
    this.namespace = place.namespace;
    this.options = options;
    const now = store.revision();
    const asked = Number(options.resourceVersion ?? 0);
    this.from = options.sendInitialEvents || asked === 0 ? now : asked;
    this.told = Math.min(this.from, now);
    if (options.sendInitialEvents) this.initial = store.list(this.info.kind, this.namespace)[Symbol.iterator]();
    this.planEnd();
    outlet.onClose(() => this.stop());
    if (store.changesSince(this.told) === undefined) this.expire();
  }

  /** Says as much as the client takes in one go; true when there is more that it could take. */
  turn(): boolean {
    if (!this.outlet.isOpen) return false;
    if (!this.outlet.hasRoom) {
      const behind = this.context.store.revision() - this.told;
      if (behind > SLOW_CHANGES && this.initial === undefined) this.outlet.reset();
      return false;
    }
    const isMore = this.initial === undefined ? this.follow() : this.sayInitial(this.initial);
    this.outlet.flush();
    return isMore && this.outlet.hasRoom;
  }

  stop(): void {
    for (const cancel of this.timers) cancel();
    this.timers.clear();
    this.initial = undefined;
  }

  private sayInitial(objects: Iterator<SimulatedObject, void>): boolean {
    while (this.outlet.hasRoom) {
      const { value: object } = objects.next();
      if (object === undefined) {
        this.initial = undefined;
        if (this.options.allowWatchBookmarks) this.stream.bookmark(bookmarkText(this.info, this.from, true), true);
        return true;
      }
      if (this.options.matches(object)) this.stream.event(addedEvent(object, this.info));
    }
    return true;
  }

  private follow(): boolean {
    const { store, lines } = this.context;
    const changes = store.changesSince(this.told);
    if (changes === undefined) {
      // It is too far behind: the log has forgotten what would come next.
      this.outlet.end();
      return false;
    }
    for (const change of changes) {
      if (!this.outlet.hasRoom) return true;
      this.told = change.revision;
      if (change.revision <= this.from || !this.isHere(change.object)) continue;
      const event = lines.eventOf(change, this.info, this.options.matches);
      if (event !== undefined) this.stream.event(event);
    }
    if (this.isBookmarkDue && this.told >= this.from) {
      this.stream.bookmark(bookmarkText(this.info, this.told, false), false);
      this.isBookmarkDue = false;
    }
    return false;
  }

  private isHere({ kind, metadata }: SimulatedObject): boolean {
    return kind === this.info.kind && (this.namespace === undefined || metadata.namespace === this.namespace);
  }

  private expire(): void {
    const compacted = this.context.store.compactedRevision();
    this.outlet.write(errorText(expired(`too old resource version: ${this.told} (${compacted})`)));
    this.outlet.end();
  }

  private planEnd(): void {
    const { random } = this.context;
    const { timeoutSeconds, allowWatchBookmarks } = this.options;
    const millis = timeoutSeconds === undefined ? SHORTEST_MILLIS * (1 + random()) : timeoutSeconds * 1_000;
    this.later(millis, () => {
      // What happened before the end belongs to it.
      if (this.initial === undefined) this.turn();
      this.stop();
      this.outlet.end();
    });
    if (!allowWatchBookmarks) return;
    const bookmark = () => {
      this.isBookmarkDue = true;
      if (this.initial === undefined) this.turn();
    };
    const again = () => {
      bookmark();
      this.later(BOOKMARK_MILLIS, again);
    };
    this.later(BOOKMARK_MILLIS, again);
    if (millis > LAST_BOOKMARK_MILLIS) this.later(millis - LAST_BOOKMARK_MILLIS, bookmark);
  }

  private later(millis: number, run: () => void): void {
    const cancel = this.context.clock.setTimer(() => {
      this.timers.delete(cancel);
      run();
    }, millis);
    this.timers.add(cancel);
  }
}

function addedEvent(object: SimulatedObject, info: KindInfo): WatchEvent {
  const text = () => objectText(object, info);
  const line = () => Buffer.from(`{"type":"ADDED","object":${text()}}\n`);
  return { type: 'ADDED', name: object.metadata.name, object: text, line };
}
