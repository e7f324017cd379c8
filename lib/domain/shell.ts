/** What a shell takes for one plain word, whatever stands around it. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-]+(?:=[A-Za-z0-9_@%+:,./-]*)?$/;

/** Quotes a word for a POSIX shell where that is needed. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A `kubectl` line of these arguments. */
export function kubectl(...words: readonly string[]): string {
  return ['kubectl', ...words.map(shellWord)].join(' ');
}
