/** What the first words of the command line ask for. */
export type Command =
  | { readonly kind: 'Run'; readonly name: CommandName; readonly argv: readonly string[] }
  | { readonly kind: 'Help'; readonly name: CommandName | undefined }
  | { readonly kind: 'Version' }
  | { readonly kind: 'Unknown'; readonly word: string };

export const COMMANDS = ['serve', 'status', 'placement', 'scenarios'] as const;
export type CommandName = (typeof COMMANDS)[number];

/** Without a command the flags are those of `serve`. */
export function readCommand(argv: readonly string[]): Command {
  const [first, second, ...rest] = argv;
  if (first === undefined) return { kind: 'Run', name: 'serve', argv };
  if (first === '--version' || first === '-V' || first === 'version') return { kind: 'Version' };
  if (first === '--help' || first === '-h') return { kind: 'Help', name: undefined };
  if (first === 'help') {
    if (second === undefined) return { kind: 'Help', name: undefined };
    return isCommandName(second) && rest.length === 0
      ? { kind: 'Help', name: second }
      : { kind: 'Unknown', word: rest[0] ?? second };
  }
  if (isCommandName(first)) return { kind: 'Run', name: first, argv: argv.slice(1) };
  return first.startsWith('-') ? { kind: 'Run', name: 'serve', argv } : { kind: 'Unknown', word: first };
}

function isCommandName(word: string): word is CommandName {
  return COMMANDS.some((name) => name === word);
}
