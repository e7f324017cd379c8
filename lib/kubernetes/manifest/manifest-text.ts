import { type Result, success } from '#lib/base/result.ts';
import { type ManifestFailure, manifestFailure } from './manifest-failure.ts';

/** Ten times the largest object that etcd takes, read in some seconds; whoever gives more has given the wrong file. */
export const LARGEST_MANIFEST_BYTES = 16 * 1024 * 1024;

/** The text of a file: UTF-8, or UTF-16 that says so by its first bytes. */
export function textOfManifest(name: string, content: Uint8Array | string): Result<string, ManifestFailure> {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
  if (size > LARGEST_MANIFEST_BYTES) {
    const most = LARGEST_MANIFEST_BYTES / 1024 / 1024;
    return manifestFailure(name, 'TooLarge', `is larger than the ${most} MiB that are read as a manifest`);
  }
  const text = typeof content === 'string' ? content : decode(content);
  if (text === undefined) return notUtf8(name, content);
  const plain = text.replace(/^\uFEFF/, '');
  const control = /(?![\t\n\r\u0085])\p{Cc}/u.exec(plain);
  if (control === null) return success(plain);
  const place = placeOf(plain, control.index);
  return manifestFailure(name, 'NotText', 'is no text: a control character stands there', place);
}

function decode(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const REPLACEMENT = '\uFFFD';

/** The first place where what is decoded is not what was written; a replacement character may also be meant. */
function notUtf8(name: string, content: Uint8Array | string): Result<never, ManifestFailure> {
  const message = 'is not written in UTF-8';
  if (typeof content === 'string') return manifestFailure(name, 'NotText', message);
  const text = new TextDecoder().decode(content);
  const bytes = Buffer.from(content);
  const encoded = Buffer.from(text);
  const first = encoded.findIndex((byte, index) => byte !== bytes[index]);
  const before = encoded.subarray(0, Math.max(0, first)).toString();
  return manifestFailure(name, 'NotText', message, placeOf(before.replaceAll(REPLACEMENT, ' '), before.length));
}

type Place = { readonly line: number; readonly column: number };

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
