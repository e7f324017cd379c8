import { cleanText, copyOf, cutBytes } from './text.ts';

const IMAGE_BYTES = 1024;
const DIGEST = /@([A-Za-z][A-Za-z0-9+._-]{0,31}:[0-9a-fA-F]{32,128})$/;

/** An image reference without scheme, userinfo, query and fragment (D12); whatever stands before an `@` may be a password. */
export function imageOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  const text = cleanText(value)
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, '')
    .replace(/[?#].*$/, '');
  const digest = DIGEST.exec(text)?.[0] ?? '';
  const reference = text.slice(0, text.length - digest.length);
  const kept = reference.slice(reference.lastIndexOf('@') + 1) + digest;
  return cutBytes(kept === value ? value : copyOf(kept), IMAGE_BYTES);
}
