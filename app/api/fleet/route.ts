import { readFleet } from '#lib/server/runtime.ts';
import { noFleetResponse } from '../responses.ts';

export const dynamic = 'force-dynamic';

/** Next drops Content-Encoding from what a route answers; the edge gives this its proper name. */
const ENCODING_HEADER = 'x-rollcall-content-encoding';

/** The snapshot: what a browser begins with, and again after every gap. */
export async function GET(request: Request): Promise<Response> {
  const fleet = readFleet();
  if (fleet === undefined) return noFleetResponse();
  const { etag, contentType, contentEncoding, bytes } = await fleet.snapshot(request.headers.get('accept-encoding'));
  // Without no-transform Next compresses what is compressed.
  const headers = new Headers({ etag, 'cache-control': 'no-store, no-transform', vary: 'accept-encoding' });
  if (isKnown(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  headers.set('content-type', contentType);
  if (contentEncoding !== undefined) headers.set(ENCODING_HEADER, contentEncoding);
  return new Response(bytes, { headers });
}

/** The weak comparison of RFC 9110: the encodings of one picture are one picture. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => opaque(tag) === opaque(etag));
}
