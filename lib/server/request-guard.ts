import type { ProblemCode } from '#lib/wire/problem.ts';
import { isSameSite } from './cross-site.ts';
import { judgeHost } from './host.ts';
import { cleanHeaders, type RawHeaders, valuesOf } from './request-headers.ts';
import { judgeTarget, type RouteKind } from './target.ts';

export type GuardPolicy = {
  readonly allowedHosts: readonly string[];
  /** Hot reload of Next's development server: its upgrade and its own POSTs pass. Never in production. */
  readonly development: boolean;
};

export type Incoming = { readonly method: string; readonly target: string; readonly rawHeaders: RawHeaders };

export type Refusal = {
  readonly kind: 'Refused';
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly allow?: string;
  readonly retryAfterSeconds?: number;
  /** Whatever was malformed ends its connection, so that nothing that follows it is read. */
  readonly closes: boolean;
};

export type Admission = {
  readonly kind: 'Admitted';
  readonly path: string;
  readonly route: RouteKind;
  readonly rawHeaders: RawHeaders;
};

/**
 * Everything that can be refused by looking at the head of a request, in the order of reliability.md section 5: Host,
 * method, target form, headers, route. Rate and stream places are counted by the edge, after this.
 */
export function guardRequest({ method, target, rawHeaders }: Incoming, policy: GuardPolicy): Admission | Refusal {
  const host = judgeHost(rawHeaders, policy.allowedHosts);
  if (host.kind === 'Malformed') return refuse('MalformedRequest', 'the Host header is missing, double or malformed');
  if (host.kind === 'Foreign') return refuse('MisdirectedHost');
  const isTool = policy.development && target.startsWith('/__nextjs');
  if (method !== 'GET' && method !== 'HEAD' && !(isTool && method === 'POST')) return refuseMethod('GET, HEAD');
  const where = judgeTarget(target, policy.development);
  if (where.kind === 'TooLong') return refuse('UrlTooLong');
  if (where.kind === 'Malformed') return refuse('MalformedRequest', where.detail);
  const fault = messageFault(rawHeaders, isTool);
  if (fault !== undefined) return refuse('MalformedRequest', fault);
  const headers = cleanHeaders(rawHeaders, policy.development);
  if (headers.kind === 'Refused') return refuse('MalformedRequest', headers.detail);
  const { path, route } = where;
  if (route === 'Off') return { ...refuse('NotFound'), closes: false };
  if ((route === 'Data' || route === 'Stream') && !isSameSite(rawHeaders, host.host)) return refuse('CrossSite');
  if (route === 'Stream' && method === 'HEAD') return refuseMethod('GET');
  return { kind: 'Admitted', path, route, rawHeaders: headers.rawHeaders };
}

function refuse(code: ProblemCode, detail?: string): Refusal {
  return { kind: 'Refused', code, closes: true, ...(detail === undefined ? {} : { detail }) };
}

export function refuseMethod(allow: string): Refusal {
  return { ...refuse('MethodNotAllowed'), allow };
}

/** A body on a request that has none, or a wish to speak another protocol. */
function messageFault(rawHeaders: RawHeaders, mayHaveBody: boolean): string | undefined {
  if (valuesOf(rawHeaders, 'upgrade').length > 0) return 'no other protocol is spoken here';
  if (valuesOf(rawHeaders, 'expect').length > 0) return 'nothing may be expected before an answer';
  if (mayHaveBody) return undefined;
  const hasBody = valuesOf(rawHeaders, 'content-length').some((value) => !/^0+$/.test(value));
  return hasBody || valuesOf(rawHeaders, 'transfer-encoding').length > 0 ? 'a request has no body here' : undefined;
}
