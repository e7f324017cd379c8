/*
 * The request target: origin form only, and nothing in it that two readers could understand in two ways. The kind of
 * route is found on the decoded path, because that is what Next routes by.
 */

export const TARGET_LIMIT_BYTES = 2048;
const PARAMETERS_LIMIT = 32;

/** `Data` and `Stream` are only for our own pages; `Static` is hashed and never changes; `Off` is answered by nobody. */
export type RouteKind = 'Page' | 'Data' | 'Stream' | 'Static' | 'Off';

export type TargetVerdict =
  | { readonly kind: 'Ok'; readonly path: string; readonly route: RouteKind }
  | { readonly kind: 'Malformed'; readonly detail: string }
  | { readonly kind: 'TooLong' };

const UNSAFE_RAW = /[^\x21-\x7e]|[\\#]/;
const UNSAFE_DECODED = /[\p{Cc}\\]/u;
const ENCODED_SLASH = /%2f|%5c/i;

export function judgeTarget(target: string, development: boolean): TargetVerdict {
  if (target.length > TARGET_LIMIT_BYTES) return { kind: 'TooLong' };
  if (!target.startsWith('/')) return malformed('the target is not a path');
  if (UNSAFE_RAW.test(target)) return malformed('the target has a character that belongs encoded');
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const decoded = decode(path);
  if (decoded === undefined || UNSAFE_DECODED.test(decoded)) return malformed('the path does not decode to text');
  if (ENCODED_SLASH.test(path) || decoded.includes('//')) return malformed('the path has an empty or hidden segment');
  if (decoded.split('/').some((segment) => segment === '.' || segment === '..')) return malformed('the path has dots');
  const fault = mark === -1 ? undefined : queryFault(target.slice(mark + 1));
  if (fault !== undefined) return malformed(fault);
  return { kind: 'Ok', path: decoded, route: routeOf(decoded, development) };
}

function malformed(detail: string): TargetVerdict {
  return { kind: 'Malformed', detail };
}

/** Undefined for a lone percent sign and for what is not UTF-8 (overlong forms too). */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function queryFault(query: string): string | undefined {
  const parameters = query.split('&');
  if (parameters.length > PARAMETERS_LIMIT) return `more than ${PARAMETERS_LIMIT} parameters`;
  const keys = parameters.map((parameter) => decode(parameter.split('=', 1)[0]?.replaceAll('+', ' ') ?? ''));
  if (keys.some((key) => key === undefined || /\b(__proto__|constructor|prototype)\b/.test(key)))
    return 'a parameter has a name that cannot be one';
  const values = parameters.map((parameter) => decode(parameter.slice(parameter.indexOf('=') + 1)));
  return values.includes(undefined) ? 'a parameter does not decode to text' : undefined;
}

/** Everything under /_next but the hashed files is off: image optimiser, data routes, source maps, raw sources. */
function routeOf(path: string, development: boolean): RouteKind {
  // By prefix, so that no spelling of the stream's path is looked at less strictly than the stream itself.
  if (path.startsWith('/api/stream')) return 'Stream';
  if (path === '/api' || path.startsWith('/api/')) return 'Data';
  if (development && (path.startsWith('/_next/') || path.startsWith('/__nextjs'))) return 'Static';
  if (path.endsWith('.map')) return 'Off';
  if (path.startsWith('/_next/static/')) return /\.tsx?$/.test(path) ? 'Off' : 'Static';
  return path === '/_next' || path.startsWith('/_next/') || path.startsWith('/__nextjs') ? 'Off' : 'Page';
}
