/**
 * What kwok complains of. A stage that does not parse is only logged and then simply does not work, so tests assert that
 * this is empty.
 */
export function kwokErrors(log: string): string[] {
  const errors: string[] = [];
  // The last line may still be under way.
  for (const line of log.split('\n').slice(0, -1)) {
    const complaint = line.startsWith('panic:') ? line : complaintOf(line);
    if (complaint !== undefined) errors.push(complaint);
  }
  return errors;
}

/** What a pod that has gone meanwhile, or a server that is being restarted, makes kwok say; it tries again. */
const PASSING = /not found$|connection refused|connection reset|http2: |EOF|object has been modified|StorageError/;
/** These quote the whole template, which may contain any words. */
const ABOUT_A_STAGE = /^(failed to compute|stage match)/;
/** kwok appends the unused rest of a buffer to some of its messages: NULs by the thousand. */
const MOST_CHARACTERS = 300;

function complaintOf(line: string): string | undefined {
  if (!line.includes('"level":"ERROR"')) return undefined;
  const { msg = '', err = '', stage = '' } = JSON.parse(line) as { msg?: string; err?: string; stage?: string };
  if (!ABOUT_A_STAGE.test(err) && PASSING.test(err)) return undefined;
  return `${msg} ${stage}: ${err}`.replaceAll('\0', '').slice(0, MOST_CHARACTERS);
}
