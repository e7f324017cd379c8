/*
 * The Host header, judged before anything parses a URL with it: a malformed Host has moved the path that other servers'
 * guards saw (CVE-2026-48710), and a foreign one is how DNS rebinding reads a dashboard on loopback.
 */

export type HostVerdict =
  | { readonly kind: 'Allowed'; readonly host: string }
  | { readonly kind: 'Malformed' }
  | { readonly kind: 'Foreign' };

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** Whatever could end an authority early, and whatever is not printable ASCII. */
const NEVER_IN_A_HOST = /[/?#\\]|[^\x21-\x7e]/;
/** A name as it is sent, or an IPv6 address in brackets, and perhaps a port. No userinfo, no empty port. */
const HOST = /^(?<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?<port>[0-9]{1,5}))?$/;

/** A name that `--allowed-host` may add: with a port it is that port alone, without one any port. */
export function isHostName(text: string): boolean {
  return HOST.test(text.toLowerCase());
}

/** All Host values of a request; Node alone would take the first of two. */
function hostValues(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
}

export function judgeHost(rawHeaders: readonly string[], allowedHosts: readonly string[]): HostVerdict {
  const [value, ...more] = hostValues(rawHeaders);
  if (value === undefined || more.length > 0 || value === '' || NEVER_IN_A_HOST.test(value))
    return { kind: 'Malformed' };
  const host = value.toLowerCase();
  const { name, port } = HOST.exec(host)?.groups ?? {};
  if (name === undefined || Number(port ?? 0) > 65_535) return { kind: 'Foreign' };
  const isAllowed = LOOPBACK.includes(name) || allowedHosts.includes(name) || allowedHosts.includes(host);
  return isAllowed ? { kind: 'Allowed', host } : { kind: 'Foreign' };
}
