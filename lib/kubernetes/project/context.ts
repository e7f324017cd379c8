import { type Digest, processDigest } from './digest.ts';

/** What a projection needs besides the object. */
export type ProjectionContext = {
  readonly digest: Digest;
  /** Gives back the one copy of a string that recurs. */
  readonly text: (text: string) => string;
  /** Gives back the one copy of a value that recurs; the value must be plain data and is never changed afterwards. */
  readonly share: <Value extends object>(value: Value) => Value;
};

/** Shares nothing: for single objects and tests. The digests of one process can be compared with each other. */
export const plainContext: ProjectionContext = {
  digest: processDigest(),
  text: (text) => text,
  share: (value) => value,
};
