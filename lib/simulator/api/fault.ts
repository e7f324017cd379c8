/** What goes wrong with an answer. */
export type Fault =
  /** Refused; `html`: by something in between that knows nothing of Kubernetes. */
  | {
      readonly kind: 'Refuse';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      /** Seconds, a date, or nonsense. */
      readonly retryAfter?: string;
      readonly html?: string;
    }
  /** Nothing more is said, neither now nor later; the connection stays, and the server notices when it is closed. */
  | { readonly kind: 'Freeze'; readonly afterEvents?: number }
  /** The same, and the server hears nothing either: it never learns that the client has gone. */
  | { readonly kind: 'HalfOpen'; readonly afterEvents?: number }
  | { readonly kind: 'Delay'; readonly millis: number }
  /** The connection is reset, at once or after so much was said. */
  | { readonly kind: 'Reset'; readonly afterEvents?: number; readonly afterBytes?: number }
  /** The body ends in its middle. */
  | { readonly kind: 'Cut'; readonly afterBytes: number }
  /** The watch ends well, at once or after so many events. */
  | { readonly kind: 'Close'; readonly afterEvents?: number }
  /** An object is shown as what it must not be. */
  | { readonly kind: 'Poison'; readonly name: string; readonly as: Poison }
  /** A text of the test's own goes out between two events of a watch; at the beginning unless it says. */
  | { readonly kind: 'Inject'; readonly text: string; readonly afterEvents?: number }
  /** Every event of a watch comes twice. */
  | { readonly kind: 'Twice' }
  /** Every event of a watch comes later; bookmarks do not. */
  | { readonly kind: 'Late'; readonly millis: number }
  /** Each event of a watch changes places with the one after it. */
  | { readonly kind: 'Reorder' }
  | { readonly kind: 'NoBookmarks' }
  /** The bookmark that ends the initial events of a WatchList does not come. */
  | { readonly kind: 'NoInitialEventsEnd' }
  /** Whatever happens, bookmarks alone are sent. */
  | { readonly kind: 'BookmarksOnly' }
  /** The body goes out in pieces of so many bytes, each on its own, wherever a letter of UTF-8 is torn. */
  | { readonly kind: 'Slices'; readonly bytes: number }
  /** What is wrong with the items of a list. */
  | { readonly kind: 'Items'; readonly as: 'shuffled' | 'twice' | 'null' };

export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;

export const POISONS = [
  'null metadata',
  'empty object',
  'wrong types',
  'no resourceVersion',
  'broken JSON',
  'endless line',
  'unknown type',
  'null object',
  'array',
  'deep nesting',
] as const;
export type Poison = (typeof POISONS)[number];

/** The first fault of a kind that a request has met. */
export function faultOf<Kind extends Fault['kind']>(faults: readonly Fault[], kind: Kind): FaultOf<Kind> | undefined {
  return faults.find((fault): fault is FaultOf<Kind> => fault.kind === kind);
}
