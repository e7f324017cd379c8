import { type RawHeaders, valuesOf } from './request-headers.ts';

/**
 * Is this request for data made by one of our own pages, or by something that is no browser? A page of another site
 * that a browser runs is told apart by what the browser itself says of the request; a program that is no browser sends
 * none of these headers and is bound by the Host check and by who can reach the port.
 */
export function isSameSite(rawHeaders: RawHeaders, host: string): boolean {
  return (
    holds(rawHeaders, 'sec-fetch-site', ['same-origin']) &&
    holds(rawHeaders, 'sec-fetch-mode', ['cors', 'same-origin']) &&
    holds(rawHeaders, 'sec-fetch-dest', ['empty']) &&
    // https when a proxy ends TLS in front of us: the name must be the one that was asked for.
    holds(rawHeaders, 'origin', [`http://${host}`, `https://${host}`])
  );
}

function holds(rawHeaders: RawHeaders, name: string, allowed: readonly string[]): boolean {
  return valuesOf(rawHeaders, name).every((value) => allowed.includes(value.toLowerCase()));
}
