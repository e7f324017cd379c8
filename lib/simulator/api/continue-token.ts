import { failure, type Result, success } from '#lib/base/result.ts';

/** Where a list goes on, and of which moment it is; -1: of the present, whatever it is then. */
export type ContinueToken = {
  readonly revision: number;
  /** The first place that may come next. */
  readonly start: string;
};

const VERSION = 'meta.k8s.io/v1';

export function continueToken({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start })).toString('base64url');
}

/** Behind the last object that was shown. Places are compared as text, so that nothing fits in between. */
export function placeAfter(place: string): string {
  return `${place}\u0000`;
}

/**
 * What cannot be read is the error, in the API's own words but for faults of JSON, which Go says otherwise. Source:
 * apiserver, storage/continue.go.
 */
export function readContinueToken(text: string): Result<ContinueToken, string> {
  const invalid = (reason: string) => failure(`continue key is not valid${reason}`);
  const stray = /[^A-Za-z0-9_-]/.exec(text);
  if (stray !== null) return invalid(`: illegal base64 data at input byte ${stray.index}`);
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (error) {
    return invalid(`: ${error instanceof Error ? error.message : 'it is no JSON'}`);
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return invalid(': it is no object');
  const { v = '', rv = 0, start = '' }: { v?: unknown; rv?: unknown; start?: unknown } = read;
  if (v !== VERSION) return invalid(`: server does not recognize this encoded version ${String(v)}`);
  if (!Number.isSafeInteger(rv) || rv === 0)
    return invalid(`: incorrect encoded start resourceVersion (version ${VERSION})`);
  if (typeof start !== 'string' || start === '') return invalid(`: encoded start key empty (version ${VERSION})`);
  if (/(?:^|\/)\.{0,2}(?:\/|$)/.test(start.replace(/^\//, ''))) return invalid(`: ${start}`);
  return success({ revision: Number(rv), start });
}
