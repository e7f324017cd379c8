import { assertUnreachable } from '#lib/base/assert.ts';
import { describeFailure, describeStatus, type RequestFailure } from '../connection-failure.ts';
import type { ReflectorCause } from '../health.ts';
import type { StreamEnd } from './watch-stream.ts';

/** How long to wait before going on. */
export type Pause =
  | { readonly kind: 'Now' }
  /** By chance up to half a second: so many replicas and resources do not come at once. */
  | { readonly kind: 'Jitter' }
  /** About a second, never growing. */
  | { readonly kind: 'Breath' }
  | { readonly kind: 'Backoff'; readonly atLeastMillis?: number }
  /** 30 to 60 s: for an API that the server does not have. */
  | { readonly kind: 'Cap' };

/** What to do after something ended. */
export type NextStep = {
  /** `Page`: this server knows no WatchList. `OtherRoute`: it does not have this API. */
  readonly next: 'Watch' | 'List' | 'Page' | 'OtherRoute';
  readonly pause: Pause;
  /** Absent when nothing went wrong. */
  readonly trouble?: Trouble;
};
export type Trouble = { readonly error: string; readonly cause: ReflectorCause; readonly note: string };

export type Facts = {
  /** The stream was the first, which carries the whole state, and that state never became whole. */
  readonly initial: boolean;
  /** After a good time the first new attempt comes at once. */
  readonly quickRetry: boolean;
  /** How many watches in a row ended in a broken line or an ERROR of the server, this one included. */
  readonly brokenInARow: number;
  readonly errorsInARow: number;
};

const IN_A_ROW = 3;
/** A watch that ends so soon and said nothing has failed, however politely. */
const SHORT_MILLIS = 1_000;
export const LONG_MILLIS = 10_000;

/** What follows the end of a watch [reliability 8.2]. */
export function stepAfterStream(end: StreamEnd, facts: Facts): NextStep {
  const { reason } = end;
  const again = facts.initial ? 'List' : 'Watch';
  const pause: Pause = facts.quickRetry ? { kind: 'Jitter' } : { kind: 'Backoff' };
  switch (reason.kind) {
    case 'Quiet':
      return facts.initial
        ? serverTrouble('List', { kind: 'Backoff' }, 'no end of initial events')
        : { next: 'Watch', pause: { kind: 'Now' } };
    case 'Closed':
      if (facts.initial) return serverTrouble('List', { kind: 'Backoff' }, 'no end of initial events');
      if (end.livedMillis < SHORT_MILLIS && !end.spoke)
        return serverTrouble('Watch', { kind: 'Backoff' }, 'short watch');
      return { next: 'Watch', pause: end.livedMillis >= LONG_MILLIS ? { kind: 'Jitter' } : { kind: 'Breath' } };
    case 'BrokenLine':
      return serverTrouble(facts.brokenInARow >= IN_A_ROW ? 'List' : again, pause, 'broken line');
    case 'LongLine':
      return serverTrouble('List', pause, 'line too long');
    case 'Error':
      return stepAfterErrorEvent(reason, again, facts);
    case 'Failed':
      return stepAfterFailure(reason.failure, facts.initial, again, pause);
    default:
      return assertUnreachable(reason);
  }
}

function stepAfterErrorEvent(
  { code, ahead }: { readonly code: number; readonly ahead: boolean },
  again: 'Watch' | 'List',
  facts: Facts,
): NextStep {
  if (code === 410) return gone();
  if (ahead) return aheadOfServer();
  if (code === 429) return throttled(again, undefined);
  const next = facts.errorsInARow >= IN_A_ROW ? 'List' : again;
  return serverTrouble(next, { kind: 'Backoff' }, `error event ${code}`);
}

/** What follows a request that got no usable answer; `initial`: it asked for the whole state as a watch. */
export function stepAfterFailure(
  failure: RequestFailure,
  initial: boolean,
  again: 'Watch' | 'List',
  pause: Pause,
): NextStep {
  switch (failure.kind) {
    case 'Aborted':
      return { next: again, pause: { kind: 'Now' } };
    case 'Credential':
      return {
        next: again,
        pause: { kind: 'Backoff' },
        trouble: { error: 'credential', cause: 'credentials', note: describeFailure(failure) },
      };
    case 'Unreachable':
      return {
        next: again,
        pause,
        trouble: { error: failure.code, cause: 'unreachable', note: describeFailure(failure) },
      };
    case 'Tls':
      return {
        next: again,
        pause: { kind: 'Backoff' },
        trouble: { error: failure.code, cause: 'unreachable', note: describeFailure(failure) },
      };
    case 'Status':
      return stepAfterStatus(failure, initial, again);
    default:
      return assertUnreachable(failure);
  }
}

function stepAfterStatus(
  failure: Extract<RequestFailure, { kind: 'Status' }>,
  initial: boolean,
  again: 'Watch' | 'List',
): NextStep {
  const { status, retryAfterMillis, ahead } = failure;
  const trouble = (cause: ReflectorCause): Trouble => ({
    error: `http ${status}`,
    cause,
    note: describeStatus(status),
  });
  if (ahead) return aheadOfServer();
  switch (status) {
    case 401:
      return { next: again, pause: { kind: 'Backoff' }, trouble: trouble('credentials') };
    case 403:
      // An API server that has just started answers 403 to everybody until its authorizer has read the roles. A right that
      // is really missing brings the back-off to its cap in six attempts.
      return { next: again, pause: { kind: 'Backoff' }, trouble: trouble('forbidden') };
    case 404:
      return { next: 'OtherRoute', pause: { kind: 'Cap' }, trouble: trouble('server') };
    case 410:
      return gone();
    case 429:
      return throttled(again, retryAfterMillis);
    case 503:
      return { next: again, pause: backoffOf(retryAfterMillis), trouble: trouble('server') };
    default:
      break;
  }
  const refused = status >= 400 && status < 500;
  if (initial && refused) return { next: 'Page', pause: { kind: 'Now' } };
  // A watch that the server finds wrong will not become right at the same place.
  return { next: refused ? 'List' : again, pause: { kind: 'Backoff' }, trouble: trouble('server') };
}

const LEAST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 60_000;

function clampWait(millis: number): number {
  return Math.min(LONGEST_WAIT_MILLIS, Math.max(LEAST_WAIT_MILLIS, millis));
}

function backoffOf(retryAfterMillis: number | undefined): Pause {
  return retryAfterMillis === undefined
    ? { kind: 'Backoff' }
    : { kind: 'Backoff', atLeastMillis: clampWait(retryAfterMillis) };
}

function throttled(next: 'Watch' | 'List', retryAfterMillis: number | undefined): NextStep {
  return {
    next,
    pause: { kind: 'Backoff', atLeastMillis: clampWait(retryAfterMillis ?? 0) },
    trouble: { error: 'http 429', cause: 'throttled', note: describeStatus(429) },
  };
}

function gone(): NextStep {
  const note = 'the place to go on from is no longer known to the API server';
  return { next: 'List', pause: { kind: 'Jitter' }, trouble: { error: 'gone', cause: 'gone', note } };
}

function aheadOfServer(): NextStep {
  const note = 'the API server is behind what was read before';
  return { next: 'List', pause: { kind: 'Jitter' }, trouble: { error: 'ahead of server', cause: 'gone', note } };
}

function serverTrouble(next: 'Watch' | 'List', pause: Pause, error: string): NextStep {
  return {
    next,
    pause,
    trouble: { error, cause: 'server', note: SERVER_NOTES[error] ?? `the API server sent an ${error}` },
  };
}

const SERVER_NOTES: Readonly<Record<string, string>> = {
  'no end of initial events': 'the API server never said that its initial events were all',
  'short watch': 'the API server ends each watch at once',
  'broken line': 'the API server sent a line that is not JSON',
  'line too long': 'the API server sent a line longer than 8 MiB',
};
