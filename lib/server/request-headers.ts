/*
 * Header hygiene on the way in. What only Next may say to itself is dropped, so that nobody can say it from outside;
 * what could name an identity twice, or under another spelling, is refused.
 */

/** Pairs of name and value, flat, as Node gives them. */
export type RawHeaders = readonly string[];

export type HeadersVerdict =
  | { readonly kind: 'Ok'; readonly rawHeaders: RawHeaders }
  | { readonly kind: 'Refused'; readonly detail: string };

/** Proofs of who asks. No mode of today reads them, and none may be ambiguous on the day one does. */
const IDENTITY =
  /^(authorization|cookie|cf-access-jwt-assertion|x-pomerium-jwt-assertion|x-forwarded-(user|groups|email|preferred-username|access-token)|x-auth-request-.*|remote-.*|impersonate-.*)$/;

/** Next's own inner words, forwarded hosts and paths (there is no trusted proxy), and policies: the edge makes those. */
const DROPPED = [
  /^next-(action|resume)/,
  /^x-(middleware|nextjs|action|next|now|vercel|invoke|matched)-/,
  /^content-security-policy/,
  /^x-nonce$/,
  /^x-rollcall-/,
  /^x-forwarded-/,
  /^forwarded$/,
  /^x-(original|rewrite)-/,
  /^x-real-ip$/,
];
/** In development Next's own client sends these, and Next itself checks them. */
const DEVELOPMENT = /^x-nextjs-/;
const KEPT = ['x-deployment-id', 'x-nextjs-deployment-id'];
const TOKEN = /^[a-z0-9!#$%&'*+.^`|~-]+$/;

export function cleanHeaders(rawHeaders: RawHeaders, development: boolean): HeadersVerdict {
  const kept: string[] = [];
  const identities = new Set<string>();
  const named = connectionNames(rawHeaders);
  for (const [name, value, original] of pairsOf(rawHeaders)) {
    // A proxy that maps `-` and `_` to the same variable would take X_Forwarded_User for X-Forwarded-User.
    if (!TOKEN.test(name)) return { kind: 'Refused', detail: 'a header name has a character that is not allowed' };
    if (IDENTITY.test(name)) {
      if (identities.has(name)) return { kind: 'Refused', detail: 'an identity header is there twice' };
      if (named.includes(name)) return { kind: 'Refused', detail: 'Connection names an identity header' };
      identities.add(name);
    }
    if (!isDropped(name, development)) kept.push(original, value);
  }
  return { kind: 'Ok', rawHeaders: kept };
}

function isDropped(name: string, development: boolean): boolean {
  if (KEPT.includes(name) || (development && DEVELOPMENT.test(name))) return false;
  return DROPPED.some((pattern) => pattern.test(name));
}

function connectionNames(rawHeaders: RawHeaders): readonly string[] {
  return pairsOf(rawHeaders)
    .filter(([name]) => name === 'connection')
    .flatMap(([, value]) =>
      value
        .toLowerCase()
        .split(',')
        .map((token) => token.trim()),
    );
}

/** Lower-case name, value, name as it was sent. */
export function pairsOf(rawHeaders: RawHeaders): readonly (readonly [string, string, string])[] {
  const pairs: (readonly [string, string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    pairs.push([name.toLowerCase(), rawHeaders[index + 1] ?? '', name]);
  }
  return pairs;
}

/** Every value of one header. */
export function valuesOf(rawHeaders: RawHeaders, wanted: string): readonly string[] {
  return pairsOf(rawHeaders).flatMap(([name, value]) => (name === wanted ? [value] : []));
}
