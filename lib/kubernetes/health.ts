import type { Millis } from '#lib/base/clock.ts';
import type { Resource } from '#lib/domain/objects.ts';

export const REFLECTOR_STATES = ['idle', 'listing', 'syncing', 'live', 'suspect', 'retrying', 'relisting'] as const;
/** The state machine of reliability 8.3. */
export type ReflectorState = (typeof REFLECTOR_STATES)[number];

export const REFLECTOR_CAUSES = ['unreachable', 'credentials', 'forbidden', 'throttled', 'gone', 'server'] as const;
export type ReflectorCause = (typeof REFLECTOR_CAUSES)[number];

/** What is known about the following of one resource; ages are measured with the monotonic clock, in milliseconds. */
export type ResourceHealth = {
  readonly state: ReflectorState;
  readonly cause?: ReflectorCause;
  /** In one sentence, in English, without anything the API server wrote: "403 Forbidden", "connection refused". */
  readonly note?: string;
  /** True once the first whole state was taken over; stays true. */
  readonly synced: boolean;
  /** Age of the last proof of life; undefined before the first. */
  readonly asOfAgeMillis?: number;
  /** Objects held, and during the first list the total the server announced, if it did. */
  readonly objects: number;
  readonly expected?: number;
  readonly relists: number;
  /** Failures by kind, such as `http 503`, `broken line`, `skipped object`. */
  readonly errors: Readonly<Record<string, number>>;
  readonly lastEventAgeMillis?: number;
};

export type ClusterHealth = {
  readonly resources: Readonly<Record<Resource, ResourceHealth>>;
  /** From files: nothing moves and nothing goes stale; `asOf` is the moment the files speak of. */
  readonly asOf?: Millis;
};
