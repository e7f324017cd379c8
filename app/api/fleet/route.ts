import { readFleet } from '#lib/server/runtime.ts';
import { noFleetResponse } from '../responses.ts';

export const dynamic = 'force-dynamic';

/** The snapshot: what a browser begins with, and again after every gap. */
export async function GET(request: Request): Promise<Response> {
  const fleet = readFleet();
  if (fleet === undefined) return noFleetResponse();
  const { etag, contentType, contentEncoding, bytes } = await fleet.snapshot(request.headers.get('accept-encoding'));
  const headers = new Headers({ etag, 'cache-control': 'no-store', vary: 'accept-encoding' });
  if (isKnown(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  headers.set('content-type', contentType);
  headers.set('content-length', String(bytes.byteLength));
  if (contentEncoding !== undefined) headers.set('content-encoding', contentEncoding);
  return new Response(bytes, { headers });
}

/** The weak comparison of RFC 9110: the encodings of one picture are one picture. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => opaque(tag) === opaque(etag));
}
