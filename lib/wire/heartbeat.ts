/** Says that the server is there, how old its data is, and that nothing before `sequence` is missing. */
export type Heartbeat = {
  readonly sequence: number;
  /** Age of the oldest mandatory resource, milliseconds; null before the first sync. */
  readonly asOfAgeMs: number | null;
  readonly perResource: Readonly<
    Record<
      string,
      {
        readonly state: string;
        readonly cause: string | null;
        readonly note: string | null;
        readonly synced: boolean;
        readonly asOfAgeMs: number | null;
        readonly lastEventAgeMs: number | null;
        readonly objects: number;
        readonly expected: number | null;
        readonly relists: number;
      }
    >
  >;
  readonly build: string;
  /** Server wall clock in milliseconds: ages of "since" are computed against it, never against the browser's. */
  readonly now: number;
};
