import type { ServerResponse } from 'node:http';

/** What was asked, for tests to look at. */
export type RequestRecord = {
  /** Milliseconds of real time. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  /** Undefined for a token that nobody has. */
  readonly user: string | undefined;
  readonly userAgent: string;
  readonly verb: string;
  /** Of a resource its plural; else undefined. */
  readonly resource: string | undefined;
  /** Undefined while there is no answer yet, and when there was none. */
  readonly status: number | undefined;
};

export type RequestLog = {
  /** The result is told of the answer as soon as that has begun. */
  readonly add: (record: Omit<RequestRecord, 'status'>) => (response: ServerResponse) => void;
  /** The oldest first; the very oldest are forgotten. */
  readonly all: () => readonly RequestRecord[];
};

const LIMIT = 10_000;

export function createRequestLog(limit = LIMIT): RequestLog {
  let records: { current: RequestRecord }[] = [];
  return {
    add: (record) => {
      const kept = { current: { ...record, status: undefined } as RequestRecord };
      records.push(kept);
      // In large steps: cutting one off the front each time would copy all of them each time.
      if (records.length >= 2 * limit) records = records.slice(-limit);
      return ({ headersSent, statusCode }) => {
        if (headersSent) kept.current = { ...kept.current, status: statusCode };
      };
    },
    all: () => records.slice(-limit).map(({ current }) => current),
  };
}
