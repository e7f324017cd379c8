import type { Clock } from '#lib/base/clock.ts';
import type { WatchEvent } from './event-lines.ts';
import { type Fault, faultOf } from './fault.ts';
import type { Outlet } from './outlet.ts';
import { poison, poisonOf } from './poison.ts';

/** What a watch has to say, on its way out. */
export type EventStream = {
  readonly event: (event: WatchEvent) => void;
  /** The whole line; `isEnd`: it says that the initial events were all. */
  readonly bookmark: (line: string, isEnd: boolean) => void;
};

export function plainStream(outlet: Outlet): EventStream {
  return { event: ({ line }) => outlet.write(line()), bookmark: (line) => outlet.write(line) };
}

/** The same stream with faults in it. */
export function faultyStream(outlet: Outlet, faults: readonly Fault[], clock: Clock): EventStream {
  const has = (kind: Fault['kind']) => faultOf(faults, kind) !== undefined;
  const late = faultOf(faults, 'Late');
  const injected = faultOf(faults, 'Inject');
  const cut = faultOf(faults, 'Cut');
  const reset = faultOf(faults, 'Reset');
  const breaking = cut ?? (reset?.afterBytes === undefined ? undefined : reset);
  let left = breaking?.afterBytes ?? Number.POSITIVE_INFINITY;
  let events = 0;
  let held = '';

  const write = (text: string): void => {
    const bytes = Buffer.from(text);
    if (bytes.length < left) {
      left -= bytes.length;
      outlet.write(bytes);
    } else {
      outlet.write(bytes.subarray(0, left));
      if (breaking?.kind === 'Cut') outlet.cut();
      else outlet.reset();
    }
  };
  const whenSaid = (count: number): void => {
    const isDue = (fault: { readonly afterEvents?: number } | undefined) =>
      fault !== undefined && (fault.afterEvents ?? 0) === count;
    if (injected !== undefined && isDue(injected)) write(injected.text);
    if (isDue(faultOf(faults, 'Close'))) outlet.end();
    if (reset?.afterBytes === undefined && isDue(reset)) outlet.reset();
    if (isDue(faultOf(faults, 'Freeze'))) outlet.freeze();
    if (isDue(faultOf(faults, 'HalfOpen'))) outlet.goDeaf();
  };
  const say = (text: string): void => {
    if (late === undefined) write(text);
    else
      clock.setTimer(() => {
        write(text);
        outlet.flush();
      }, late.millis);
  };
  whenSaid(0);
  return {
    event: (event) => {
      if (has('BookmarksOnly')) return;
      const text = lineOf(event, faults);
      if (!has('Reorder')) say(text);
      else if (held === '') held = text;
      else {
        say(text + held);
        held = '';
      }
      if (has('Twice')) say(text);
      events += 1;
      whenSaid(events);
    },
    bookmark: (line, isEnd) => {
      if (has('NoBookmarks') || (isEnd && has('NoInitialEventsEnd'))) return;
      // Nothing may be held back behind a version that says that it has been told.
      if (held !== '') say(held);
      held = '';
      write(line);
    },
  };
}

function lineOf({ type, name, object, line }: WatchEvent, faults: readonly Fault[]): string {
  const as = poisonOf(faults, name);
  return as === undefined ? line().toString() : `${poison(as, object(), type)}\n`;
}
