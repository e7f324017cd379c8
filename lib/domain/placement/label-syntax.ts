/** A name of at most 63 characters that begins and ends with a letter or digit. */
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
/** An RFC 1123 subdomain; its length is checked apart. */
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_SUBDOMAIN = 253;

/** Whether Kubernetes takes `text` for a label key, or any other qualified name: `name` or `prefix/name` [EL11]. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) return NAME.test(text);
  const prefix = text.slice(0, slash);
  return prefix.length <= LONGEST_SUBDOMAIN && SUBDOMAIN.test(prefix) && NAME.test(text.slice(slash + 1));
}

export function isLabelValue(text: string): boolean {
  return text === '' || NAME.test(text);
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Reads what Go's ParseInt(text, 10, 64) reads; beyond 2^53 a JavaScript number would be another one [EL12]. */
export function parseInt64(text: string): bigint | undefined {
  // 2^63 has 19 digits; leading zeros may make it longer, but no label is.
  if (text.length > 64 || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value >= INT64_MIN && value <= INT64_MAX ? value : undefined;
}
