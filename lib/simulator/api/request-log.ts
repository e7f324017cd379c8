/** What was asked, for tests to look at. */
export type RequestRecord = {
  /** Milliseconds of real time. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly user: string | undefined;
  readonly userAgent: string;
  readonly verb: string;
  /** Of a resource its plural; else undefined. */
  readonly resource: string | undefined;
  /** Undefined while there is no answer yet. */
  status: number | undefined;
};

export type RequestLog = {
  readonly add: (record: RequestRecord) => void;
  /** The oldest first; the very oldest are forgotten. */
  readonly all: () => readonly RequestRecord[];
};

const LIMIT = 10_000;

export function createRequestLog(): RequestLog {
  let records: RequestRecord[] = [];
  return {
    add: (record) => {
      records.push(record);
      if (records.length >= 2 * LIMIT) records = records.slice(-LIMIT);
    },
    all: () => records,
  };
}
