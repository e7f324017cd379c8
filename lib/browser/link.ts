import type { Millis } from '#lib/base/clock.ts';

/** Why the stream is not open, as far as a browser can tell. */
export type LinkCause =
  | { readonly kind: 'ServerUnreachable' }
  /** Twenty seconds without a byte. */
  | { readonly kind: 'ServerSilent' }
  | { readonly kind: 'ServerError'; readonly status: number }
  | { readonly kind: 'Refused'; readonly status: number }
  /** A redirect, or a page where data was asked for: a proxy wants a login. */
  | { readonly kind: 'LoginNeeded' }
  /** An answer that this build of the page cannot read. */
  | { readonly kind: 'VersionChanged' }
  | { readonly kind: 'ServerStopping' }
  /** It answers, and knows less than we do: it has just begun, or it is another replica. */
  | { readonly kind: 'ServerBehind' };

export type Link =
  | { readonly kind: 'Connecting' }
  | { readonly kind: 'Open' }
  /** The tab is hidden, and leaves the connection to others. */
  | { readonly kind: 'Paused' }
  | { readonly kind: 'Lost'; readonly cause: LinkCause; readonly sinceWall: Millis };
