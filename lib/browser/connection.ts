import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { createRequestBudget, retryDelay } from './back-off.ts';
import { LAGGING_MILLIS } from './freshness.ts';
import type { Link, LinkCause } from './link.ts';
import { followStream, getSnapshot, type Held, type SessionEnd } from './session.ts';

/*
 * Keeps the picture up to date for as long as the page is open, and never gives up [L5] [reliability 13]. A hidden tab
 * closes its stream, since a browser allows six connections to one host.
 */

export type ConnectionWorld = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
  readonly random: Random;
};

export type ConnectionListener = {
  readonly onPicture: (held: Held) => void;
  readonly onHeartbeat: (heartbeat: Heartbeat) => void;
  readonly onLink: (link: Link) => void;
};

export type Connection = {
  /** Tells whether anybody looks: hidden closes the stream, visible opens it at once. */
  readonly setVisible: (visible: boolean) => void;
  /** The network is back, or the page came out of the cache: try now. */
  readonly wake: () => void;
  readonly close: () => void;
};

const RESYNC_SPREAD_MILLIS = 1_000;
const BYE_SPREAD_MILLIS = 6_000;
const LOGIN_RETRY_MILLIS = 30_000;

export function openConnection(world: ConnectionWorld, listener: ConnectionListener, visible = true): Connection {
  const { clock, random } = world;
  const budget = createRequestBudget();
  let held: Held | undefined;
  let needsSnapshot = true;
  /** Until then what we hold is worth more than an older picture. */
  let freshUntil = 0;
  let attempt = 0;
  let lost: { readonly cause: LinkCause; readonly sinceWall: number; readonly since: number } | undefined;
  let session: AbortController | undefined;
  let cancelTimer = (): void => {};
  let isVisible = visible;
  let isClosed = false;

  const spendingFetch = (path: string, init: RequestInit): Promise<Response> => {
    budget.spend(clock.monotonic());
    return world.fetch(path, init);
  };
  const sessionWorld = { fetch: spendingFetch, clock };

  const markOpen = (): void => {
    lost = undefined;
    attempt = 0;
    listener.onLink({ kind: 'Open' });
  };
  const markLost = (cause: LinkCause): void => {
    lost = { cause, sinceWall: lost?.sinceWall ?? clock.now(), since: lost?.since ?? clock.monotonic() };
    listener.onLink({ kind: 'Lost', cause, sinceWall: lost.sinceWall });
  };

  function keepProof({ now, asOfAgeMs }: Heartbeat): void {
    if (asOfAgeMs === null || held === undefined) return;
    freshUntil = clock.monotonic() + LAGGING_MILLIS - asOfAgeMs;
    held = { ...held, asOf: now - asOfAgeMs };
  }

  async function runSession(signal: AbortSignal): Promise<SessionEnd> {
    if (needsSnapshot || held === undefined) {
      const outcome = await getSnapshot(sessionWorld, held, clock.monotonic() < freshUntil, signal);
      if (outcome.kind !== 'Held') return outcome;
      if (signal.aborted) return { kind: 'Aborted' };
      needsSnapshot = false;
      const isNews = outcome.held !== held;
      held = outcome.held;
      if (isNews) listener.onPicture(held);
    }
    return followStream(
      sessionWorld,
      held,
      {
        onOpen: markOpen,
        onHeartbeat: (heartbeat) => {
          keepProof(heartbeat);
          listener.onHeartbeat(heartbeat);
        },
        onPicture: (next) => {
          held = { ...next, asOf: held?.asOf ?? next.asOf };
          listener.onPicture(next);
        },
      },
      signal,
    );
  }

  /** How long to wait after this end; also decides what the next session has to fetch, and what the screen says. */
  function takeEnd(end: SessionEnd): number {
    switch (end.kind) {
      case 'Resync':
      case 'Gap':
        needsSnapshot = true;
        attempt += 1;
        // The first is part of life; when one follows another without a word in between, it is a fault like any other.
        return attempt === 1 ? random() * RESYNC_SPREAD_MILLIS : retryDelay(attempt, 0, random);
      case 'Bye':
        markLost({ kind: 'ServerStopping' });
        return end.retryMillis + random() * BYE_SPREAD_MILLIS;
      case 'Ended':
        markLost({ kind: 'ServerUnreachable' });
        return nextDelay();
      case 'Failed':
        markLost(end.cause);
        if (end.cause.kind === 'VersionChanged') needsSnapshot = true;
        return end.cause.kind === 'LoginNeeded' ? LOGIN_RETRY_MILLIS : nextDelay();
      case 'Aborted':
        return 0;
    }
  }
  function nextDelay(): number {
    const delay = retryDelay(attempt, lost === undefined ? 0 : clock.monotonic() - lost.since, random);
    attempt += 1;
    return delay;
  }

  function schedule(delay: number): void {
    cancelTimer();
    if (isClosed || !isVisible || session !== undefined) return;
    const wait = Math.max(delay, budget.delay(clock.monotonic()));
    cancelTimer = clock.setTimer(begin, wait);
  }

  function begin(): void {
    if (isClosed || !isVisible || session !== undefined) return;
    const mine = new AbortController();
    session = mine;
    void runSession(mine.signal).then((end) => {
      if (session !== mine) return;
      session = undefined;
      schedule(takeEnd(end));
    });
  }

  function endSession(): void {
    const ended = session;
    session = undefined;
    ended?.abort();
    cancelTimer();
  }

  if (isVisible) begin();
  return {
    setVisible: (next) => {
      if (next === isVisible || isClosed) return;
      isVisible = next;
      if (next) {
        listener.onLink(lost === undefined ? { kind: 'Connecting' } : { kind: 'Lost', ...lost });
        schedule(0);
      } else {
        endSession();
        listener.onLink({ kind: 'Paused' });
      }
    },
    wake: () => schedule(0),
    close: () => {
      isClosed = true;
      endSession();
    },
  };
}
