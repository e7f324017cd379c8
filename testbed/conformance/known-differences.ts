/** Where the simulator is known to answer otherwise, and why it may. One that no longer differs fails the suite. */
export type KnownDifference = {
  /** The name of the case. */
  readonly case: string;
  /** The way to the value that differs, key by key. */
  readonly at: readonly string[];
  readonly reason: string;
};

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
