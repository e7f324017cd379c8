/** Where the simulator is known to answer otherwise, and why it may. One that no longer differs fails the suite. */
export type KnownDifference = {
  /** The name of the case, or of the story. */
  readonly case: string;
  /** The way to the value that differs, key by key. */
  readonly at: readonly string[];
  readonly reason: string;
};

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    case: 'items of a list come without their type, a single object with it; both have the same metadata',
    at: ['withManagedFields'],
    reason: 'who wrote which field is book-keeping for server-side apply, and nobody applies anything over HTTP',
  },
  {
    case: 'a DaemonSet as it is stored: its defaults, its generation, its annotation of the template',
    at: ['unread'],
    reason: 'defaults that nothing goes by, neither in the simulator nor in Rollcall: unread-defaults.ts names them',
  },
  ...['bare', 'full'].map((pod) => ({
    case: 'a Pod as it is stored: its defaults, its tolerations, its priority, its phase',
    at: [pod, 'unread'],
    reason: 'defaults that nothing goes by, neither in the simulator nor in Rollcall: unread-defaults.ts names them',
  })),
  {
    case: 'a token that is none, a token beside a version, and a limit that is no number are refused',
    at: ['nonsense', 'body', 'message'],
    reason: 'the text ends in what the JSON decoder of Go has to say about a byte',
  },
  ...['text', 'application'].map((accept) => ({
    case: 'an answer in a form that is not known is not acceptable; a preference among known ones is taken',
    at: [accept, 'body', 'message'],
    reason: 'the text lists the forms that the server has, and the simulator has neither YAML nor protobuf',
  })),
];

/** The same of whole stories (story-*.ts). */
export const KNOWN_STORY_DIFFERENCES: readonly KnownDifference[] = [];
