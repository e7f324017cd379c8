import type { Millis } from '#lib/base/clock.ts';
import type { Link, LinkCause } from './link.ts';

/*
 * How old the picture is, and what may be said because of it [reliability 14]. The server sends an age and never a time,
 * so no two wall clocks are compared.
 */

/** What the last frame said, and when it came by both clocks of this browser. */
export type Proof = {
  readonly monotonic: number;
  readonly wall: Millis;
  /** Age of the oldest mandatory resource then; null before the first sync. */
  readonly asOfAgeMillis: number | null;
};

export type Freshness =
  /** From files: nothing goes stale, it speaks of the moment `asOf`. */
  | { readonly kind: 'Files'; readonly asOf: Millis; readonly lost: boolean }
  /** The cluster has not been read whole yet. */
  | { readonly kind: 'Loading' }
  | { readonly kind: 'Live'; readonly ageMillis: number }
  | { readonly kind: 'Lagging'; readonly ageMillis: number; readonly lost?: LinkCause }
  | { readonly kind: 'Stale'; readonly ageMillis: number }
  | { readonly kind: 'Offline'; readonly ageMillis: number; readonly lost: LinkCause; readonly since: Millis };
export type FreshnessKind = Freshness['kind'];

const LIVE_MILLIS = 10_000;
export const LAGGING_MILLIS = 30_000;

/**
 * Time since the last frame plus the age it carried. A browser's monotonic clock may stand still while the machine
 * sleeps, and a wall clock may be set: the larger of the two is taken, since an age may be too high for a moment but
 * never too low.
 */
export function ageOf(proof: Proof, now: { readonly monotonic: number; readonly wall: Millis }): number | undefined {
  if (proof.asOfAgeMillis === null) return undefined;
  const elapsed = Math.max(0, now.monotonic - proof.monotonic, now.wall - proof.wall);
  return elapsed + proof.asOfAgeMillis;
}

export type FreshnessInput = {
  readonly ageMillis: number | undefined;
  readonly link: Link;
  readonly filesAsOf: Millis | undefined;
};

/** A lost link is said at once; the picture counts as stale when its age does, however the link is. */
export function freshnessOf({ ageMillis, link, filesAsOf }: FreshnessInput): Freshness {
  if (filesAsOf !== undefined) return { kind: 'Files', asOf: filesAsOf, lost: link.kind === 'Lost' };
  if (ageMillis === undefined) {
    if (link.kind !== 'Lost') return { kind: 'Loading' };
    return { kind: 'Offline', ageMillis: 0, lost: link.cause, since: link.sinceWall };
  }
  if (ageMillis > LAGGING_MILLIS) {
    if (link.kind !== 'Lost') return { kind: 'Stale', ageMillis };
    return { kind: 'Offline', ageMillis, lost: link.cause, since: link.sinceWall };
  }
  if (link.kind === 'Lost') return { kind: 'Lagging', ageMillis, lost: link.cause };
  return ageMillis > LIVE_MILLIS ? { kind: 'Lagging', ageMillis } : { kind: 'Live', ageMillis };
}

/** No status colour, no "complete": the screen shows what was known, and says so [P3] [P10]. */
export function isUntrusted(kind: FreshnessKind): boolean {
  return kind === 'Stale' || kind === 'Offline';
}
