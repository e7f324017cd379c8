import { expect, test } from 'vitest';
import type { RequestFailure } from '../connection-failure.ts';
import { type Facts, type NextStep, stepAfterStream } from './next-step.ts';
import type { StreamEnd } from './watch-stream.ts';

type Row = {
  readonly name: string;
  readonly end?: Partial<StreamEnd>;
  readonly reason: StreamEnd['reason'];
  readonly facts?: Partial<Facts>;
  readonly step: Pick<NextStep, 'next' | 'pause'> & { readonly error?: string; readonly cause?: string };
};

const QUIET_END = { livedMillis: 60_000, opened: true, spoke: true };
const QUIET_FACTS: Facts = { initial: false, quickRetry: true, brokenInARow: 0, errorsInARow: 0 };
const status = (code: number, extra: object = {}): StreamEnd['reason'] => ({
  kind: 'Failed',
  failure: { kind: 'Status', host: 'h', status: code, ...extra },
});
const failed = (failure: RequestFailure): StreamEnd['reason'] => ({ kind: 'Failed', failure });
const unreachable = failed({ kind: 'Unreachable', host: 'h', code: 'ECONNRESET' });
const now = { kind: 'Now' } as const;
const jitter = { kind: 'Jitter' } as const;
const backoff = { kind: 'Backoff' } as const;
const cap = { kind: 'Cap' } as const;

const rows: readonly Row[] = [
  { name: 'silence: the next watch at once', reason: { kind: 'Quiet' }, step: { next: 'Watch', pause: now } },
  {
    name: 'closed after a long life: almost at once',
    reason: { kind: 'Closed' },
    step: { next: 'Watch', pause: jitter },
  },
  {
    name: 'closed after 2 s: after a breath that does not grow',
    end: { livedMillis: 2_000, spoke: false },
    reason: { kind: 'Closed' },
    step: { next: 'Watch', pause: { kind: 'Breath' } },
  },
  {
    name: 'closed within 1 s without a word: a failure',
    end: { livedMillis: 999, spoke: false },
    reason: { kind: 'Closed' },
    step: { next: 'Watch', pause: backoff, error: 'short watch', cause: 'server' },
  },
  {
    name: 'closed within 1 s with a word: no failure',
    end: { livedMillis: 999 },
    reason: { kind: 'Closed' },
    step: { next: 'Watch', pause: { kind: 'Breath' } },
  },
  {
    name: 'closed before the end of the initial events: the whole state again',
    reason: { kind: 'Closed' },
    facts: { initial: true },
    step: { next: 'List', pause: backoff, error: 'no end of initial events', cause: 'server' },
  },
  {
    name: 'reset after a good time: almost at once, the same place',
    reason: unreachable,
    step: { next: 'Watch', pause: jitter, error: 'ECONNRESET', cause: 'unreachable' },
  },
  {
    name: 'reset again soon after: backs off, the same place',
    reason: unreachable,
    facts: { quickRetry: false },
    step: { next: 'Watch', pause: backoff, error: 'ECONNRESET', cause: 'unreachable' },
  },
  {
    name: 'reset among the initial events: the whole state again',
    reason: unreachable,
    facts: { initial: true, quickRetry: false },
    step: { next: 'List', pause: backoff, error: 'ECONNRESET', cause: 'unreachable' },
  },
  {
    name: 'a certificate that does not match: backs off',
    reason: failed({ kind: 'Tls', host: 'h', problem: 'NameMismatch', code: 'X' }),
    step: { next: 'Watch', pause: backoff, error: 'X', cause: 'unreachable' },
  },
  {
    name: 'no credential: backs off',
    reason: failed({ kind: 'Credential', problem: { kind: 'ExecTimedOut', command: 'aws' } }),
    step: { next: 'Watch', pause: backoff, error: 'credential', cause: 'credentials' },
  },
  {
    name: '401: backs off',
    reason: status(401),
    step: { next: 'Watch', pause: backoff, error: 'http 401', cause: 'credentials' },
  },
  {
    name: '403: backs off',
    reason: status(403),
    step: { next: 'Watch', pause: backoff, error: 'http 403', cause: 'forbidden' },
  },
  {
    name: '404: another route, if there is one',
    reason: status(404),
    step: { next: 'OtherRoute', pause: cap, error: 'http 404', cause: 'server' },
  },
  {
    name: '410: the whole state',
    reason: status(410),
    step: { next: 'List', pause: jitter, error: 'gone', cause: 'gone' },
  },
  {
    name: '429 without a header: at least 1 s, the same place',
    reason: status(429),
    step: { next: 'Watch', pause: { kind: 'Backoff', atLeastMillis: 1_000 }, error: 'http 429', cause: 'throttled' },
  },
  {
    name: '429 with 7 s',
    reason: status(429, { retryAfterMillis: 7_000 }),
    step: { next: 'Watch', pause: { kind: 'Backoff', atLeastMillis: 7_000 }, error: 'http 429', cause: 'throttled' },
  },
  {
    name: '503 with 10^9 s: a minute',
    reason: status(503, { retryAfterMillis: 1e12 }),
    step: { next: 'Watch', pause: { kind: 'Backoff', atLeastMillis: 60_000 }, error: 'http 503', cause: 'server' },
  },
  {
    name: '500: backs off, the same place',
    reason: status(500),
    step: { next: 'Watch', pause: backoff, error: 'http 500', cause: 'server' },
  },
  {
    name: '504 that says we are ahead: the whole state',
    reason: status(504, { ahead: true }),
    step: { next: 'List', pause: jitter, error: 'ahead of server', cause: 'gone' },
  },
  {
    name: '400 on a watch: the whole state, backs off',
    reason: status(400),
    step: { next: 'List', pause: backoff, error: 'http 400', cause: 'server' },
  },
  {
    name: '302: an error like any other',
    reason: status(302),
    step: { next: 'Watch', pause: backoff, error: 'http 302', cause: 'server' },
  },
  {
    name: '422 on a WatchList: pages, at once',
    reason: status(422),
    facts: { initial: true },
    step: { next: 'Page', pause: now },
  },
  {
    name: 'a broken line: the same place',
    reason: { kind: 'BrokenLine' },
    facts: { brokenInARow: 2 },
    step: { next: 'Watch', pause: jitter, error: 'broken line', cause: 'server' },
  },
  {
    name: 'the third in a row: the whole state',
    reason: { kind: 'BrokenLine' },
    facts: { brokenInARow: 3 },
    step: { next: 'List', pause: jitter, error: 'broken line', cause: 'server' },
  },
  {
    name: 'a line past the limit: the whole state',
    reason: { kind: 'LongLine' },
    step: { next: 'List', pause: jitter, error: 'line too long', cause: 'server' },
  },
  {
    name: 'ERROR 500: the same place',
    reason: { kind: 'Error', code: 500, ahead: false },
    facts: { errorsInARow: 2 },
    step: { next: 'Watch', pause: backoff, error: 'error event 500', cause: 'server' },
  },
  {
    name: 'the third in a row: the whole state',
    reason: { kind: 'Error', code: 500, ahead: false },
    facts: { errorsInARow: 3 },
    step: { next: 'List', pause: backoff, error: 'error event 500', cause: 'server' },
  },
  {
    name: 'ERROR 410: the whole state',
    reason: { kind: 'Error', code: 410, ahead: false },
    step: { next: 'List', pause: jitter, error: 'gone', cause: 'gone' },
  },
  {
    name: 'ERROR 504 that says we are ahead: the whole state',
    reason: { kind: 'Error', code: 504, ahead: true },
    step: { next: 'List', pause: jitter, error: 'ahead of server', cause: 'gone' },
  },
];
test.for(rows)('[8.2] $name', ({ end, reason, facts, step }) => {
  const { trouble, ...rest } = stepAfterStream({ ...QUIET_END, ...end, reason }, { ...QUIET_FACTS, ...facts });
  expect({ ...rest, ...(trouble && { error: trouble.error, cause: trouble.cause }) }).toStrictEqual(step);
});
