import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { RouteKind } from './target.ts';

/** Everything off but what the wall needs: to fill the screen, and to keep it on. */
const PERMISSIONS = [
  ...'accelerometer autoplay browsing-topics camera clipboard-read display-capture encrypted-media'.split(' '),
  ...'gamepad geolocation gyroscope hid identity-credentials-get idle-detection local-fonts magnetometer'.split(' '),
  ...'microphone midi payment picture-in-picture publickey-credentials-get serial storage-access usb'.split(' '),
  ...'window-management xr-spatial-tracking'.split(' '),
].map((feature) => `${feature}=()`);

/** On every response, whoever wrote it. The policy comes beside them: it differs by route. */
export const FIXED_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': ['fullscreen=(self)', 'screen-wake-lock=(self)', ...PERMISSIONS].join(', '),
};

/** Next drops Content-Encoding from what a route answers, so that the snapshot's route says it by this name. */
const ENCODING_HEADER = 'x-rollcall-content-encoding';

/**
 * Sets our headers at the last moment, when the handler behind has said all of its own: whatever it set under the same
 * name loses, and what must never be sent is taken away.
 */
export function sealHeaders(response: ServerResponse, route: RouteKind, policy: string): void {
  const writeHead = response.writeHead.bind(response);
  const seal = (status: number, ...rest: readonly unknown[]) => {
    const headers = rest.find((each) => typeof each === 'object' && each !== null);
    for (const [name, value] of headerEntries(headers)) response.setHeader(name, value);
    const encoding = response.getHeader(ENCODING_HEADER);
    if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
    for (const name of response.getHeaderNames()) if (isForbidden(name)) response.removeHeader(name);
    for (const [name, value] of Object.entries(FIXED_HEADERS)) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', cacheControl(route, status, String(response.getHeader('cache-control') ?? '')));
    if (route === 'Stream') response.setHeader('Connection', 'close');
    return typeof rest[0] === 'string' ? writeHead(status, rest[0]) : writeHead(status);
  };
  response.writeHead = seal as typeof response.writeHead;
}

function isForbidden(name: string): boolean {
  return (
    name.startsWith('access-control-') ||
    name === 'x-powered-by' ||
    name === ENCODING_HEADER ||
    name.startsWith('content-security-policy')
  );
}

/** Both forms in which Node takes headers: an object, or a flat list of names and values. */
function headerEntries(headers: unknown): readonly (readonly [string, OutgoingHttpHeader])[] {
  if (!Array.isArray(headers)) {
    return Object.entries((headers ?? {}) as OutgoingHttpHeaders).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
  }
  return headers.flatMap((name: unknown, index) =>
    index % 2 === 0 ? [[String(name), headers[index + 1] as OutgoingHttpHeader] as const] : [],
  );
}

/** Only what is hashed, or a file of public/, is kept by anybody; of those Next's own word holds. */
function cacheControl(route: RouteKind, status: number, said: string): string {
  if (route === 'Stream') return 'no-store, no-transform';
  const isFile = status === 200 || status === 206 || status === 304;
  if (route === 'Static' && isFile && said !== '') return said;
  return route === 'Page' && isFile && said === 'public, max-age=0' ? said : 'no-store';
}
