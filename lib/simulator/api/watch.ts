import type { ServerResponse } from 'node:http';
import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { KindInfo } from '../kinds.ts';
import type { Change, ObjectStore } from '../object-store.ts';
import type { SimulatedObject } from '../objects.ts';
import type { Fault } from './faults.ts';
import type { ListOptions } from './list-options.ts';
import { Outlet } from './outlet.ts';
import { bookmarkText, objectText } from './render.ts';
import { expired, statusBody } from './status.ts';

const BOOKMARK_MILLIS = 60_000;
/** So long before the end of a watch its last bookmark comes. */
const LAST_BOOKMARK_MILLIS = 2_000;
/** Without timeoutSeconds a watch lives for between half an hour and an hour. */
const SHORTEST_MILLIS = 1_800_000;

export type WatchContext = {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Each change is written out once for all who watch. */
  readonly changeText: (change: Change, info: KindInfo) => string;
};

export type Watch = {
  readonly outlet: Outlet;
  readonly stop: () => void;
};

/** Answers a watch: what is there first, if that is asked for, then what happens, until its time is over. */
export function openWatch(
  context: WatchContext,
  response: ServerResponse,
  info: KindInfo,
  namespace: string | undefined,
  options: ListOptions,
  faults: readonly Fault[],
): Watch {
  const { store, clock, random } = context;
  const outlet = new Outlet(response, faults, clock);
  const asked = Number(options.resourceVersion ?? 0);
  let stopListening = () => {};
  const timers = new Set<() => void>();
  const stop = (): void => {
    stopListening();
    for (const cancel of timers) cancel();
    timers.clear();
  };
  const later = (millis: number, run: () => void): void => {
    timers.add(clock.setTimer(run, millis));
  };

  const isHere = ({ kind, metadata }: SimulatedObject): boolean =>
    kind === info.kind && (namespace === undefined || metadata.namespace === namespace);

  /** Coming into what is selected is ADDED, leaving it DELETED in the last state that was selected. */
  function tell(change: Change): boolean {
    const { object, previous, type, revision } = change;
    if (!isHere(object) || revision <= asked) return true;
    const was = previous !== undefined && options.matches(previous);
    const is = type !== 'DELETED' && options.matches(object);
    const { name } = object.metadata;
    if (is) return outlet.say({ type: was ? 'MODIFIED' : 'ADDED', name, object: context.changeText(change, info) });
    if (!was) return true;
    if (type === 'DELETED') return outlet.say({ type, name, object: context.changeText(change, info) });
    const last = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } };
    return outlet.say({ type: 'DELETED', name, object: objectText(last as SimulatedObject, info) });
  }

  /** Object by object, as fast as the client takes them, and then what has happened meanwhile. */
  async function sayInitialState(): Promise<void> {
    const revision = store.revision();
    for (const object of store.list(info.kind, namespace)) {
      if (!outlet.isOpen) return;
      if (!options.matches(object)) continue;
      if (!outlet.say({ type: 'ADDED', name: object.metadata.name, object: objectText(object, info) }))
        await outlet.untilTaken();
    }
    if (options.sendInitialEvents === true && options.allowWatchBookmarks)
      outlet.say({ bookmark: bookmarkText(info, revision, true), isEnd: true });
    await follow(revision);
  }

  async function follow(from: number): Promise<void> {
    let revision = from;
    for (;;) {
      const changes = store.changesSince(revision);
      if (changes === undefined) return end410(revision);
      for (const change of changes) {
        if (!outlet.isOpen) return;
        if (!tell(change)) await outlet.untilTaken();
      }
      revision = changes.at(-1)?.revision ?? revision;
      if (store.revision() === revision || changes.length === 0) break;
    }
    if (outlet.isOpen) stopListening = store.subscribe(tell);
  }

  function end410(revision: number): void {
    const message = `too old resource version: ${revision} (${store.compactedRevision()})`;
    response.end(`{"type":"ERROR","object":${statusBody(expired(message)).trim()}}\n`);
  }

  function planEnd(): void {
    const millis =
      options.timeoutSeconds === undefined ? SHORTEST_MILLIS * (1 + random()) : options.timeoutSeconds * 1_000;
    later(millis, () => {
      stop();
      response.end();
    });
    if (!options.allowWatchBookmarks) return;
    const bookmark = () => outlet.say({ bookmark: bookmarkText(info, store.revision(), false), isEnd: false });
    const each = () => {
      bookmark();
      later(BOOKMARK_MILLIS, each);
    };
    later(BOOKMARK_MILLIS, each);
    if (millis > LAST_BOOKMARK_MILLIS) later(millis - LAST_BOOKMARK_MILLIS, bookmark);
  }

  response.on('close', stop);
  planEnd();
  const isFromState = options.sendInitialEvents ?? asked === 0;
  const begin = isFromState ? sayInitialState() : follow(Math.min(asked, store.revision()));
  begin.catch(() => response.destroy());
  return { outlet, stop };
}
